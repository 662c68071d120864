namespace RiskPlatform.Gateway.Circuits;

/// <summary>When a circuit opens and for how long. Bound from <c>Circuit</c>; the same for every backend.</summary>
internal sealed class CircuitOptions
{
    /// <summary>The share of calls that must have failed: a fraction above 0 and up to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Fewer calls than this within the sampling time open nothing; 2 or more.</summary>
    public int MinimumCalls { get; set; } = 5;

    /// <summary>How far back calls count, seconds.</summary>
    public double SamplingSeconds { get; set; } = 30;

    /// <summary>
    /// How long an open circuit answers by itself before it lets a probe through, seconds; 0.5 or more.
    /// </summary>
    public double BreakSeconds { get; set; } = 10;
}
