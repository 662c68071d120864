using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Ingestion.Inbox;

/// <summary>The HTTP surface of the inbox.</summary>
internal static class InboxEndpoints
{
    public static WebApplicationBuilder AddInbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TapeInbox>();
        return builder;
    }

    public static void MapInbox(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/inbox", LoadAsync).WithName("LoadInbox").WithTags("Inbox")
            .WithSummary("Load the shipped tapes that have not been loaded before.");

    private static async Task<Results<Ok<InboxResponse>, ProblemHttpResult>> LoadAsync(
        TapeInbox inbox, CancellationToken cancellationToken) =>
        (await inbox.LoadAsync(cancellationToken)).Match<Results<Ok<InboxResponse>, ProblemHttpResult>>(
            loaded => TypedResults.Ok(loaded), failure => failure.ToProblem());
}
