using System.Globalization;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Rates;

namespace RiskPlatform.MarketData.Tests.Rates;

/// <summary>The rules of docs/methods/staleness.md.</summary>
public sealed class StalenessTests
{
    [Theory]
    [InlineData("2026-09-24T15:00Z", "2026-09-24T15:00Z", DataState.Fresh)]
    [InlineData("2026-09-24T15:00Z", "2026-09-25T17:00Z", DataState.Fresh)] // 26 hours
    [InlineData("2026-09-24T15:00Z", "2026-09-25T17:01Z", DataState.Stale)]
    [InlineData("2026-09-25T15:00Z", "2026-09-27T23:59Z", DataState.Carried)] // Friday's over the weekend
    [InlineData("2026-09-25T15:00Z", "2026-09-28T17:00Z", DataState.Carried)] // until Monday's is due
    [InlineData("2026-09-25T15:00Z", "2026-09-28T17:01Z", DataState.Stale)]
    [InlineData("2026-09-24T15:00Z", "2026-09-26T18:00Z", DataState.Stale)] // a weekend does not excuse Friday's
    [InlineData("2026-04-02T15:00Z", "2026-04-07T17:00Z", DataState.Carried)] // Easter: Good Friday to Monday
    [InlineData("2026-04-02T15:00Z", "2026-04-07T17:01Z", DataState.Stale)]
    [InlineData("2025-12-24T15:00Z", "2025-12-29T17:00Z", DataState.Carried)] // Christmas and a weekend
    [InlineData("2025-12-31T15:00Z", "2026-01-02T17:00Z", DataState.Carried)]
    [InlineData("2026-01-02T15:00Z", "2026-07-04T13:11Z", DataState.Stale)]
    [InlineData("2026-09-24T15:00Z", "2026-09-24T14:00Z", DataState.Fresh)] // a source ahead of our clock
    public void Of_IsTheRule(string validAt, string now, DataState state) =>
        Assert.Equal(
            state,
            Staleness.Of(
                DateTimeOffset.Parse(validAt, CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

    // Independent: the ECB has published on every day our calendar calls open and on no other, for 26 years. The
    // calendar holds since 2000; 31 December 2001 was closed once, for the change-over to euro cash.
    [Fact]
    public void IsClosed_IsTheDaysOnWhichTheEcbDidNotPublish()
    {
        var published = RealData.EcbDates().Where(date => date.Year >= 2000).ToHashSet();
        var first = new DateOnly(2000, 1, 1);
        var open = Enumerable.Range(0, published.Max().DayNumber - first.DayNumber + 1)
            .Select(first.AddDays)
            .Where(day => !Staleness.IsClosed(day))
            .ToHashSet();

        Assert.True(published.Count > 6_500);
        Assert.Equal([new DateOnly(2001, 12, 31)], open.Except(published));
        Assert.Empty(published.Except(open));
    }

    [Fact]
    public void Of_NeverGetsBetterWithTime()
    {
        var validAt = new DateTimeOffset(2026, 4, 1, 15, 0, 0, TimeSpan.Zero);
        var worst = DataState.Fresh;
        for (int hour = 0; hour < 24 * 30; hour++)
        {
            var state = Staleness.Of(validAt, validAt.AddHours(hour));
            worst = DataStates.Worst([worst, state]);
            Assert.Equal(worst, state);
        }
    }
}
