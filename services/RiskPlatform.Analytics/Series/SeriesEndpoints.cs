using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Analytics.Series;

/// <summary>The HTTP surface of series models.</summary>
internal static class SeriesEndpoints
{
    public static WebApplicationBuilder AddSeries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeriesModels>();
        return builder;
    }

    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        var series = routes.MapGroup("").WithTags("Series")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        series.MapPost("/arima", FitArimaAsync).WithName("FitArima")
            .WithSummary("Fit a seasonal ARIMA model by exact likelihood, with missing values, and forecast.")
            .WithExample("""
                { "series": [2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, null, 1.8, 3.2, 3.2, 2.7],
                  "order": [1, 0, 0], "horizon": 3 }
                """);
        series.MapPost("/ar", FitArAsync).WithName("FitAutoregression")
            .WithSummary("Fit an autoregression by one of four methods.")
            .WithExample("""
                { "series": [2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7],
                  "order": 1, "method": "yuleWalker" }
                """);
    }

    private static async Task<Results<Ok<ArimaResponse>, ProblemHttpResult>> FitArimaAsync(
        ArimaRequest request, SeriesModels models, CancellationToken cancellationToken)
    {
        var fitted = await models.FitAsync(request, cancellationToken);
        return fitted.Match<Results<Ok<ArimaResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }

    private static async Task<Results<Ok<ArResponse>, ProblemHttpResult>> FitArAsync(
        ArRequest request, SeriesModels models, CancellationToken cancellationToken)
    {
        var fitted = await models.FitAsync(request, cancellationToken);
        return fitted.Match<Results<Ok<ArResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
    }
}
