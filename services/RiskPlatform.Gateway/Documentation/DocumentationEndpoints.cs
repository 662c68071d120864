using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RiskPlatform.Gateway.Documentation;

/// <summary>Describes the whole platform to a program.</summary>
internal static class DocumentationEndpoints
{
    public static WebApplicationBuilder AddDocumentation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MergedOpenApi>();
        return builder;
    }

    public static void MapDocumentation(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi", GetAsync)
            .WithTags("Gateway")
            .WithName("GetOpenApi")
            .WithSummary("Read the OpenAPI document of every service as one, each operation with a working example.")
            .ExcludeFromDescription();

    private static async Task<Ok<JsonObject>> GetAsync(MergedOpenApi documents, CancellationToken cancellationToken) =>
        TypedResults.Ok(await documents.MakeAsync(cancellationToken));
}
