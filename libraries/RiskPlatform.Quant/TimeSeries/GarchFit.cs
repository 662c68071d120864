namespace RiskPlatform.Quant.TimeSeries;

/// <summary>What became of a fit.</summary>
/// <param name="Status">The outcome; only the first three have an estimate that is a maximum.</param>
/// <param name="Estimate">The estimate; null if there were too few observations or no variation.</param>
public sealed record GarchFit(GarchStatus Status, GarchEstimate? Estimate);

/// <summary>How a fit ended.</summary>
public enum GarchStatus
{
    /// <summary>An interior maximum: use everything.</summary>
    Converged,

    /// <summary>
    /// A maximum with a parameter on its bound, as α = 0 or ν = 500: a simpler model does as well. That parameter
    /// has no standard error.
    /// </summary>
    AtBoundary,

    /// <summary>
    /// A maximum with a persistence of at least <see cref="GarchEstimate.NearIntegratedPersistence"/>: variance has no
    /// usable long-run level. Do not use forecasts far ahead; look for a break in the series.
    /// </summary>
    NearIntegrated,

    /// <summary>The best point found within the bound on iterations; no maximum. Do not use it as one.</summary>
    DidNotConverge,

    /// <summary>Fewer than <see cref="Garch.MinimumObservations"/> returns.</summary>
    TooFewObservations,

    /// <summary>The returns are all equal, up to rounding.</summary>
    NoVariation,
}

/// <summary>A fitted conditional-variance model.</summary>
public sealed record GarchEstimate
{
    /// <summary>Persistence from which a fit counts as near-integrated: a half-life of 693 steps.</summary>
    public const double NearIntegratedPersistence = 0.999;

    /// <summary>What was fitted.</summary>
    public required GarchSpecification Specification { get; init; }

    /// <summary>The parameters, in the units of the returns given.</summary>
    public required GarchParameters Parameters { get; init; }

    /// <summary>Standard errors; null where the curvature is not that of a maximum.</summary>
    public required GarchStandardErrors? StandardErrors { get; init; }

    /// <summary>The log-likelihood with all constants, in the units of the returns given.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Returns used.</summary>
    public required int Observations { get; init; }

    /// <summary>Newton steps of the start that won.</summary>
    public required int Iterations { get; init; }

    /// <summary>Fitted parameters: 3 to 6.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>Conditional variance of the first return.</summary>
    public required double FirstVariance { get; init; }

    /// <summary>Conditional variance of the return after the last: the one-step forecast.</summary>
    public required double NextVariance { get; init; }

    /// <summary>What is left of a variance's departure from its level after one step; see
    /// <see cref="Garch"/>.</summary>
    public double Persistence => Garch.Persistence(Specification.Form, Parameters);

    /// <summary>Steps until half of a departure has gone, ln ½ / ln persistence; null unless it is in (0, 1).</summary>
    public double? HalfLife => Persistence is > 0.0 and < 1.0 ? -Math.Log(2.0) / Math.Log(Persistence) : null;

    /// <summary>Akaike's criterion, 2k − 2 ln L: smaller is better.</summary>
    public double Aic => 2.0 * ParameterCount - 2.0 * LogLikelihood;

    /// <summary>Schwarz's criterion, k ln n − 2 ln L: smaller is better.</summary>
    public double Bic => ParameterCount * Math.Log(Observations) - 2.0 * LogLikelihood;
}
