namespace RiskPlatform.Quant.Options;

/// <summary>A volatility found in a price, or the reason there is none.</summary>
/// <param name="Status">Whether there is one.</param>
/// <param name="Volatility">Per square root of a year: 20% is 0.2. Zero unless solved.</param>
/// <param name="Resolution">
/// How much of the volatility the last digit of the price decides, as a fraction of it: 2⁻⁵² V / (vega σ), to three
/// digits. No method can do better. Zero unless solved.
/// </param>
public readonly record struct ImpliedVolatilityResult(
    ImpliedVolatilityStatus Status, double Volatility, double Resolution);
