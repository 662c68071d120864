using RiskPlatform.Hosting.Testing;
using StackExchange.Redis;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class RedisServerTests
{
    [Theory]
    [MemberData(nameof(InstalledServers.RedisSources), MemberType = typeof(InstalledServers))]
    public async Task StartAsync_EitherSource_RunsLuaAndRefusesAWrongPassword(string source)
    {
        await using var server = await RedisServer.StartAsync(source, CancellationToken.None);
        using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var database = connection.GetDatabase();

        var counts = (RedisResult[])(await database.ScriptEvaluateAsync(
            "local a = redis.call('INCRBY', KEYS[1], ARGV[1]) local b = redis.call('INCR', KEYS[1]) return {a, b}",
            ["counter"],
            [41]))!;
        Assert.Equal([41, 42], counts.Select(count => (int)count));
        Assert.Equal(42, (int)await database.StringGetAsync("counter"));

        string wrong = $"127.0.0.1:{server.Port},password=wrong,connectRetry=0,connectTimeout=1000";
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(wrong));
    }

    [Fact]
    public async Task KillAsync_ThenRestart_AnswersOnTheSamePortAndIsEmpty()
    {
        await using var server = await RedisServer.StartAsync();
        int port = server.Port;
        using (var before = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString))
        {
            await before.GetDatabase().StringSetAsync("key", "value");
        }

        await server.KillAsync();
        await Assert.ThrowsAsync<RedisConnectionException>(
            () => ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",connectRetry=0,connectTimeout=1000"));
        await server.RestartAsync();

        Assert.Equal(port, server.Port);
        using var after = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        Assert.False(await after.GetDatabase().KeyExistsAsync("key"));
    }
}
