namespace RiskPlatform.Quant.Options;

/// <summary>One option on an exchange rate or a share, with the market it is valued in.</summary>
/// <remarks>
/// <para>The underlying costs <see cref="Spot"/> units of domestic currency and earns the foreign rate (a share: its
/// dividend yield). It pays max(θ(S − K), 0) of domestic currency a unit, θ the sign of <see cref="Type"/>.</para>
/// <para><b>Range:</b> spot and strike from 1e-100 to 1e100; years and volatility from zero to 1e50; a rate between
/// −1e50 and 1e50, times the years between −300 and 300. The default value is not an option.</para>
/// </remarks>
public readonly record struct VanillaOption
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

    /// <summary>Volatility σ, per square root of a year: 20% is 0.2. Zero or positive.</summary>
    public required double Volatility { get; init; }

    internal void CheckRange()
    {
        bool isRight = Type is OptionType.Call or OptionType.Put
            && Spot is >= BlackBlock.PriceMin and <= BlackBlock.PriceMax
            && Strike is >= BlackBlock.PriceMin and <= BlackBlock.PriceMax
            && Years is >= 0.0 and <= BlackBlock.TermMax
            && Volatility is >= 0.0 and <= BlackBlock.TermMax
            && Math.Abs(DomesticRate) <= BlackBlock.TermMax
            && Math.Abs(ForeignRate) <= BlackBlock.TermMax
            && Math.Abs(DomesticRate * Years) <= BlackBlock.RateTimeMax
            && Math.Abs(ForeignRate * Years) <= BlackBlock.RateTimeMax;
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(
                nameof(VanillaOption), this, "The terms are out of the range that VanillaOption states.");
        }
    }
}
