namespace RiskPlatform.Quant.TimeSeries;

/// <summary>What became of a fit.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Estimate">The estimate; null unless the status says that there is one.</param>
public sealed record ArimaFit(ArimaStatus Status, ArimaEstimate? Estimate);

/// <summary>How a fit ended.</summary>
public enum ArimaStatus
{
    /// <summary>An interior maximum: use everything.</summary>
    Converged,

    /// <summary>
    /// A root within 0.0005 of the unit circle: a model with one difference more or less is meant. There is an
    /// estimate, without standard errors.
    /// </summary>
    AtBoundary,

    /// <summary>The best point within the bound on iterations; there is an estimate, not at a maximum.</summary>
    DidNotConverge,

    /// <summary>Fewer values than the model needs, missing ones not counted. No estimate.</summary>
    TooFewObservations,

    /// <summary>The regressors alone explain the values. No estimate.</summary>
    NoVariation,

    /// <summary>Regressors are combinations of each other, or of what differences remove. No estimate.</summary>
    CollinearRegressors,
}

/// <summary>A fitted model.</summary>
public sealed record ArimaEstimate
{
    /// <summary>What was fitted.</summary>
    public required ArimaSpecification Specification { get; init; }

    /// <summary>The weights φ, θ, Φ and Θ.</summary>
    public required ArimaWeights Weights { get; init; }

    /// <summary>β: the mean first, if there is one, then one for each regressor; in the values' unit a unit.</summary>
    public required IReadOnlyList<double> Regression { get; init; }

    /// <summary>Standard errors of the weights; null where the curvature is not that of a maximum.</summary>
    public required ArimaWeights? WeightErrors { get; init; }

    /// <summary>Standard errors of β; null together with those of the weights.</summary>
    public required IReadOnlyList<double>? RegressionErrors { get; init; }

    /// <summary>σ², the variance of the errors, in squared units of the values; without correction for
    /// parameters.</summary>
    public required double InnovationVariance { get; init; }

    /// <summary>The exact log-likelihood; with differences, that of the differenced values.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Values seen, less those lost to differences.</summary>
    public required int Observations { get; init; }

    /// <summary>Fitted numbers, σ² among them.</summary>
    public int ParameterCount => Specification.WeightCount + Regression.Count + 1;

    /// <summary>Akaike's criterion, 2k − 2 ln L: smaller is better, among models with the same differences.</summary>
    public double Aic => 2.0 * ParameterCount - 2.0 * LogLikelihood;

    /// <summary>Schwarz's criterion, k ln n − 2 ln L.</summary>
    public double Bic => ParameterCount * Math.Log(Observations) - 2.0 * LogLikelihood;
}

/// <summary>The weights of a model, or their standard errors.</summary>
/// <param name="Autoregressive">φ₁ … φₚ.</param>
/// <param name="MovingAverage">θ₁ … θ_q, of 1 + θ₁B + ….</param>
/// <param name="SeasonalAutoregressive">Φ₁ … of 1 − Φ₁Bˢ − ….</param>
/// <param name="SeasonalMovingAverage">Θ₁ … of 1 + Θ₁Bˢ + ….</param>
public sealed record ArimaWeights(
    IReadOnlyList<double> Autoregressive,
    IReadOnlyList<double> MovingAverage,
    IReadOnlyList<double> SeasonalAutoregressive,
    IReadOnlyList<double> SeasonalMovingAverage);
