namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The periods of a bond or loan: accrual dates on a regular grid, and payment dates moved off
/// holidays.</summary>
/// <param name="Periods">In order; each starts where the one before ends.</param>
/// <param name="Grid">The regular dates that the periods were cut from.</param>
public sealed record Schedule(IReadOnlyList<CouponPeriod> Periods, CouponGrid Grid)
{
    /// <summary>Cuts the time from start to end into periods.</summary>
    /// <param name="terms">Dates, frequency, and where an irregular period stands.</param>
    /// <param name="calendar">Moves payment dates only; accrual dates keep their place.</param>
    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    /// <remarks>
    /// <para>A stub in front anchors the dates at the end, one at the back anchors them at the start; when the time
    /// is a whole number of periods there is none. A long stub joins the short one to its neighbour.</para>
    /// <para><b>Source:</b> ISDA, 2006 Definitions, sections 4.10 to 4.12; docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> published schedules, all four stubs, and that periods of any length tile the
    /// whole.</para>
    /// </remarks>
    public static Schedule Create(ScheduleTerms terms, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(calendar);
        if (terms.End <= terms.Start)
        {
            throw new ArgumentException("A schedule ends after it starts.", nameof(terms));
        }

        bool isFront = terms.Stub is StubPosition.ShortFirst or StubPosition.LongFirst;
        var anchor = isFront ? terms.End : terms.Start;
        var grid = new CouponGrid(anchor, terms.Frequency, terms.EndOfMonth);
        var dates = isFront ? BackwardDates(terms, grid) : ForwardDates(terms, grid);
        var periods = new CouponPeriod[dates.Count - 1];
        for (int i = 0; i < periods.Length; i++)
        {
            var payment = calendar.Adjust(dates[i + 1], terms.PaymentAdjustment);
            periods[i] = new CouponPeriod(dates[i], dates[i + 1], payment);
        }

        return new Schedule(periods, grid);
    }

    private static List<DateOnly> BackwardDates(ScheduleTerms terms, CouponGrid grid)
    {
        List<DateOnly> dates = [terms.End];
        for (int i = -1; grid.Date(i) > terms.Start; i--)
        {
            dates.Add(grid.Date(i));
        }

        bool isRegular = grid.Date(-dates.Count) == terms.Start;
        if (terms.Stub == StubPosition.LongFirst && !isRegular && dates.Count > 1)
        {
            dates.RemoveAt(dates.Count - 1);
        }

        dates.Add(terms.Start);
        dates.Reverse();
        return dates;
    }

    private static List<DateOnly> ForwardDates(ScheduleTerms terms, CouponGrid grid)
    {
        List<DateOnly> dates = [terms.Start];
        for (int i = 1; grid.Date(i) < terms.End; i++)
        {
            dates.Add(grid.Date(i));
        }

        bool isRegular = grid.Date(dates.Count) == terms.End;
        if (terms.Stub == StubPosition.LongLast && !isRegular && dates.Count > 1)
        {
            dates.RemoveAt(dates.Count - 1);
        }

        dates.Add(terms.End);
        return dates;
    }
}

/// <summary>One period of a schedule.</summary>
/// <param name="Start">First day of accrual.</param>
/// <param name="End">Day after the last of accrual: interest runs up to it. Not moved by holidays.</param>
/// <param name="Payment">When the period's amount is paid: the end, moved off holidays.</param>
public readonly record struct CouponPeriod(DateOnly Start, DateOnly End, DateOnly Payment);
