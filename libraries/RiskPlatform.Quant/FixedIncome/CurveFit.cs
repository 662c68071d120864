namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A curve fitted to rates, and how far it can be trusted.</summary>
/// <typeparam name="TCurve">The curve's form.</typeparam>
/// <param name="Status">How the fit ended.</param>
/// <param name="Curve">The best curve found; the default value when there is none.</param>
/// <param name="SumOfSquares">Weighted, in the rates' unit squared.</param>
/// <param name="Warnings">What to know before reading the coefficients. The curve itself may still fit well.</param>
/// <param name="Condition">
/// Condition number of the loadings, columns scaled to length one; rounding and noise in the rates may grow by it on
/// their way to the coefficients. Zero when there is no curve.
/// </param>
/// <param name="DecayErrors">
/// Relative standard error of each decay, as 0.1 for 10%; infinite when the data do not determine it. Empty when the
/// decays were given.
/// </param>
public sealed record CurveFit<TCurve>(
    CurveFitStatus Status,
    TCurve Curve,
    double SumOfSquares,
    CurveFitWarnings Warnings,
    double Condition,
    IReadOnlyList<double> DecayErrors)
    where TCurve : struct;

/// <summary>How a curve fit ended.</summary>
public enum CurveFitStatus
{
    /// <summary>A least-squares minimum inside the bounds.</summary>
    Converged,

    /// <summary>The best decay stands on a bound: the data ask for one beyond it.</summary>
    AtBound,

    /// <summary>There are fewer different maturities than coefficients and decays. No curve.</summary>
    TooFewObservations,

    /// <summary>The loadings are dependent, so the coefficients are not determined. No curve.</summary>
    SingularLoadings,
}

/// <summary>Reasons for care with a fitted curve's coefficients.</summary>
[Flags]
public enum CurveFitWarnings
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The two decays are within 20% of each other: their humps stand for one, with coefficients that are
    /// large and of opposite sign.</summary>
    DecaysNearlyEqual = 1,

    /// <summary>The condition number is above 100: strong dependence by Belsley, Kuh and Welsch, Regression
    /// Diagnostics, 1980, p. 105.</summary>
    IllConditioned = 2,

    /// <summary>A decay's relative standard error is above one half.</summary>
    DecayUncertain = 4,

    /// <summary>Another minimum, with a decay more than 10% away, fits as well to within 5% of the sum of squares.
    /// </summary>
    SeveralMinima = 8,

    /// <summary>A forward rate is negative between maturity zero and the longest given.</summary>
    NegativeForward = 16,
}

/// <summary>The decays a fit may choose from.</summary>
/// <param name="MinYears">Least decay in years; positive.</param>
/// <param name="MaxYears">Greatest decay in years; above the least.</param>
public readonly record struct DecayBounds(double MinYears, double MaxYears)
{
    /// <summary>From 18 days to 50 years.</summary>
    public static DecayBounds Wide { get; } = new(0.05, 50.0);

    /// <summary>Refuses bounds that hold nothing.</summary>
    internal DecayBounds Checked() => MinYears > 0.0 && MaxYears > MinYears && double.IsFinite(MaxYears)
        ? this
        : throw new ArgumentException($"Decays lie between two positive years, not {MinYears} and {MaxYears}.");
}
