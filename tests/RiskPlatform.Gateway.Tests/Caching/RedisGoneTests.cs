using System.Net;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Caching;

/// <summary>Freezes and kills the Redis server of a gateway of its own.</summary>
public sealed class RedisGoneTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    private const string Path = "/api/market-data/rates/USD/KES/history";

    [Fact]
    public async Task Get_WhoeverAskedFirstLeaves_WhileRedisIsSlow_TheOthersAreAnswered()
    {
        const string Asked = "/api/market-data/rates/USD/UGX/history?from=2024-01-01";
        using var leaving = new CancellationTokenSource();
        await gateway.Redis.FreezeAsync();
        try
        {
            var first = gateway.Client.GetAsync(new Uri(Asked, UriKind.Relative), leaving.Token);
            await Task.Delay(300); // Nothing outside the gateway shows that a question has come in.
            var second = gateway.GetAsync(Asked);
            await Task.Delay(300);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await Task.Delay(300);
            await gateway.Redis.ThawAsync();
            using var answer = await second;

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("from=2024-01-01", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await gateway.Redis.ThawAsync();
        }
    }

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
