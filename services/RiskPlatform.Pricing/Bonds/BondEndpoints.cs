using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Pricing.Bonds;

/// <summary>The HTTP surface of bonds.</summary>
internal static class BondEndpoints
{
    public static void MapBonds(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/bond", Value).WithTags("Bonds").WithName("PriceBond")
            .WithSummary("Price a fixed-rate bond from its yield or its clean price.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "couponRate": 0.05, "frequency": 2, "settlement": "2026-03-01", "maturity": "2031-06-15",
                  "dayCount": "act/act-icma", "yield": 0.045 }
                """);

    private static Results<Ok<BondResponse>, ProblemHttpResult> Value(BondRequest request) =>
        BondPrices.Value(request).Match<Results<Ok<BondResponse>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());
}
