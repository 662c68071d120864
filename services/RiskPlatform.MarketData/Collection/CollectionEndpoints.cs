using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.MarketData.Feeds;
using RiskPlatform.MarketData.Replay;

namespace RiskPlatform.MarketData.Collection;

/// <summary>The HTTP surface of collecting: ask every source now.</summary>
internal static class CollectionEndpoints
{
    public static WebApplicationBuilder AddCollection(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FeedClient>();
        builder.Services.AddSingleton<ReplayHistory>();
        builder.Services.AddSingleton<ReplayClock>();
        builder.Services.AddSingleton<Collector>();
        builder.Services.AddHostedService<ShippedHistory>();
        return builder;
    }

    public static void MapCollection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/collect", CollectAsync).WithName("Collect").WithTags("Collection")
            .WithSummary("Ask all six sources at once and make the rates of now anew.");

    private static async Task<Ok<CollectResponse>> CollectAsync(
        Collector collector, CancellationToken cancellationToken) =>
        TypedResults.Ok(await collector.CollectAsync(cancellationToken));
}
