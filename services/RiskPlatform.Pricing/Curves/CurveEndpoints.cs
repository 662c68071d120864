using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Pricing.Curves;

/// <summary>The HTTP surface of zero curves.</summary>
internal static class CurveEndpoints
{
    public static WebApplicationBuilder AddCurves(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CurveFits>();
        return builder;
    }

    public static void MapCurves(this IEndpointRouteBuilder routes)
    {
        var curves = routes.MapGroup("/curve").WithTags("Curves")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        curves.MapPost("/fit", FitAsync).WithName("FitCurve")
            .WithSummary("Fit a Nelson–Siegel or Svensson curve to zero rates.")
            .WithExample("""
                { "model": "nelson-siegel", "maturities": [0.25, 0.5, 1, 2, 3, 5, 7, 10, 20, 30],
                  "yields": [0.0511, 0.0508, 0.0485, 0.0438, 0.0415, 0.0401, 0.0404, 0.0412, 0.0447, 0.0436] }
                """);
        curves.MapPost("/evaluate", Evaluate).WithName("EvaluateCurve")
            .WithSummary("Read zero rates, forward rates and discount factors off a curve.")
            .WithExample("""
                { "parameters": { "beta0": 0.045, "beta1": -0.02, "beta2": 0.01, "tau1": 1.8 },
                  "maturities": [0, 1, 5, 10] }
                """);
    }

    private static async Task<Results<Ok<CurveFitResponse>, ProblemHttpResult>> FitAsync(
        CurveFitRequest request, CurveFits fits, CancellationToken cancellationToken)
    {
        var fitted = await fits.FitAsync(request, cancellationToken);
        return fitted.Match<Results<Ok<CurveFitResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }

    private static Results<Ok<CurveEvaluateResponse>, ProblemHttpResult> Evaluate(CurveEvaluateRequest request) =>
        CurveFits.Evaluate(request).Match<Results<Ok<CurveEvaluateResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
}
