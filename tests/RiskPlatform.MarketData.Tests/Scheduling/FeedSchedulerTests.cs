using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskPlatform.MarketData.Collection;
using RiskPlatform.MarketData.Feeds;
using RiskPlatform.MarketData.Rates;
using RiskPlatform.MarketData.Scheduling;

namespace RiskPlatform.MarketData.Tests.Scheduling;

public sealed class FeedSchedulerTests(MarketDataService service) : IClassFixture<MarketDataService>
{
    [Fact]
    public async Task Turn_ThatFailsUnforeseen_IsAFailure_AndTheNextTurnComes()
    {
        var time = new FakeTimeProvider();
        var current = service.Services.GetRequiredService<CurrentRates>();
        using var scheduler = new FeedScheduler(
            service.Services.GetRequiredService<Collector>(), time, NullLogger<FeedScheduler>.Instance);
        current.Changed += Fail;
        try
        {
            await scheduler.StartAsync(CancellationToken.None);
            await UntilAsync(runs: 1, failures: 1);
        }
        finally
        {
            current.Changed -= Fail;
        }

        time.Advance(FeedCatalogue.ReplayInterval);
        await UntilAsync(runs: 2, failures: 1);
        Assert.False(scheduler.ExecuteTask!.IsCompleted);
        await scheduler.StopAsync(CancellationToken.None);

        static void Fail(RateBoard before, RateBoard after) => throw new OverflowException("As a rate once did.");

        Task UntilAsync(long runs, long failures) => MarketDataService.UntilAsync(() => Task.FromResult(
            scheduler.States.Feeds.Single(feed => feed.Name == FeedCatalogue.Replay) is { } replay
            && (replay.Runs, replay.Failures) == (runs, failures)));
    }
}
