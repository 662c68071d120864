using Aspire.Hosting;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Engine;

/// <summary>Servers that somebody else runs, by configured connection strings.</summary>
public sealed class ElsewhereTests
{
    [Fact]
    public async Task ConfiguredServers_AreUsed_AndNoneIsStarted()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        string given = await postgres.CreateDatabaseAsync();
        var builder = Model.New(
            $"--ConnectionStrings:pg={postgres.ConnectionString}",
            $"--ConnectionStrings:second={given}",
            $"--ConnectionStrings:cache={redis.ConnectionString}");
        var pg = builder.AddPostgres("pg");
        var first = pg.AddDatabase("first");
        var second = pg.AddDatabase("second");
        var cache = builder.AddRedis("cache");
        await using var app = await builder.StartAsync();
        foreach (string name in (string[])["pg", "first", "second", "cache"])
        {
            using var limit = new CancellationTokenSource(Model.Limit);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(name, limit.Token);
        }

        Assert.Equal(postgres.ConnectionString + ";Database=first", await first.Resource.GetConnectionStringAsync());
        Assert.Equal(given, await second.Resource.GetConnectionStringAsync());
        Assert.Equal(redis.ConnectionString, await cache.Resource.GetConnectionStringAsync());
        Assert.Empty(app.Lines("pg"));
        Assert.Empty(app.Lines("cache"));
    }
}
