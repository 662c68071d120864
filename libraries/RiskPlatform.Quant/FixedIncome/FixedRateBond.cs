namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A bond that pays a fixed coupon and 100 at maturity: its terms, before dates are worked out.</summary>
/// <remarks>To price it take the <see cref="ResolvedBond"/> that <see cref="Resolve"/> makes.</remarks>
public sealed record FixedRateBond
{
    /// <summary>First day of accrual.</summary>
    public required DateOnly DatedDate { get; init; }

    /// <summary>When the last coupon and the 100 are due; after the dated date.</summary>
    public required DateOnly Maturity { get; init; }

    /// <summary>Coupon a year as a fraction: 5% is 0.05. Zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The coupon is negative or not finite.</exception>
    public required double CouponRate
    {
        get;
        init => field = value >= 0.0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A coupon is zero or positive.");
    }

    /// <summary>How often it is paid.</summary>
    public required PaymentFrequency Frequency { get; init; }

    /// <summary>How a coupon's and the accrued interest's share of a year is counted.</summary>
    public required DayCount DayCount { get; init; }

    /// <summary>Where an irregular period stands, if there is one.</summary>
    public StubPosition Stub { get; init; }

    /// <summary>Whether a maturity at a month's end keeps all coupons at month ends.</summary>
    public bool EndOfMonth { get; init; }

    /// <summary>Where a payment goes that falls on a holiday. Accrual does not move.</summary>
    public BusinessDayAdjustment PaymentAdjustment { get; init; }

    /// <summary>Whether a yield counts time to the end of a period or to its payment.</summary>
    public YieldTiming YieldTiming { get; init; }

    /// <summary>Works out dates and amounts: the form that is priced.</summary>
    /// <param name="calendar">Holidays, for payment dates and Bus/252.</param>
    /// <exception cref="ArgumentException">The maturity is not after the dated date.</exception>
    /// <remarks>
    /// <para><b>Source:</b> docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> the cash flows of 60 bonds of QuantLib 1.29.</para>
    /// </remarks>
    public ResolvedBond Resolve(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var terms = new ScheduleTerms
        {
            Start = DatedDate,
            End = Maturity,
            Frequency = Frequency,
            Stub = Stub,
            EndOfMonth = EndOfMonth,
            PaymentAdjustment = PaymentAdjustment,
        };
        return new ResolvedBond(this, Schedule.Create(terms, calendar), calendar);
    }
}

/// <summary>Up to when a yield discounts.</summary>
public enum YieldTiming
{
    /// <summary>To the ends of periods, as if no holiday delayed a payment: the street convention.</summary>
    Street,

    /// <summary>To the payment dates, moved off holidays: the true yield.</summary>
    True,
}
