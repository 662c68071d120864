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
        using var response = await service.Client.GetAsync(
            new Uri("/stream?pairs=USD/KES,USD/UGX", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);

        var panel = RealData.PanelDay("2026-09-29");
        Assert.Equal(("USD/KES", panel["KES"], DataState.Replayed), Told(await NextAsync(events)));
        Assert.Equal(("USD/UGX", panel["UGX"], DataState.Replayed), Told(await NextAsync(events)));

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
