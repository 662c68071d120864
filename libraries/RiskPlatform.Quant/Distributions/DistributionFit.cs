namespace RiskPlatform.Quant.Distributions;

/// <summary>What became of a fit.</summary>
/// <param name="Family">What was fitted.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Estimate">The estimate; null unless the status says that there is one.</param>
public sealed record DistributionFit(DistributionFamily Family, FitStatus Status, DistributionEstimate? Estimate);

/// <summary>How a fit ended.</summary>
public enum FitStatus
{
    /// <summary>A maximum of the likelihood: use everything.</summary>
    Converged,

    /// <summary>
    /// Student's t with its degrees of freedom on a bound (0.5 or 1,000): at the upper one a normal distribution does
    /// as well. There is an estimate; that parameter has no error.
    /// </summary>
    AtBoundary,

    /// <summary>The climb did not come to rest. No estimate.</summary>
    DidNotConverge,

    /// <summary>Fewer values than the parameters need. No estimate.</summary>
    TooFewObservations,

    /// <summary>The values are all equal, up to rounding. No estimate.</summary>
    NoVariation,

    /// <summary>A value has no density: it is not above zero. No estimate.</summary>
    OutsideSupport,

    /// <summary>So many values are equal that the likelihood grows without bound around them. No estimate.</summary>
    Unbounded,
}

/// <summary>A fitted distribution.</summary>
/// <param name="Parameters">In the order the family names them.</param>
/// <param name="LogLikelihood">ln L at the maximum, with all constants.</param>
/// <param name="Observations">Values used.</param>
/// <param name="KolmogorovSmirnov">The largest distance between the fitted and the empirical distribution, 0 to
/// 1.</param>
/// <param name="KolmogorovSmirnovPValue">
/// For a distribution given beforehand; as it was fitted to the same values, the true probability is smaller: a small
/// value speaks against the family, a large one not for it.
/// </param>
/// <param name="AndersonDarling">A², which weighs the tails; null where a value lies beyond them.</param>
public sealed record DistributionEstimate(
    IReadOnlyList<FittedParameter> Parameters,
    double LogLikelihood,
    int Observations,
    double KolmogorovSmirnov,
    double KolmogorovSmirnovPValue,
    double? AndersonDarling)
{
    /// <summary>Akaike's criterion, 2k − 2 ln L: smaller is better.</summary>
    public double Aic => 2.0 * Parameters.Count - 2.0 * LogLikelihood;

    /// <summary>Schwarz's criterion, k ln n − 2 ln L: smaller is better.</summary>
    public double Bic => Parameters.Count * Math.Log(Observations) - 2.0 * LogLikelihood;
}

/// <summary>One parameter of a fit.</summary>
/// <param name="Name">Its name, as <see cref="DistributionFamily"/> has it.</param>
/// <param name="Value">Its estimate.</param>
/// <param name="StandardError">From the observed information; null on a bound.</param>
public readonly record struct FittedParameter(string Name, double Value, double? StandardError);
