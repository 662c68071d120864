using System.Globalization;

namespace RiskPlatform.MarketData.Rates;

/// <summary>
/// A time in a query: ISO 8601, UTC unless it says otherwise; a date alone means the end of that day.
/// </summary>
/// <param name="Time">The time.</param>
internal readonly record struct Moment(DateTimeOffset Time)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out Moment moment)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            moment = new Moment(new DateTimeOffset(date, new TimeOnly(23, 59, 59), TimeSpan.Zero));
            return true;
        }

        bool isTime = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        moment = new Moment(time);
        return isTime;
    }
}
