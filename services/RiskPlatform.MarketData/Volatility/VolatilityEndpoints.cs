using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.MarketData.Volatility;

/// <summary>The HTTP surface of volatility.</summary>
internal static class VolatilityEndpoints
{
    private const int DefaultWindow = 250;
    private const double DefaultLambda = 0.94; // RiskMetrics, daily data.

    public static WebApplicationBuilder AddVolatility(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PairVolatility>();
        return builder;
    }

    public static void MapVolatility(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/volatility/{base}/{quote}", GetAsync).WithName("GetVolatility").WithTags("Volatility")
            .WithSummary("Annualised volatility of a pair with its standard error.")
            .WithExampleQuery("base=EUR&quote=USD&method=ewma&window=250&lambda=0.94");

    private static async Task<Results<Ok<VolatilityResponse>, ProblemHttpResult>> GetAsync(
        string @base,
        string quote,
        PairVolatility volatility,
        CancellationToken cancellationToken,
        string method = "closeToClose",
        int window = DefaultWindow,
        double lambda = DefaultLambda)
    {
        var estimate = await volatility.EstimateAsync(@base, quote, method, window, lambda, cancellationToken);
        return estimate.Match<Results<Ok<VolatilityResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
