namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Which days are business days: a weekend and a set of holidays, given as data. Immutable.</summary>
public sealed class BusinessCalendar
{
    private const int DaysPerWeek = 7;

    private readonly DateOnly[] _holidays; // Ascending, distinct, none on a weekend.
    private readonly bool[] _isWeekend = new bool[DaysPerWeek];
    private readonly int _workdaysPerWeek;

    /// <summary>Makes a calendar.</summary>
    /// <param name="weekend">Weekdays without business: Saturday and Sunday, Friday and Saturday, or none.</param>
    /// <param name="holidays">Further days without business, in any order; repeats and weekends do no harm.</param>
    /// <exception cref="ArgumentException">Every weekday is a weekend.</exception>
    public BusinessCalendar(IEnumerable<DayOfWeek> weekend, IEnumerable<DateOnly> holidays)
    {
        ArgumentNullException.ThrowIfNull(weekend);
        ArgumentNullException.ThrowIfNull(holidays);
        foreach (var day in weekend)
        {
            _isWeekend[(int)day] = true;
        }

        _workdaysPerWeek = _isWeekend.Count(isWeekend => !isWeekend);
        if (_workdaysPerWeek == 0)
        {
            throw new ArgumentException("A week needs at least one business day.", nameof(weekend));
        }

        _holidays = [.. holidays.Where(day => !_isWeekend[(int)day.DayOfWeek]).Distinct().Order()];
    }

    /// <summary>Every day is a business day.</summary>
    public static BusinessCalendar EveryDay { get; } = new([], []);

    /// <summary>Monday to Friday, without holidays.</summary>
    public static BusinessCalendar MondayToFriday { get; } = new([DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    /// <summary>Whether a day is neither weekend nor holiday.</summary>
    /// <param name="date">The day.</param>
    /// <remarks>
    /// <para><b>Cost:</b> a binary search in the holidays.</para>
    /// <para><b>Source:</b> the definition; docs/methods/day-counts.md.</para>
    /// </remarks>
    public bool IsBusinessDay(DateOnly date) =>
        !_isWeekend[(int)date.DayOfWeek] && Array.BinarySearch(_holidays, date) < 0;

    /// <summary>Moves a day without business to a business day; a business day stays.</summary>
    /// <param name="date">The day.</param>
    /// <param name="adjustment">Which way.</param>
    /// <exception cref="ArgumentOutOfRangeException">No business day is left on that side of the calendar, or the
    /// adjustment is none.</exception>
    /// <remarks>
    /// <para><b>Source:</b> ISDA, 2006 Definitions, section 4.12; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> month ends on weekends, runs of holidays, and idempotence over a year of days.</para>
    /// </remarks>
    public DateOnly Adjust(DateOnly date, BusinessDayAdjustment adjustment) => adjustment switch
    {
        BusinessDayAdjustment.Unadjusted => date,
        BusinessDayAdjustment.Following => Walk(date, 1),
        BusinessDayAdjustment.Preceding => Walk(date, -1),
        BusinessDayAdjustment.ModifiedFollowing => InMonth(date, 1),
        BusinessDayAdjustment.ModifiedPreceding => InMonth(date, -1),
        _ => throw new ArgumentOutOfRangeException(nameof(adjustment), adjustment, "Not an adjustment."),
    };

    /// <summary>The business day that is a number of business days away; zero gives the following one.</summary>
    /// <param name="date">Where to start.</param>
    /// <param name="businessDays">How many; negative goes back.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day leaves the calendar's years 1 to 9999.</exception>
    /// <remarks>
    /// <para><b>Cost:</b> one look-up a day walked.</para>
    /// <para><b>Source:</b> the definition; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> its inverse and <see cref="BusinessDaysBetween"/>.</para>
    /// </remarks>
    public DateOnly AddBusinessDays(DateOnly date, int businessDays)
    {
        int step = businessDays < 0 ? -1 : 1;
        var day = businessDays == 0 ? Walk(date, 1) : date;
        for (int left = Math.Abs(businessDays); left > 0; left--)
        {
            day = Walk(day.AddDays(step), step);
        }

        return day;
    }

    /// <summary>Counts the business days from a start, included, to an end, not included.</summary>
    /// <param name="start">First day, counted when it is a business day.</param>
    /// <param name="end">Last day, not counted. Before the start, the count is minus that of the exchanged
    /// days.</param>
    /// <remarks>
    /// <para><b>Cost:</b> two binary searches, whatever the span.</para>
    /// <para><b>Source:</b> the definition; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> counting day by day, for every span up to three weeks and random ones.</para>
    /// </remarks>
    public int BusinessDaysBetween(DateOnly start, DateOnly end)
    {
        if (end < start)
        {
            return -BusinessDaysBetween(end, start);
        }

        int days = end.DayNumber - start.DayNumber;
        int workdays = days / DaysPerWeek * _workdaysPerWeek;
        for (int i = 0; i < days % DaysPerWeek; i++)
        {
            workdays += _isWeekend[((int)start.DayOfWeek + i) % DaysPerWeek] ? 0 : 1;
        }

        return workdays - (HolidaysBefore(end) - HolidaysBefore(start));
    }

    private int HolidaysBefore(DateOnly date)
    {
        int found = Array.BinarySearch(_holidays, date);
        return found >= 0 ? found : ~found;
    }

    private DateOnly InMonth(DateOnly date, int step)
    {
        var adjusted = Walk(date, step);
        return adjusted.Month == date.Month ? adjusted : Walk(date, -step);
    }

    private DateOnly Walk(DateOnly date, int step)
    {
        while (!IsBusinessDay(date)) // Ends at the latest where the years do, by AddDays' own exception.
        {
            date = date.AddDays(step);
        }

        return date;
    }
}
