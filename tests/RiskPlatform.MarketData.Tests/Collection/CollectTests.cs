using System.Globalization;
using Microsoft.AspNetCore.Http;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Tests.Collection;

public sealed class CollectTests(MarketDataService service) : IClassFixture<MarketDataService>, IAsyncLifetime
{
    private static readonly string Today = Day(TimeProvider.System.GetUtcNow());

    public Task InitializeAsync() => service.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Collect_NoSourceAnswers_SaysSo_AndServesTheReplayMarkedAsSuch()
    {
        foreach (string feed in FeedStub.Names)
        {
            service.Sources.Answer(feed, context => Status(context, StatusCodes.Status503ServiceUnavailable));
        }

        var collected = await service.PostAsync<CollectResponse>("/collect");

        Assert.Equal(6, collected.Sources.Count);
        Assert.All(collected.Sources.Take(5), source => Assert.Equal(
            (SourceStatus.Failed, 0), (source.Status, source.Quotes)));
        Assert.All(collected.Sources.Take(5), source => Assert.NotEmpty(source.Error!));
        Assert.Equal(("replay", SourceStatus.Ok, 26), (
            collected.Sources[5].Name, collected.Sources[5].Status, collected.Sources[5].Quotes));
        var rates = await service.ReadAsync<RatesResponse>("/rates?base=USD");
        Assert.True(rates.Rates.Count >= 25);
        Assert.All(rates.Rates.Values, rate => Assert.Equal(DataState.Replayed, rate.State));
        Assert.Equal(
            RealData.PanelDay("2026-09-29").OrderBy(rate => rate.Key),
            rates.Rates.ToDictionary(rate => rate.Key.Code, rate => rate.Value.Rate).OrderBy(rate => rate.Key));
        var feeds = await service.ReadAsync<FeedsResponse>("/feeds");
        Assert.Equal(6, feeds.Feeds.Count);
        Assert.All(feeds.Feeds.Take(5), feed => Assert.Equal(
            (SourceStatus.Failed, 1L, 1L), (feed.LastStatus!.Value, feed.Runs, feed.Failures)));
    }

    [Fact]
    public async Task Collect_LiveSources_AreAskedAtOnce_AgreeOnOneRate_AndAreKept()
    {
        var after = TimeSpan.FromMilliseconds(400);
        string fixing = Day(TimeProvider.System.GetUtcNow().AddHours(-15));
        string ecb = RealData.EcbXml("2026-04-13").Replace("2026-04-13", fixing);
        service.Sources.Answer("ecb-daily", ecb, after);
        service.Sources.Answer("ecb-history", ecb, after);
        service.Sources.Answer("frankfurter", RealData.Frankfurter("2026-04-13").Replace("2026-04-13", Today), after);
        service.Sources.Answer(
            "open-er-api",
            $$$"""
            {"result":"success","base_code":"USD","time_last_update_unix":{{{Now()}}},"rates":{"KES":129.0,"UGX":3700}}
            """,
            after);
        service.Sources.Answer(
            "currency-api", $$$"""{"date":"{{{Today}}}","usd":{"kes":131.0,"ugx":3700,"btc":0.00001}}""", after);

        var collected = await service.PostAsync<CollectResponse>("/collect");

        Assert.All(collected.Sources, source => Assert.Equal(SourceStatus.Ok, source.Status));
        Assert.Equal([29, 29, 29, 2, 2, 26], collected.Sources.Select(source => source.Quotes));
        Assert.True(collected.SequentialMs >= 5 * 400.0, $"{collected.SequentialMs} ms one after another");
        Assert.InRange(collected.ElapsedMs, 400.0, 0.6 * collected.SequentialMs);
        Assert.Equal(collected.SequentialMs / collected.ElapsedMs, collected.Speedup, 0.01);
        Assert.Equal(1, collected.Rejected); // Bitcoin is no currency of ISO 4217.

        var shilling = await service.ReadAsync<RateResponse>("/rates/USD/KES");
        Assert.Equal(Math.Sqrt(129.0 * 131.0), (double)shilling.Rate, 1e-9);
        Assert.Equal(DataState.Fresh, shilling.State);
        Assert.Equal(["currency-api", "open-er-api"], shilling.Sources);
        var euro = await service.ReadAsync<RateResponse>("/rates/EUR/JPY");
        Assert.Equal(186.75m, euro.Rate);
        Assert.Equal(["ecb-daily", "ecb-history", "frankfurter"], euro.Sources);

        // A rate that only the replay knows stays marked, whatever is live around it.
        var cedi = await service.ReadAsync<RateResponse>("/rates/USD/GHS");
        Assert.Equal((DataState.Replayed, RealData.PanelDay("2026-09-29")["GHS"]), (cedi.State, cedi.Rate));
    }

    [Fact]
    public async Task Collect_Again_KeepsNothingTwice_ButKeepsACorrection()
    {
        const string Count = "SELECT count(*) FROM rates WHERE source = 'frankfurter' AND quote = 'CHF'";
        string Payload(string rate) =>
            $$$"""{"amount":1.0,"base":"EUR","date":"{{{Today}}}","rates":{"CHF":{{{rate}}}}}""";
        service.Sources.Answer("frankfurter", Payload("0.93"));
        await service.PostAsync<CollectResponse>("/collect");
        long once = await service.ScalarAsync<long>(Count);
        await service.PostAsync<CollectResponse>("/collect");
        Assert.Equal(once, await service.ScalarAsync<long>(Count));

        service.Sources.Answer("frankfurter", Payload("0.94"));
        await service.PostAsync<CollectResponse>("/collect");
        Assert.Equal(once + 1, await service.ScalarAsync<long>(Count));
    }

    [Fact]
    public async Task Collect_SourceThatHangs_IsGivenUpAfterTwoSeconds()
    {
        service.Sources.Answer("frankfurter", context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var collected = await service.PostAsync<CollectResponse>("/collect");

        var hanging = collected.Sources.Single(source => source.Name == "frankfurter");
        Assert.Equal(SourceStatus.Failed, hanging.Status);
        Assert.InRange(hanging.ElapsedMs, 1_900.0, 5_000.0);
        Assert.Contains("2 s", hanging.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rates_WhileTheDatabaseIsOut_GrowOldAllTheSame()
    {
        service.Sources.Answer("currency-api", $$$"""{"date":"{{{Today}}}","usd":{"kes":131.0}}""");
        await service.PostAsync<CollectResponse>("/collect");
        await service.ExecuteAsync("ALTER TABLE rates RENAME TO rates_gone");
        try
        {
            long age = await AgeAsync();

            await MarketDataService.UntilAsync(async () => await AgeAsync() > age);
        }
        finally
        {
            await service.ExecuteAsync("ALTER TABLE rates_gone RENAME TO rates");
        }

        async Task<long> AgeAsync() =>
            (await service.ReadAsync<RatesResponse>("/rates?base=USD")).Rates[Currency.Of("KES")].AgeSeconds;
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
