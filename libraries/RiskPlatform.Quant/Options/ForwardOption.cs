namespace RiskPlatform.Quant.Options;

/// <summary>One option on a forward or futures price, with the market it is valued in.</summary>
/// <remarks>
/// <para>Pays max(θ(F − K), 0) at expiry, θ the sign of <see cref="Type"/>.</para>
/// <para><b>Range:</b> that of <see cref="VanillaOption"/>. The default value is not an option.</para>
/// </remarks>
public readonly record struct ForwardOption
{
    /// <summary>Call or put.</summary>
    public required OptionType Type { get; init; }

    /// <summary>Forward or futures price F for the option's expiry. Positive.</summary>
    public required double Forward { get; init; }

    /// <summary>Strike K, in the unit of the forward. Positive.</summary>
    public required double Strike { get; init; }

    /// <summary>Rate of discount, continuously compounded, per year: 5% is 0.05. May be negative.</summary>
    public required double Rate { get; init; }

    /// <summary>Time to expiry T, in years. Zero or positive.</summary>
    public required double Years { get; init; }

    /// <summary>Volatility σ of the forward, per square root of a year: 20% is 0.2. Zero or positive.</summary>
    public required double Volatility { get; init; }

    internal VanillaOption ToVanilla() => new()
    {
        Type = Type,
        Spot = Forward,
        Strike = Strike,
        DomesticRate = Rate,
        ForeignRate = Rate,
        Years = Years,
        Volatility = Volatility,
    };
}
