using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.VarianceModels;

/// <summary>The HTTP surface of conditional variance.</summary>
internal static class VarianceModelEndpoints
{
    public static WebApplicationBuilder AddVarianceModels(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<VarianceFits>();
        return builder;
    }

    public static void MapVarianceModels(this IEndpointRouteBuilder routes)
    {
        // A real little series would be 50 numbers long; this one shows the form and its honest outcome.
        routes.MapPost("/garch", FitAsync).WithTags("Variance models").WithName("FitGarch")
            .WithSummary("Fit a GARCH, GJR or EGARCH model and forecast its variance.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""{ "returns": [0.1, -0.2, 0.3, -0.1, 0.5, -0.4], "model": "gjr", "horizon": 5 }""");
    }

    private static async Task<Results<Ok<GarchResponse>, ProblemHttpResult>> FitAsync(
        GarchRequest request, VarianceFits fits, CancellationToken cancellationToken)
    {
        var fitted = await fits.FitAsync(request, cancellationToken);
        return fitted.Match<Results<Ok<GarchResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
