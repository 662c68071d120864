namespace RiskPlatform.Quant.Options;

/// <summary>Prices of n options and everything but their volatilities, by columns.</summary>
/// <remarks>Every column has length n. An element's range stands at <see cref="OptionQuote"/>.</remarks>
public readonly ref struct OptionQuoteColumns
{
    /// <summary>Call or put.</summary>
    public required ReadOnlySpan<OptionType> Types { get; init; }

    /// <summary>Spot prices in domestic currency for one unit of foreign currency (or one share).</summary>
    public required ReadOnlySpan<double> Spots { get; init; }

    /// <summary>Strikes, in the unit of the spot.</summary>
    public required ReadOnlySpan<double> Strikes { get; init; }

    /// <summary>Domestic rates, continuously compounded, per year: 5% is 0.05.</summary>
    public required ReadOnlySpan<double> DomesticRates { get; init; }

    /// <summary>Foreign rates (for shares: dividend yields), continuously compounded, per year.</summary>
    public required ReadOnlySpan<double> ForeignRates { get; init; }

    /// <summary>Times to expiry, in years.</summary>
    public required ReadOnlySpan<double> Years { get; init; }

    /// <summary>Today's prices in domestic currency, for one unit of the underlying.</summary>
    public required ReadOnlySpan<double> Prices { get; init; }

    internal void CheckShapes()
    {
        KernelGuard.Length(Types.Length, Spots.Length);
        KernelGuard.Length(Strikes.Length, Spots.Length);
        KernelGuard.Length(DomesticRates.Length, Spots.Length);
        KernelGuard.Length(ForeignRates.Length, Spots.Length);
        KernelGuard.Length(Years.Length, Spots.Length);
        KernelGuard.Length(Prices.Length, Spots.Length);
    }
}
