using System.Net;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Caching;

/// <summary>Kills the Redis server of a gateway of its own.</summary>
public sealed class RedisGoneTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    private const string Path = "/api/market-data/rates/USD/KES/history";

    [Fact]
    public async Task Get_RedisKilled_IsAnsweredByTheService_AndCachedAgainWhenItIsBack()
    {
        using var before = await gateway.GetAsync(Path);
        await gateway.Redis.KillAsync();
        for (int i = 0; i < 5; i++)
        {
            using var during = await gateway.GetAsync(Path);
            Assert.Equal(HttpStatusCode.OK, during.StatusCode);
            Assert.Equal("bypass", during.Headers.GetValues("X-Cache").Single());
            Assert.Null(during.Headers.Age);
        }

        var stats = await gateway.ReadAsync<CacheStats>("/api/cache/stats");
        Assert.Equal((5L, "unreachable"), (stats.Bypassed, stats.Redis));
        var status = await gateway.ReadAsync<GatewayStatus>("/api/status");
        Assert.Equal(("degraded", "unreachable", "connected"), (status.Status, status.Redis, status.Db));

        await gateway.Redis.RestartAsync();
        await GatewayService.UntilAsync(async () =>
        {
            using var after = await gateway.GetAsync(Path);
            return after.Headers.GetValues("X-Cache").Single() == "hit";
        });
    }
}
