using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Strategies;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Strategies.Backtests;

/// <summary>The HTTP surface of backtests.</summary>
internal static class BacktestEndpoints
{
    public static WebApplicationBuilder AddBacktests(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<MarketDataClient>(http => http.BaseAddress = new("https+http://market-data"));
        builder.Services.AddTransient<StrategyRuns>();
        return builder;
    }

    public static void MapBacktests(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/backtest", RunAsync).WithTags("Backtests").WithName("BacktestStrategy")
            .WithSummary("Run a moving-average crossover, or a module, over prices or the stored history of a pair.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "strategy": "maCrossover", "parameters": { "fast": 2, "slow": 4 }, "costsBp": 5,
                  "prices": [100, 101, 102, 101, 99, 98, 97, 99, 102, 104, 105, 103] }
                """);

    private static async Task<Results<Ok<BacktestResponse>, ProblemHttpResult>> RunAsync(
        BacktestRequest request, StrategyRuns runs, CancellationToken cancellationToken)
    {
        var run = await runs.RunAsync(request, cancellationToken);
        return run.Match<Results<Ok<BacktestResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
