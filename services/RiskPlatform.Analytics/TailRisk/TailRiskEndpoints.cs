using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.TailRisk;

/// <summary>The HTTP surface of tails.</summary>
internal static class TailRiskEndpoints
{
    public static WebApplicationBuilder AddTailRisk(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TailRisks>();
        return builder;
    }

    public static void MapTailRisk(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/tail-risk", MeasureAsync).WithTags("Tail risk").WithName("MeasureTailRisk")
            .WithSummary("Estimate value at risk and expected shortfall of a series by several methods.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "returns": [0.4, -0.9, 0.1, 0.7, -1.4, 0.3, -0.2, 0.8, -0.6, 0.5, -2.1, 0.9], "confidence": [0.95],
                  "methods": ["normal", "historical", "ewma"] }
                """);

    private static async Task<Results<Ok<TailRiskResponse>, ProblemHttpResult>> MeasureAsync(
        TailRiskRequest request, TailRisks tails, CancellationToken cancellationToken)
    {
        var measured = await tails.MeasureAsync(request, cancellationToken);
        return measured.Match<Results<Ok<TailRiskResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
