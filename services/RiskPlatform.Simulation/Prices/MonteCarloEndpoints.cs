using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Simulation.Prices;

/// <summary>The HTTP surface of simulated prices.</summary>
internal static class MonteCarloEndpoints
{
    public static WebApplicationBuilder AddMonteCarlo(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MonteCarloRuns>();
        return builder;
    }

    public static void MapMonteCarlo(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/montecarlo", RunAsync).WithTags("Monte Carlo").WithName("SimulatePrice")
            .WithSummary("Simulate a price at a horizon: moments, percentiles, value at risk and expected shortfall.")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "spot": 129.5, "drift": 0.02, "volatility": 0.12, "horizon": 0.25, "steps": 1, "paths": 100000,
                  "seed": 42, "sampler": "philox", "antithetic": false, "confidence": [0.95, 0.99] }
                """);

    private static async Task<Results<Ok<MonteCarloResponse>, ProblemHttpResult>> RunAsync(
        MonteCarloRequest request, MonteCarloRuns runs, CancellationToken cancellationToken)
    {
        var run = await runs.RunAsync(request, cancellationToken);
        return run.Match<Results<Ok<MonteCarloResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
