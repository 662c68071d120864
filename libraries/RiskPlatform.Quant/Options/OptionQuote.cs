namespace RiskPlatform.Quant.Options;

/// <summary>The price of one option, and everything but the volatility that makes it.</summary>
/// <remarks>
/// For an option on a forward, take the forward as spot and the rate of discount as both rates.
/// <para><b>Range:</b> that of <see cref="VanillaOption"/>; the price is finite.</para>
/// </remarks>
public readonly record struct OptionQuote
{
    /// <summary>Call or put.</summary>
    public required OptionType Type { get; init; }

    /// <summary>Spot price S in domestic currency for one unit of foreign currency (or one share). Positive.</summary>
    public required double Spot { get; init; }

    /// <summary>Strike K, in the unit of the spot. Positive.</summary>
    public required double Strike { get; init; }

    /// <summary>Domestic rate, continuously compounded, per year: 5% is 0.05. May be negative.</summary>
    public required double DomesticRate { get; init; }

    /// <summary>Foreign rate or dividend yield, continuously compounded, per year. May be negative.</summary>
    public required double ForeignRate { get; init; }

    /// <summary>Time to expiry T, in years. Zero or positive.</summary>
    public required double Years { get; init; }

    /// <summary>Today's price in domestic currency, for one unit of the underlying.</summary>
    public required double Price { get; init; }
}
