using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_NothingNeeded_IsHealthy()
    {
        await using var service = await RunningService.StartAsync();

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/alive"));
    }

    [Fact]
    public async Task Health_RedisKilledAndStartedAgain_IsDegradedInBetween_NeverDown()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await RunningService.StartAsync(add: builder =>
        {
            builder.Configuration["ConnectionStrings:cache"] = redis.ConnectionString;
            builder.AddRedisClient("cache");
        });
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));

        await redis.KillAsync();
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await AskAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/alive"));

        await redis.RestartAsync();
        for (int attempt = 0; attempt < 100 && (await AskAsync(service, "/health")).Status != "Healthy"; attempt++)
        {
            await Task.Delay(100);
        }

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));
    }

    [Fact]
    public async Task Health_RedisFrozen_IsDegradedSoon()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await RunningService.StartAsync(add: builder =>
        {
            builder.Configuration["ConnectionStrings:cache"] = redis.ConnectionString;
            builder.AddRedisClient("cache");
        });
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));

        await redis.FreezeAsync();
        Assert.Equal(
            (HttpStatusCode.OK, "Degraded"), await AskAsync(service, "/health").WaitAsync(TimeSpan.FromSeconds(10)));
        await redis.ThawAsync();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));
    }

    [Fact]
    public async Task Health_PostgresKilled_Is503WithItsReason_AndAliveStays()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var service = await RunningService.StartAsync(add: builder =>
        {
            builder.Configuration["ConnectionStrings:riskdb"] = postgres.ConnectionString;
            builder.AddNpgsqlDataSource("riskdb");
        });
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));

        await postgres.KillAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/alive"));
    }

    [Fact]
    public async Task AddNpgsqlDataSource_NoConnectionString_SaysWhichIsMissing()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunningService.StartAsync(add: builder => builder.AddNpgsqlDataSource("riskdb")));

        Assert.Contains("ConnectionStrings:riskdb", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Code, string Status)> AskAsync(RunningService service, string path)
    {
        using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, body.GetProperty("status").GetString()!);
    }
}
