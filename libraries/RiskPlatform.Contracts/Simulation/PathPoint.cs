namespace RiskPlatform.Contracts.Simulation;

/// <summary>One line of a path stream.</summary>
/// <param name="Step">Counts from 0, which is now.</param>
/// <param name="Time">Years from now: step · dt.</param>
/// <param name="Value">The price then; positive and finite.</param>
public sealed record PathPoint(long Step, double Time, double Value);
