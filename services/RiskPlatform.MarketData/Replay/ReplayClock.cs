namespace RiskPlatform.MarketData.Replay;

/// <summary>Which shipped day is served as now.</summary>
/// <remarks>
/// <c>Replay:Speed</c> is days of history a real minute. At 0, the default, the last shipped day stands still. Above,
/// the replay runs from the first day of the panel's unbroken stretch to the last and then begins again.
/// </remarks>
internal sealed class ReplayClock(ReplayHistory history, IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(4); // A weekend and a holiday.

    private readonly double _speed = configuration.GetValue("Replay:Speed", 0.0);
    private readonly long _started = time.GetTimestamp();

    public DateOnly Today
    {
        get
        {
            var days = Unbroken(history.Days);
            if (!(_speed > 0.0))
            {
                return days[^1];
            }

            double passed = time.GetElapsedTime(_started).TotalMinutes * _speed;
            return days[(int)(Math.Floor(passed) % days.Count)];
        }
    }

    private static List<DateOnly> Unbroken(IReadOnlyList<DateOnly> days)
    {
        int first = days.Count - 1;
        while (first > 0 && days[first].DayNumber - days[first - 1].DayNumber <= LongestGap.TotalDays)
        {
            first--;
        }

        return [.. days.Skip(first)];
    }
}
