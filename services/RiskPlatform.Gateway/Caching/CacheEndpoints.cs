using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Caching;

/// <summary>Shows how the cache fares.</summary>
internal static class CacheEndpoints
{
    public static WebApplicationBuilder AddAnswerCache(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<CacheOptions>(builder.Configuration.GetSection("Cache"));
        builder.Services.AddSingleton<CacheStore>();
        builder.Services.AddSingleton<AnswerCache>();
        return builder;
    }

    public static void MapCache(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/cache/stats", StatsAsync)
            .WithTags("Gateway")
            .WithName("GetCacheStats")
            .WithSummary("Read how many answers came from the cache.");

    private static async Task<Ok<CacheStats>> StatsAsync(AnswerCache answers, CancellationToken cancellationToken) =>
        TypedResults.Ok(await answers.StatsAsync().WaitAsync(cancellationToken));
}
