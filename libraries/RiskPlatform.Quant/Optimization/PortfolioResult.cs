namespace RiskPlatform.Quant.Optimization;

/// <summary>A portfolio's variance, or why there is no portfolio.</summary>
/// <param name="Status">How the search ended.</param>
/// <param name="Variance">wᵀCw in the covariance's unit; zero unless optimal.</param>
public readonly record struct PortfolioResult(PortfolioStatus Status, double Variance);

/// <summary>How the search for a portfolio ended.</summary>
public enum PortfolioStatus
{
    /// <summary>The weights are the best.</summary>
    Optimal,

    /// <summary>No weights within the bounds sum to 1 and earn the return wanted.</summary>
    Infeasible,

    /// <summary>No portfolio within the bounds earns more than the return without risk, or none of finite weights is
    /// the best.</summary>
    NoExcessReturn,

    /// <summary>The covariance matrix is singular or indefinite: with fewer observations than assets it always is.
    /// Shrink it first.</summary>
    NotPositiveDefinite,

    /// <summary>Rounding kept the search from ending; the matrix is close to singular.</summary>
    NotConverged,

    /// <summary>A node limit or cancellation came first.</summary>
    LimitReached,
}
