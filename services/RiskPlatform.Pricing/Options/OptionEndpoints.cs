using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Pricing.Options;

/// <summary>The HTTP surface of options.</summary>
internal static class OptionEndpoints
{
    private const string Query =
        "type=call&spot=100&strike=105&maturity=0.5&rate=0.05&dividendYield=0.02&volatility=0.2";

    // A million rows of seven numbers with 17 digits each, and room for spaces.
    private const int BatchBytesMax = 256 * 1024 * 1024;

    public static WebApplicationBuilder AddOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PriceBatches>();
        builder.Services.AddSingleton<EngineComparisons>();
        return builder;
    }

    public static void MapOptions(this IEndpointRouteBuilder routes)
    {
        var options = routes.MapGroup("").WithTags("Options")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        options.MapPost("/price", Price).WithName("PriceOption")
            .WithSummary("Price one European option with ten sensitivities.")
            .WithExample("""
                { "type": "put", "spot": 129.5, "strike": 135, "maturity": 0.25, "rate": 0.13, "dividendYield": 0.045,
                  "volatility": 0.12, "notional": 1000 }
                """);
        options.MapGet("/price", PriceByQuery).WithName("PriceOptionByQuery")
            .WithSummary("The same by query.").WithExampleQuery(Query);
        options.MapPost("/price/batch", PriceBatchAsync).WithName("PriceOptions")
            .WithSummary("Price up to a million options by columns.")
            .Produces<PriceBatchResponse>().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithMetadata(new RequestSizeLimitAttribute(BatchBytesMax))
            .WithExample("""
                { "columns": { "type": ["call", "put"], "spot": [100, 100], "strike": [95, 95], "maturity": [1, 1],
                  "rate": [0.05, 0.05], "dividendYield": [0.02, 0.02], "volatility": [0.2, 0.2] }, "greeks": true }
                """);
        options.MapPost("/iv", Imply).WithName("ImplyVolatility")
            .WithSummary("Find the volatility that makes a price.")
            .WithExample("""
                { "type": "call", "price": 10.4505835722, "spot": 100, "strike": 100, "maturity": 1, "rate": 0.05 }
                """);
        options.MapGet("/compare", CompareAsync).WithName("CompareEngines")
            .WithSummary("Price one option by closed form, lattice and simulation.").WithExampleQuery(Query);
    }

    private static Results<Ok<PriceResponse>, ProblemHttpResult> Price(PriceRequest request) =>
        Answer(OptionPrices.Value(request));

    private static Results<Ok<PriceResponse>, ProblemHttpResult> PriceByQuery(
        string type,
        double spot,
        double strike,
        double maturity,
        double rate,
        double volatility,
        double dividendYield = 0.0,
        double notional = 1.0) =>
        Answer(OptionTerms.FromQuery(type, spot, strike, maturity, rate, dividendYield, volatility, notional)
            .Then(OptionPrices.Value));

    private static Results<Ok<PriceResponse>, ProblemHttpResult> Answer(Result<PriceResponse> priced) =>
        priced.Match<Results<Ok<PriceResponse>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());

    private static async Task<IResult> PriceBatchAsync(
        PriceBatchRequest request, PriceBatches batches, CancellationToken cancellationToken)
    {
        var priced = await batches.ValueAsync(request, cancellationToken);
        return priced.Match<IResult>(columns => columns, failure => failure.ToProblem());
    }

    private static Results<Ok<ImpliedVolatilityResponse>, ProblemHttpResult> Imply(ImpliedVolatilityRequest request) =>
        OptionPrices.Imply(request).Match<Results<Ok<ImpliedVolatilityResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());

    private static async Task<Results<Ok<EngineComparison>, ProblemHttpResult>> CompareAsync(
        string type,
        double spot,
        double strike,
        double maturity,
        double rate,
        double volatility,
        EngineComparisons comparisons,
        CancellationToken cancellationToken,
        double dividendYield = 0.0)
    {
        var compared = OptionTerms.FromQuery(
            type, spot, strike, maturity, rate, dividendYield, volatility, notional: 1.0)
            .TryGet(out var request, out var failed)
            ? await comparisons.CompareAsync(request, cancellationToken)
            : failed;
        return compared.Match<Results<Ok<EngineComparison>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
