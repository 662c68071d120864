using System.Collections.Concurrent;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using StackExchange.Redis;

namespace RiskPlatform.MarketData.Tests.Streaming;

public sealed class StreamTests(MarketDataService service) : IClassFixture<MarketDataService>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly string Today = Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Task InitializeAsync() => service.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Stream_TellsTheRatesNow_ThenEachChange_AndNothingElse()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await using var events = await FollowAsync("USD/KES,USD/UGX", limit.Token);

        var panel = RealData.PanelDay("2026-09-29");
        var first = await NextAsync(events);
        Assert.Equal(("USD/KES", panel["KES"], DataState.Replayed), Told(first));
        var second = await NextAsync(events);
        Assert.Equal(("USD/UGX", panel["UGX"], DataState.Replayed), Told(second));
        Assert.True(second.Data.Sequence > first.Data.Sequence);

        service.Sources.Answer("currency-api", $$$"""{"date":"{{{Today}}}","usd":{"kes":140.5}}""");
        await service.PostAsync<CollectResponse>("/collect");
        Assert.Equal(("USD/KES", 140.5m, DataState.Fresh), Told(await NextAsync(events)));

        // The shilling of Uganda did not change, so the next word is of Kenya again.
        service.Sources.Answer("currency-api", $$$"""{"date":"{{{Today}}}","usd":{"kes":141.5}}""");
        await service.PostAsync<CollectResponse>("/collect");
        var last = await NextAsync(events);
        Assert.Equal(("USD/KES", 141.5m, DataState.Fresh), Told(last));
        Assert.Equal($"{last.Data.Sequence}", last.EventId);
    }

    [Fact]
    public async Task Stream_SameRateInAnotherState_IsTold()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await using var events = await FollowAsync("USD/KES", limit.Token);
        var (replayed, _) = await NextAsync(events);

        service.Sources.Answer("open-er-api", Payload("KES", (double)replayed.Rate));
        await service.PostAsync<CollectResponse>("/collect");

        Assert.Equal(("USD/KES", replayed.Rate, DataState.Fresh), Told(await NextAsync(events)));
    }

    [Fact]
    public async Task Stream_OfRatesThatStandStill_HasHeartbeats()
    {
        // Boards come every five seconds, heartbeats every fifteen.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var events = await FollowAsync("USD/UGX", limit.Token);
        await NextAsync(events);

        Assert.True(await events.MoveNextAsync());

        Assert.Equal("heartbeat", events.Current.EventType);
    }

    [Fact]
    public async Task Ticks_GoOutOnRedis_OneAChange()
    {
        ConcurrentQueue<RateTick> ticks = [];
        using var redis = await ConnectionMultiplexer.ConnectAsync(service.Redis.ConnectionString);
        await redis.GetSubscriber().SubscribeAsync(
            "fx.ticks",
            (_, message) => ticks.Enqueue(Tick((string)message!)));

        service.Sources.Answer("open-er-api", Payload("KES", 150.25));
        await service.PostAsync<CollectResponse>("/collect");
        await MarketDataService.UntilAsync(() => Task.FromResult(
            ticks.Any(tick => tick is { Pair: "USD/KES" })));
        ticks.Clear();

        // The same again is no change.
        await service.PostAsync<CollectResponse>("/collect");
        service.Sources.Answer("open-er-api", Payload("UGX", 3650));
        await service.PostAsync<CollectResponse>("/collect");
        await MarketDataService.UntilAsync(() => Task.FromResult(ticks.Any(tick => tick is { Pair: "USD/UGX" })));

        Assert.Equal(3650m, ticks.Last(tick => tick.Pair == "USD/UGX").Rate);
        Assert.Single(ticks, tick => tick.Pair == "USD/UGX");
    }

    private async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(string pairs, CancellationToken limit)
    {
        var stream = await service.Client.GetStreamAsync(new Uri($"/stream?pairs={pairs}", UriKind.Relative), limit);
        return SseParser.Create(stream).EnumerateAsync(limit).GetAsyncEnumerator(limit);
    }

    private static string Payload(string code, double rate) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"result":"success","base_code":"USD","time_last_update_unix":{{{Now.ToUnixTimeSeconds()}}},
         "rates":{"{{{code}}}":{{{rate}}}}}
        """);

    private static RateTick Tick(string json) => JsonSerializer.Deserialize<RateTick>(json, ContractJson.Options)!;

    private static (string, decimal, DataState) Told((RateTick Data, string? EventId) told) =>
        (told.Data.Pair, told.Data.Rate, told.Data.State);

    private static async Task<(RateTick Data, string? EventId)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.EventType == "heartbeat");

        Assert.Equal("tick", events.Current.EventType);
        return (
            Tick(events.Current.Data), events.Current.EventId);
    }
}
