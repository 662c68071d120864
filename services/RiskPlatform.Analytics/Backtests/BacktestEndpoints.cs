using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.Backtests;

/// <summary>The HTTP surface of backtests of risk.</summary>
internal static class BacktestEndpoints
{
    public static WebApplicationBuilder AddBacktests(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<VarBacktests>();
        return builder;
    }

    public static void MapBacktests(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/var-backtest", TestAsync).WithTags("Backtests").WithName("BacktestVar")
            .WithSummary("Test value at risk and expected shortfall against what happened.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "returns": [0.2, -1.1, 0.4, -0.3, 0.8, -2.4, 0.1, 0.5, -0.6, 0.3], "confidence": 0.9,
                  "var": [1.2, 1.2, 1.3, 1.3, 1.2, 1.2, 1.4, 1.4, 1.3, 1.3],
                  "es": [1.7, 1.7, 1.8, 1.8, 1.7, 1.7, 1.9, 1.9, 1.8, 1.8] }
                """);

    private static async Task<Results<Ok<VarBacktestResponse>, ProblemHttpResult>> TestAsync(
        VarBacktestRequest request, VarBacktests backtests, CancellationToken cancellationToken)
    {
        var tested = await backtests.TestAsync(request, cancellationToken);
        return tested.Match<Results<Ok<VarBacktestResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
