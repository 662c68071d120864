using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;
using RiskPlatform.Simulation.Markets;

namespace RiskPlatform.Simulation.ValueAtRisk;

/// <summary>The HTTP surface of value at risk.</summary>
internal static class VarEndpoints
{
    public static WebApplicationBuilder AddValueAtRisk(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<MarketDataClient>(http => http.BaseAddress = new("https+http://market-data"));
        builder.Services.AddTransient<MarketReader>();
        builder.Services.AddTransient<PositionVars>();
        return builder;
    }

    public static void MapValueAtRisk(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/var", ComputeAsync).WithTags("Value at risk").WithName("ComputeValueAtRisk")
            .WithSummary("Value at risk and shortfall of currency positions from their history, by seven methods.")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status424FailedDependency)
            .WithExample("""
                { "positions": [{ "currency": "GBP", "amount": 1000000 }, { "currency": "JPY", "amount": -90000000 }],
                  "baseCurrency": "USD", "horizonDays": 1, "confidence": [0.95, 0.99], "method": "historical",
                  "windowDays": 500 }
                """);

    private static async Task<Results<Ok<VarResponse>, ProblemHttpResult>> ComputeAsync(
        VarRequest request, PositionVars positions, CancellationToken cancellationToken)
    {
        var computed = await positions.ComputeAsync(request, cancellationToken);
        return computed.Match<Results<Ok<VarResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
