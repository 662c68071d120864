namespace RiskPlatform.Quant.Simulation;

/// <summary>Value at risk and expected shortfall of a sample of losses, each with its error.</summary>
/// <param name="Status">Unless <see cref="TailStatus.Estimated"/>, every figure is zero but the observations.</param>
/// <param name="ValueAtRisk">The loss not exceeded with the confidence; negative is a gain. Unit of the losses.</param>
/// <param name="ValueAtRiskError">Its standard error, same unit.</param>
/// <param name="ValueAtRiskLow">Lower end of its 95 % interval, same unit.</param>
/// <param name="ValueAtRiskHigh">Upper end of its 95 % interval, same unit.</param>
/// <param name="ExpectedShortfall">The mean of the losses beyond the value at risk, same unit.</param>
/// <param name="ExpectedShortfallError">Its standard error, same unit.</param>
/// <param name="Observations">Losses in the sample.</param>
public readonly record struct TailEstimate(
    TailStatus Status,
    double ValueAtRisk,
    double ValueAtRiskError,
    double ValueAtRiskLow,
    double ValueAtRiskHigh,
    double ExpectedShortfall,
    double ExpectedShortfallError,
    long Observations);
