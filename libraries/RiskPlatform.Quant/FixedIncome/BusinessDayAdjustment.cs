namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Where a date goes that is not a business day.</summary>
public enum BusinessDayAdjustment
{
    /// <summary>It stays.</summary>
    Unadjusted,

    /// <summary>To the next business day.</summary>
    Following,

    /// <summary>To the next business day, or to the one before if the next is in another month.</summary>
    ModifiedFollowing,

    /// <summary>To the business day before.</summary>
    Preceding,

    /// <summary>To the business day before, or to the next if the one before is in another month.</summary>
    ModifiedPreceding,
}
