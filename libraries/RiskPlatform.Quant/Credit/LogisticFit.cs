namespace RiskPlatform.Quant.Credit;

/// <summary>What became of a fit.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Estimate">The estimate; null unless it converged.</param>
/// <param name="Column">Of collinear features, the first that depends on others; else −1.</param>
public sealed record LogisticFit(LogisticStatus Status, LogisticEstimate? Estimate, int Column = -1);

/// <summary>How a fit ended.</summary>
public enum LogisticStatus
{
    /// <summary>The top of the likelihood: use everything.</summary>
    Converged,

    /// <summary>Some combination of features tells all bad rows from all good ones: no finite estimate. Use a
    /// ridge.</summary>
    CompletelySeparated,

    /// <summary>Some combination does so for part of the rows and errs for none: no finite estimate. Use a
    /// ridge.</summary>
    QuasiSeparated,

    /// <summary>A feature is a combination of others and a constant: drop it, or use a ridge.</summary>
    Collinear,

    /// <summary>No more rows than coefficients.</summary>
    TooFewObservations,

    /// <summary>All rows are bad, or all good.</summary>
    OneClass,

    /// <summary>The climb did not come to rest.</summary>
    DidNotConverge,
}

/// <summary>A fitted logistic regression.</summary>
/// <param name="Coefficients">β₀, β₁ … for the features as given: log-odds of bad a unit.</param>
/// <param name="StandardErrors">Of the coefficients.</param>
/// <param name="Covariance">Of the coefficients, row-major.</param>
/// <param name="LogLikelihood">At the estimate, without a penalty.</param>
/// <param name="NullLogLikelihood">With the intercept alone.</param>
/// <param name="Observations">Rows.</param>
/// <param name="Iterations">Newton steps.</param>
public sealed record LogisticEstimate(
    IReadOnlyList<double> Coefficients,
    IReadOnlyList<double> StandardErrors,
    IReadOnlyList<double> Covariance,
    double LogLikelihood,
    double NullLogLikelihood,
    int Observations,
    int Iterations)
{
    /// <summary>Minus twice the log-likelihood.</summary>
    public double Deviance => -2.0 * LogLikelihood;

    /// <summary>Akaike's criterion: smaller is better.</summary>
    public double Aic => Deviance + 2.0 * Coefficients.Count;
}
