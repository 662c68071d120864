namespace RiskPlatform.Quant.Simulation;

/// <summary>Prices that move together, or why they cannot.</summary>
/// <param name="Status">Whether there is a model.</param>
/// <param name="Model">The model if the status is <see cref="CorrelationStatus.Usable"/>, else null.</param>
public readonly record struct CorrelatedGbmOutcome(CorrelationStatus Status, CorrelatedGbm? Model);
