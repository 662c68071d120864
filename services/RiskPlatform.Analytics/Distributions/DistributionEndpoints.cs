using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.Distributions;

/// <summary>The HTTP surface of fits.</summary>
internal static class DistributionEndpoints
{
    public static WebApplicationBuilder AddDistributions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DistributionFits>();
        return builder;
    }

    public static void MapDistributions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/fit", FitAsync).WithTags("Distributions").WithName("FitDistributions")
            .WithSummary("Fit distributions by maximum likelihood, with errors, criteria and distances.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "data": [0.4, 1.1, 0.7, 2.9, 1.6, 0.9, 3.4, 1.2, 0.6, 1.9], "distributions": ["gamma", "logNormal"] }
                """);

    private static async Task<Results<Ok<FitResponse>, ProblemHttpResult>> FitAsync(
        FitRequest request, DistributionFits fits, CancellationToken cancellationToken)
    {
        var fitted = await fits.FitAsync(request, cancellationToken);
        return fitted.Match<Results<Ok<FitResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
