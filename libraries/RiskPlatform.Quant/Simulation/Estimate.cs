namespace RiskPlatform.Quant.Simulation;

/// <summary>A simulated expectation and how well it is known.</summary>
/// <param name="Value">The estimate, in the unit of what was averaged.</param>
/// <param name="StandardError">Its standard deviation over repetitions with other seeds, same unit; the true value
/// is within two of them in about 95 of 100 repetitions.</param>
/// <param name="Samples">Independent samples it rests on; an antithetic pair is one.</param>
public readonly record struct Estimate(double Value, double StandardError, long Samples);
