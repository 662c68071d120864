using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RiskPlatform.Gateway.Caching;
using RiskPlatform.Gateway.Forwarding;
using RiskPlatform.Hosting.Testing;
using StackExchange.Redis;

namespace RiskPlatform.Gateway.Tests.Caching;

/// <summary>The store alone with a server that freezes. Patience and pause end when a test says so.</summary>
public sealed class CacheStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly CacheKey Key = new("market-data", "one");

    private readonly FakeTimeProvider _time = new();
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private CacheStore _store = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        var options = new CacheOptions { PatienceMs = Patience.TotalMilliseconds, PauseMs = Pause.TotalMilliseconds };
        _store = new CacheStore(_connection, Options.Create(options), _time, NullLogger<CacheStore>.Instance);
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Pause_CountsFromTheEndOfThePatience()
    {
        await RunOutOfPatienceAsync();

        Assert.Null(await _store.LookUpAsync(Key));
        _time.Advance(Pause);
        Assert.NotNull(await _store.LookUpAsync(Key));
    }

    [Fact]
    public async Task Forget_DuringAPause_IsMadeUpFor_BeforeAnythingOfTheBackendIsRead()
    {
        var other = new CacheKey("reporting", "two");
        await KeepAsync(Key);
        await KeepAsync(other);
        await RunOutOfPatienceAsync();

        Assert.False(await _store.ForgetAsync(Key.Backend));
        Assert.Null(await _store.LookUpAsync(Key));
        _time.Advance(Pause);
        Assert.Null((await _store.LookUpAsync(Key))!.Kept);
        Assert.NotNull((await _store.LookUpAsync(other))!.Kept);

        // It is made up for once: what is kept from now on is found.
        await KeepAsync(Key);
    }

    private async Task RunOutOfPatienceAsync()
    {
        await _redis.FreezeAsync();
        var slow = _store.CountAsync();
        _time.Advance(Patience);
        Assert.Null(await slow);
        await _redis.ThawAsync();
    }

    private async Task KeepAsync(CacheKey key)
    {
        var answer = new BackendAnswer(200, "text/plain", RetryAfter: null, "x"u8.ToArray());
        string generation = (await _store.LookUpAsync(key))!.Generation;
        Assert.True(await _store.StoreAsync(key, generation, answer, Lives));
        Assert.NotNull((await _store.LookUpAsync(key))!.Kept);
    }
}
