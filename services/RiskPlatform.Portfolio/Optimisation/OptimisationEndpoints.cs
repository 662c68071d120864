using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Portfolio.Optimisation;

/// <summary>The HTTP surface of optimal weights.</summary>
internal static class OptimisationEndpoints
{
    public static WebApplicationBuilder AddOptimisation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BestWeights>();
        return builder;
    }

    public static void MapOptimisation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/optimise", FindAsync).WithTags("Optimisation").WithName("OptimiseWeights")
            .WithSummary("Find the weights of least variance within bounds, at a target return.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "expectedReturns": [0.05, 0.08, 0.12], "covariance": [[0.01, 0.002, 0.001], [0.002, 0.04, 0.01],
                  [0.001, 0.01, 0.09]], "bounds": { "lower": [0, 0, 0] }, "target": 0.08 }
                """);

    private static async Task<Results<Ok<OptimiseResponse>, ProblemHttpResult>> FindAsync(
        OptimiseRequest request, BestWeights weights, CancellationToken cancellationToken)
    {
        var found = await weights.FindAsync(request, cancellationToken);
        return found.Match<Results<Ok<OptimiseResponse>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());
    }
}
