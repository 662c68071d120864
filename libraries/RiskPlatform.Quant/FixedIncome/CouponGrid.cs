namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The regular coupon dates that a bond's or loan's periods are cut from: an anchor, and steps both
/// ways.</summary>
/// <param name="Anchor">The date with index 0: the maturity when periods are rolled backwards.</param>
/// <param name="Frequency">The step.</param>
/// <param name="EndOfMonth">
/// Whether an anchor on a month's last day puts every date on its month's last day. Without effect for other anchors.
/// </param>
public readonly record struct CouponGrid(DateOnly Anchor, PaymentFrequency Frequency, bool EndOfMonth = false)
{
    /// <summary>The date of an index: the anchor plus that many steps, on the anchor's day or the month's
    /// last.</summary>
    /// <param name="index">Steps from the anchor; negative is before it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The date leaves the calendar's years 1 to 9999.</exception>
    /// <remarks>
    /// <para><b>Source:</b> docs/methods/day-counts.md.</para>
    /// <para><b>Tested by:</b> month ends, leap years, and that no date drifts over twenty years of steps.</para>
    /// </remarks>
    public DateOnly Date(int index)
    {
        int periodDays = Frequency.PeriodDays();
        if (periodDays > 0)
        {
            return Anchor.AddDays(periodDays * index);
        }

        var date = Anchor.AddMonths(12 / Frequency.PerYear() * index);
        return EndOfMonth && IsMonthEnd(Anchor)
            ? new DateOnly(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month))
            : date;
    }

    /// <summary>The last index whose date is not after a date, and how far, 0 to 1, the date is to the next.</summary>
    internal (int Index, double Share) Locate(DateOnly date)
    {
        int periodDays = Frequency.PeriodDays();
        int index = periodDays > 0
            ? (date.DayNumber - Anchor.DayNumber) / periodDays
            : (12 * (date.Year - Anchor.Year) + date.Month - Anchor.Month) / (12 / Frequency.PerYear());
        while (Date(index) > date) // The division is off by one step at most.
        {
            index--;
        }

        while (Date(index + 1) <= date)
        {
            index++;
        }

        int from = Date(index).DayNumber;
        return (index, (date.DayNumber - from) / (double)(Date(index + 1).DayNumber - from));
    }

    private static bool IsMonthEnd(DateOnly date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);
}
