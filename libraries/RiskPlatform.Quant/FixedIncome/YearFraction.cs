namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Time between two dates in years, by the day count conventions of the bond and loan markets.</summary>
public static class YearFraction
{
    private const double BusinessDaysPerYear = 252.0;

    /// <summary>Computes the years from start to end by a convention that needs nothing but the two dates.</summary>
    /// <param name="convention">Any but ICMA and Bus/252, which have methods of their own.</param>
    /// <param name="start">First date.</param>
    /// <param name="end">Last date. Before the start, the result is minus that of the exchanged dates.</param>
    /// <param name="termination">
    /// The contract's last day, for 30E/360 ISDA only: an end there on the last of February stays where it is.
    /// </param>
    /// <returns>Years; negative when the end is before the start.</returns>
    /// <exception cref="ArgumentException">The convention needs a coupon grid or a calendar.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only, 1e-14 relative.</para>
    /// <para><b>Source:</b> ISDA, 2006 Definitions, section 4.16; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> 59 date pairs of QuantLib 1.29 in each convention, ISDA's published 30/360 tables,
    /// splitting at any date, and counting day by day.</para>
    /// </remarks>
    public static double Between(DayCount convention, DateOnly start, DateOnly end, DateOnly? termination = null)
    {
        if (end < start)
        {
            return -Between(convention, end, start, termination);
        }

        if (convention == DayCount.ActualActualIsda)
        {
            return ActualActualIsda(start, end);
        }

        var (days, basis) = DaysOver(convention, start, end, termination);
        return days / (double)basis;
    }

    /// <summary>The exact fraction, days over the days of a year, of a convention that has one.</summary>
    internal static (int Days, int Basis) DaysOver(
        DayCount convention, DateOnly start, DateOnly end, DateOnly? termination = null)
    {
        return convention switch
        {
            DayCount.Actual360 => (end.DayNumber - start.DayNumber, 360),
            DayCount.Actual365Fixed => (end.DayNumber - start.DayNumber, 365),
            DayCount.Thirty360Us => (Days360Us(start, end), 360),
            DayCount.Thirty360BondBasis => (Days360BondBasis(start, end), 360),
            DayCount.ThirtyE360 => (Days360(start, Math.Min(start.Day, 30), end, Math.Min(end.Day, 30)), 360),
            DayCount.ThirtyE360Isda => (Days360Isda(start, end, termination), 360),
            DayCount.ActualActualIsda => throw new ArgumentException("Act/Act ISDA has no one number of days a year."),
            DayCount.ActualActualIcma => throw new ArgumentException("Act/Act ICMA needs a coupon grid: use Icma."),
            DayCount.Business252 => throw new ArgumentException("Bus/252 needs a calendar: use Business252."),
            _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, "Not a day count."),
        };
    }

    /// <summary>
    /// Computes Act/Act ICMA: each coupon period of the grid is 1/frequency of a year, and a day its even share.
    /// </summary>
    /// <param name="start">First date.</param>
    /// <param name="end">Last date. Before the start, the result is negative.</param>
    /// <param name="grid">The regular coupon dates; stubs are measured on the periods they would have been part
    /// of.</param>
    /// <returns>Years; negative when the end is before the start.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only, 1e-14; a whole number of periods is exact.</para>
    /// <para><b>Source:</b> ICMA Rule 251; ISDA, "EMU and market conventions: recent developments", 1998, annex;
    /// docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> the published examples of ISDA 1998 with short and long stubs, and additivity.</para>
    /// </remarks>
    public static double Icma(DateOnly start, DateOnly end, CouponGrid grid)
    {
        var (firstIndex, firstShare) = grid.Locate(start);
        var (lastIndex, lastShare) = grid.Locate(end);
        return (lastIndex - firstIndex + (lastShare - firstShare)) / grid.Frequency.PerYear();
    }

    /// <summary>Computes Bus/252: business days from the start, included, to the end, not included, over 252.</summary>
    /// <param name="start">First date, counted when it is a business day.</param>
    /// <param name="end">Last date, not counted. Before the start, the result is negative.</param>
    /// <param name="calendar">Weekends and holidays.</param>
    /// <returns>Years of 252 business days; negative when the end is before the start.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding of one division.</para>
    /// <para><b>Source:</b> ANBIMA's convention for Brazilian government bonds; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> 14 published fractions of QuantLib's test-suite, and counting day by day.</para>
    /// </remarks>
    public static double Business252(DateOnly start, DateOnly end, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.BusinessDaysBetween(start, end) / BusinessDaysPerYear;
    }

    private static double ActualActualIsda(DateOnly start, DateOnly end)
    {
        if (start.Year == end.Year)
        {
            return (end.DayNumber - start.DayNumber) / DaysIn(start.Year);
        }

        double first = (FirstOf(start.Year) + DaysIn(start.Year) - start.DayNumber) / DaysIn(start.Year);
        double last = (end.DayNumber - FirstOf(end.Year)) / DaysIn(end.Year);
        return end.Year - start.Year - 1 + first + last;
    }

    private static int Days360Us(DateOnly start, DateOnly end)
    {
        int startDay = start.Day;
        int endDay = end.Day;
        if (IsLastOfFebruary(start))
        {
            endDay = IsLastOfFebruary(end) ? 30 : endDay;
            startDay = 30;
        }

        if (endDay == 31 && startDay >= 30)
        {
            endDay = 30;
        }

        return Days360(start, Math.Min(startDay, 30), end, endDay);
    }

    private static int Days360BondBasis(DateOnly start, DateOnly end)
    {
        int startDay = Math.Min(start.Day, 30);
        return Days360(start, startDay, end, end.Day == 31 && startDay == 30 ? 30 : end.Day);
    }

    private static int Days360Isda(DateOnly start, DateOnly end, DateOnly? termination)
    {
        int startDay = IsLastOfFebruary(start) ? 30 : Math.Min(start.Day, 30);
        bool endMoves = IsLastOfFebruary(end) && end != termination;
        return Days360(start, startDay, end, endMoves ? 30 : Math.Min(end.Day, 30));
    }

    private static int Days360(DateOnly start, int startDay, DateOnly end, int endDay) =>
        360 * (end.Year - start.Year) + 30 * (end.Month - start.Month) + endDay - startDay;

    private static bool IsLastOfFebruary(DateOnly date) =>
        date.Month == 2 && date.Day == DateTime.DaysInMonth(date.Year, 2);

    private static double DaysIn(int year) => DateTime.IsLeapYear(year) ? 366.0 : 365.0;

    private static int FirstOf(int year) => new DateOnly(year, 1, 1).DayNumber;
}
