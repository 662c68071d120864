namespace RiskPlatform.Quant.TimeSeries;

/// <summary>What became of a fit.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Estimate">The estimate; null unless the status says that there is one.</param>
public sealed record AutoregressionFit(AutoregressionStatus Status, AutoregressionEstimate? Estimate);

/// <summary>How a fit ended.</summary>
public enum AutoregressionStatus
{
    /// <summary>There is an estimate: use everything.</summary>
    Fitted,

    /// <summary>Maximum likelihood met a root within 0.0005 of the unit circle; an estimate without errors.</summary>
    AtBoundary,

    /// <summary>Maximum likelihood did not come to rest; there is an estimate, not at a maximum.</summary>
    DidNotConverge,

    /// <summary>Fewer values than the order needs. No estimate.</summary>
    TooFewObservations,

    /// <summary>The values are all equal, up to rounding. No estimate.</summary>
    NoVariation,

    /// <summary>Least squares: earlier values are combinations of each other, as in a cycle. No estimate.</summary>
    Collinear,
}

/// <summary>A fitted autoregression.</summary>
/// <param name="Weights">φ₁ … φₚ.</param>
/// <param name="WeightErrors">Their standard errors; null where none can be stated.</param>
/// <param name="Mean">m, the mean of the process, in the values' unit.</param>
/// <param name="Intercept">c of the regression on demeaned values; zero but for least squares.</param>
/// <param name="InnovationVariance">σ², in squared units of the values; each method says its divisor.</param>
/// <param name="Observations">Values, or for least squares equations, used.</param>
public sealed record AutoregressionEstimate(
    IReadOnlyList<double> Weights,
    IReadOnlyList<double>? WeightErrors,
    double Mean,
    double Intercept,
    double InnovationVariance,
    int Observations);
