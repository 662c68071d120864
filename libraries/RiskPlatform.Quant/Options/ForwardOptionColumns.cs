namespace RiskPlatform.Quant.Options;

/// <summary>The terms and market of n options on one forward price each, by columns.</summary>
/// <remarks>Every column has length n. An element's range stands at <see cref="ForwardOption"/>.</remarks>
public readonly ref struct ForwardOptionColumns
{
    /// <summary>Call or put.</summary>
    public required ReadOnlySpan<OptionType> Types { get; init; }

    /// <summary>Forward prices.</summary>
    public required ReadOnlySpan<double> Forwards { get; init; }

    /// <summary>Strikes, in the unit of the forward.</summary>
    public required ReadOnlySpan<double> Strikes { get; init; }

    /// <summary>Rates of discount, continuously compounded, per year: 5% is 0.05.</summary>
    public required ReadOnlySpan<double> Rates { get; init; }

    /// <summary>Times to expiry, in years.</summary>
    public required ReadOnlySpan<double> Years { get; init; }

    /// <summary>Volatilities of the forwards, per square root of a year: 20% is 0.2.</summary>
    public required ReadOnlySpan<double> Volatilities { get; init; }
}
