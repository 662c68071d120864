namespace RiskPlatform.Quant.Options;

/// <summary>The terms and market of n options on one exchange rate or share each, by columns.</summary>
/// <remarks>Every column has length n. An element's range stands at <see cref="VanillaOption"/>.</remarks>
public readonly ref struct OptionColumns
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

    /// <summary>Volatilities, per square root of a year: 20% is 0.2.</summary>
    public required ReadOnlySpan<double> Volatilities { get; init; }

    internal void CheckShapes()
    {
        KernelGuard.Length(Types.Length, Spots.Length);
        KernelGuard.Length(Strikes.Length, Spots.Length);
        KernelGuard.Length(DomesticRates.Length, Spots.Length);
        KernelGuard.Length(ForeignRates.Length, Spots.Length);
        KernelGuard.Length(Years.Length, Spots.Length);
        KernelGuard.Length(Volatilities.Length, Spots.Length);
    }
}
