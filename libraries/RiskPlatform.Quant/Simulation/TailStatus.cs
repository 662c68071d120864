namespace RiskPlatform.Quant.Simulation;

/// <summary>Whether a tail could be estimated.</summary>
public enum TailStatus
{
    /// <summary>Every figure is given.</summary>
    Estimated,

    /// <summary>Fewer than ten losses are expected beyond the quantile: simulate or collect more.</summary>
    TooFewLosses,
}
