using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;

namespace RiskPlatform.MarketData.Scheduling;

/// <summary>The HTTP surface of the six-feed scheduler.</summary>
internal static class SchedulingEndpoints
{
    public static WebApplicationBuilder AddScheduling(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FeedScheduler>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FeedScheduler>());
        return builder;
    }

    public static void MapScheduling(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/feeds", Feeds).WithName("GetFeeds").WithTags("Feeds")
            .WithSummary("How the six feeds have fared: last run, next run, failures.");

    private static Ok<FeedsResponse> Feeds(FeedScheduler scheduler) => TypedResults.Ok(scheduler.States);
}
