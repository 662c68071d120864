namespace RiskPlatform.Quant.TimeSeries;

/// <summary>How much a series moves in a year, and how well that is known.</summary>
/// <param name="Annualised">Standard deviation of log returns over a year, as a fraction: 10 % is 0.1.</param>
/// <param name="StandardError">Of <paramref name="Annualised"/>, same unit.</param>
/// <param name="Observations">Returns it rests on.</param>
public readonly record struct VolatilityEstimate(double Annualised, double StandardError, int Observations);
