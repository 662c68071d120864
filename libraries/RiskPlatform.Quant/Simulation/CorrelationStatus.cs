namespace RiskPlatform.Quant.Simulation;

/// <summary>Whether a correlation matrix can be simulated.</summary>
public enum CorrelationStatus
{
    /// <summary>It is positive definite, or semi-definite: some prices may depend wholly on others.</summary>
    Usable,

    /// <summary>Some portfolio would have a negative variance: repair the matrix first.</summary>
    NotPositiveSemiDefinite,
}
