using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Rates;

/// <summary>What state a rate of one time has at another. See docs/methods/staleness.md.</summary>
internal static class Staleness
{
    /// <summary>Every source here promises a rate each business day; two hours are for being late.</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromHours(26);

    /// <summary>Fresh within the promise; carried when only days without publication lie between; else stale.</summary>
    public static DataState Of(DateTimeOffset validAt, DateTimeOffset now)
    {
        var age = now - validAt;
        if (age <= Promise)
        {
            return DataState.Fresh;
        }

        return age - ClosedBetween(validAt, now) <= Promise ? DataState.Carried : DataState.Stale;
    }

    private static TimeSpan ClosedBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var closed = TimeSpan.Zero;
        var last = DateOnly.FromDateTime(to.UtcDateTime);
        for (var day = DateOnly.FromDateTime(from.UtcDateTime); day <= last; day = day.AddDays(1))
        {
            if (IsClosed(day))
            {
                var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
                var begin = from > midnight ? from : midnight;
                var end = to < midnight.AddDays(1) ? to : midnight.AddDays(1);
                closed += end - begin;
            }
        }

        return closed;
    }

    /// <summary>The days on which TARGET, and with it the ECB's reference rates, rests.</summary>
    public static bool IsClosed(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
        || day is { Month: 1, Day: 1 } or { Month: 5, Day: 1 } or { Month: 12, Day: 25 or 26 }
        || day == Easter(day.Year).AddDays(-2)
        || day == Easter(day.Year).AddDays(1);

    // Anonymous Gregorian algorithm (Nature, 20 April 1876).
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return new DateOnly(year, f / 31, f % 31 + 1);
    }
}
