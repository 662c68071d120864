namespace RiskPlatform.Quant.Risk;

/// <summary>The two measures of a tail. Losses are positive, in the unit of the returns or profits given.</summary>
/// <param name="ValueAtRisk">The loss not exceeded with the confidence; negative if even that outcome is a
/// gain.</param>
/// <param name="ExpectedShortfall">The mean of the losses beyond it: never less.</param>
public readonly record struct TailRisk(double ValueAtRisk, double ExpectedShortfall);
