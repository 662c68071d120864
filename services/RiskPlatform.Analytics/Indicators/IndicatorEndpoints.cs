using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.Indicators;

/// <summary>The HTTP surface of measures of prices and returns.</summary>
internal static class IndicatorEndpoints
{
    public static WebApplicationBuilder AddIndicators(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PriceMeasures>();
        return builder;
    }

    public static void MapIndicators(this IEndpointRouteBuilder routes)
    {
        var measures = routes.MapGroup("").WithTags("Measures")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        measures.MapPost("/indicators", ComputeAsync).WithName("ComputeIndicators")
            .WithSummary("Compute moving averages, RSI, MACD and Bollinger bands.")
            .WithExample("""
                { "prices": [44.3, 44.1, 44.2, 43.6, 44.3, 44.8, 45.1, 45.4, 45.8, 46.1], "ema": [3], "sma": [4],
                  "rsi": 5,
                  "bollinger": { "window": 5 } }
                """);
        measures.MapPost("/performance", Performance).WithName("MeasurePerformance")
            .WithSummary("Compute return, volatility, Sharpe with its error, Sortino, drawdown and Calmar.")
            .WithExample("""
                { "returns": [0.01, -0.02, 0.015, 0.003, -0.007], "riskFreeRate": 0.03, "periodsPerYear": 252 }
                """);
        measures.MapPost("/volatility", Volatility).WithName("MeasureVolatility")
            .WithSummary("Estimate volatility from closing prices or from ranges, with its error.")
            .WithExample("""{ "close": [100, 101, 99.5, 100.2, 101.7], "method": "closeToClose" }""");
    }

    private static async Task<Results<Ok<IndicatorsResponse>, ProblemHttpResult>> ComputeAsync(
        IndicatorsRequest request, PriceMeasures measures, CancellationToken cancellationToken) =>
        Answer(await measures.ComputeAsync(request, cancellationToken));

    private static Results<Ok<PerformanceResponse>, ProblemHttpResult> Performance(PerformanceRequest request) =>
        Answer(PriceMeasures.Measure(request));

    private static Results<Ok<SeriesVolatilityResponse>, ProblemHttpResult> Volatility(VolatilityRequest request) =>
        Answer(PriceMeasures.Measure(request));

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Result<T> result) =>
        result.Match<Results<Ok<T>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());
}
