using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using RiskPlatform.MarketData.Replay;

namespace RiskPlatform.MarketData.Tests.Replay;

public sealed class ReplayClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReplayHistory _history = new();

    [Fact]
    public void Today_WithoutSpeed_StandsAtTheLastShippedDay()
    {
        var clock = Clock("0");

        Assert.Equal(new DateOnly(2026, 9, 29), clock.Today);
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(new DateOnly(2026, 9, 29), clock.Today);
    }

    [Fact]
    public void Today_TwoDaysAMinute_GoesThroughEveryShippedDay_AndBeginsAgain()
    {
        var clock = Clock("2");
        List<DateOnly> seen = [];
        while (seen.Count == 0 || clock.Today != seen[0] || seen.Count < 3)
        {
            seen.Add(clock.Today);
            _time.Advance(TimeSpan.FromSeconds(30));
            Assert.True(seen.Count < 10_000, "It has to begin again.");
        }

        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Equal(new DateOnly(2026, 9, 29), seen[^1]);
        Assert.Equal(_history.Days.Where(day => day >= seen[0]), seen);
        Assert.All(seen.Zip(seen.Skip(1)), pair =>
            Assert.InRange(pair.Second.DayNumber - pair.First.DayNumber, 1, 4));
    }

    [Fact]
    public void Days_AreThoseOfTheShippedFile() =>
        Assert.Equal(
            RealData.PanelDay("2026-09-29"),
            _history.On(new DateOnly(2026, 9, 29)).ToDictionary(quote => quote.Counter.Code, quote => quote.Rate));

    private ReplayClock Clock(string speed) => new(
        _history,
        new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Replay:Speed"] = speed }).Build(),
        _time);
}
