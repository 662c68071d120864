using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Ingestion;

namespace RiskPlatform.Ingestion.Risk;

/// <summary>The HTTP surface of the risk log.</summary>
internal static class RiskEndpoints
{
    public static WebApplicationBuilder AddRisk(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RiskScores>();
        return builder;
    }

    public static void MapRisk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/risk", GetAsync).WithName("GetRisk").WithTags("Risk")
            .WithSummary("The risk log in figures, and the book by currency.");
        routes.MapGet("/api/risk", GetAsync).WithName("GetRiskByOldName").WithTags("Risk")
            .WithSummary("As /risk: the original's path, which its clients still ask for.");
    }

    private static async Task<Ok<RiskSummary>> GetAsync(RiskScores scores, CancellationToken cancellationToken) =>
        TypedResults.Ok(await scores.SummaryAsync(cancellationToken));
}
