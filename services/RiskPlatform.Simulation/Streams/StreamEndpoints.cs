using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Simulation.Streams;

/// <summary>The HTTP surface of path streams.</summary>
internal static class StreamEndpoints
{
    public static WebApplicationBuilder AddStreams(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PathStreams>();
        return builder;
    }

    public static void MapStreams(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stream", Start).WithTags("Streams").WithName("StreamPath")
            .WithSummary("Stream one path as NDJSON, a line a step, until its limit or until the reader leaves.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExampleQuery("spot=129.5&drift=0.02&volatility=0.12&dt=0.00396825&seed=42&limit=1000");

    private static Results<PathStream, ProblemHttpResult> Start(
        double spot, double drift, double volatility, double dt, ulong seed, PathStreams streams, long? limit = null) =>
        streams.Start(spot, drift, volatility, dt, seed, limit).Match<Results<PathStream, ProblemHttpResult>>(
            stream => stream, failure => failure.ToProblem());
}
