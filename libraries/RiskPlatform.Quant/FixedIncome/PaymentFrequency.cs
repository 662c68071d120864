namespace RiskPlatform.Quant.FixedIncome;

/// <summary>How often interest or an instalment is due.</summary>
public enum PaymentFrequency
{
    /// <summary>Once a year.</summary>
    Annual,

    /// <summary>Every six months.</summary>
    SemiAnnual,

    /// <summary>Every three months.</summary>
    Quarterly,

    /// <summary>Every month, on the same day of it.</summary>
    Monthly,

    /// <summary>Every 28 days.</summary>
    FourWeekly,

    /// <summary>Every 14 days.</summary>
    BiWeekly,

    /// <summary>Every 7 days.</summary>
    Weekly,
}

/// <summary>What a payment frequency means in numbers.</summary>
public static class PaymentFrequencies
{
    /// <summary>Payments a year, by the market's convention: 52 weeks and 13 four-week periods are a year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a frequency.</exception>
    public static int PerYear(this PaymentFrequency frequency) => frequency switch
    {
        PaymentFrequency.Annual => 1,
        PaymentFrequency.SemiAnnual => 2,
        PaymentFrequency.Quarterly => 4,
        PaymentFrequency.Monthly => 12,
        PaymentFrequency.FourWeekly => 13,
        PaymentFrequency.BiWeekly => 26,
        PaymentFrequency.Weekly => 52,
        _ => throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "Not a payment frequency."),
    };

    /// <summary>Days of one period for frequencies of whole weeks; zero for those of whole months.</summary>
    internal static int PeriodDays(this PaymentFrequency frequency) => frequency switch
    {
        PaymentFrequency.FourWeekly => 28,
        PaymentFrequency.BiWeekly => 14,
        PaymentFrequency.Weekly => 7,
        _ => 0,
    };
}
