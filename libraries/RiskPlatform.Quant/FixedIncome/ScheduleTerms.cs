namespace RiskPlatform.Quant.FixedIncome;

/// <summary>What a schedule is made from.</summary>
public sealed record ScheduleTerms
{
    /// <summary>First day of accrual.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>End of the last period; after the start.</summary>
    public required DateOnly End { get; init; }

    /// <summary>The regular step.</summary>
    public required PaymentFrequency Frequency { get; init; }

    /// <summary>Where an irregular period stands, if the time is not a whole number of periods.</summary>
    public StubPosition Stub { get; init; }

    /// <summary>Whether an anchor at a month's end keeps all dates at month ends.</summary>
    public bool EndOfMonth { get; init; }

    /// <summary>Where a payment date goes that is not a business day.</summary>
    public BusinessDayAdjustment PaymentAdjustment { get; init; }
}

/// <summary>Where a schedule's irregular period stands.</summary>
public enum StubPosition
{
    /// <summary>At the front, shorter than the others.</summary>
    ShortFirst,

    /// <summary>At the front, longer than the others.</summary>
    LongFirst,

    /// <summary>At the back, shorter than the others.</summary>
    ShortLast,

    /// <summary>At the back, longer than the others.</summary>
    LongLast,
}
