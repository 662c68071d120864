namespace RiskPlatform.Contracts.Analytics;

/// <summary>Asks for maximum-likelihood fits.</summary>
/// <param name="Data">Values, in any order; up to 1,000,000.</param>
/// <param name="Distributions">
/// Of normal, studentT, logNormal, gamma, exponential, weibull and logistic; all of them unless given.
/// </param>
public sealed record FitRequest(double[] Data, IReadOnlyList<DistributionName>? Distributions = null);

/// <summary>The families there are.</summary>
public enum DistributionName
{
    /// <summary>mean, sd (divisor n).</summary>
    Normal,

    /// <summary>location, scale, degreesOfFreedom.</summary>
    StudentT,

    /// <summary>meanLog, sdLog.</summary>
    LogNormal,

    /// <summary>shape, rate.</summary>
    Gamma,

    /// <summary>rate.</summary>
    Exponential,

    /// <summary>shape, scale.</summary>
    Weibull,

    /// <summary>location, scale.</summary>
    Logistic,
}

/// <summary>The fits, in the order asked for.</summary>
/// <param name="Fits">One each family.</param>
/// <param name="Best">The one with the smallest AIC; null if none converged.</param>
public sealed record FitResponse(IReadOnlyList<FittedDistribution> Fits, DistributionName? Best);

/// <summary>One family's fit; figures are null unless the status is converged or atBoundary.</summary>
/// <param name="Distribution">The family.</param>
/// <param name="Parameters">By name.</param>
/// <param name="StandardErrors">By the same names; null on a bound.</param>
/// <param name="LogLikelihood">With all constants.</param>
/// <param name="Aic">2k − 2 ln L.</param>
/// <param name="Bic">k ln n − 2 ln L.</param>
/// <param name="KsStatistic">Kolmogorov–Smirnov distance.</param>
/// <param name="KsPValue">For a distribution given beforehand; too large for one fitted to the same values.</param>
/// <param name="AdStatistic">Anderson–Darling; null where a value is out of the fit's reach.</param>
/// <param name="Status">converged, atBoundary, or why there is no fit.</param>
public sealed record FittedDistribution(
    DistributionName Distribution,
    IReadOnlyDictionary<string, double>? Parameters,
    IReadOnlyDictionary<string, double?>? StandardErrors,
    double? LogLikelihood,
    double? Aic,
    double? Bic,
    double? KsStatistic,
    double? KsPValue,
    double? AdStatistic,
    string Status);

/// <summary>Asks for value at risk and expected shortfall of a series.</summary>
/// <param name="Returns">Returns of equal periods, oldest first; up to 1,000,000.</param>
/// <param name="Confidence">Fractions strictly between 0.5 and 1.</param>
/// <param name="Methods">Of normal, historical, cornishFisher, studentT and ewma.</param>
/// <param name="Quantile">How a sample quantile is read: type7, type1 or type6.</param>
/// <param name="Lambda">Decay of ewma, strictly between 0 and 1.</param>
public sealed record TailRiskRequest(
    double[] Returns,
    double[] Confidence,
    IReadOnlyList<TailMethod> Methods,
    SampleQuantile Quantile = SampleQuantile.Type7,
    double Lambda = 0.94);

/// <summary>How a tail is estimated.</summary>
public enum TailMethod
{
    /// <summary>Normal with the sample's mean and deviation (divisor n − 1).</summary>
    Normal,

    /// <summary>The sample itself.</summary>
    Historical,

    /// <summary>The normal quantile bent by skewness and kurtosis.</summary>
    CornishFisher,

    /// <summary>Student's t by maximum likelihood.</summary>
    StudentT,

    /// <summary>Normal with mean zero and the EWMA volatility of the next period.</summary>
    Ewma,
}

/// <summary>Sample quantiles by Hyndman and Fan's numbers.</summary>
public enum SampleQuantile
{
    /// <summary>Between order statistics at (n − 1)p.</summary>
    Type7,

    /// <summary>The inverse of the empirical distribution.</summary>
    Type1,

    /// <summary>Between order statistics at (n + 1)p.</summary>
    Type6,
}

/// <summary>Tails of a series. Losses are positive, in the returns' unit.</summary>
/// <param name="Results">One each method and confidence.</param>
/// <param name="Moments">Of the returns.</param>
public sealed record TailRiskResponse(IReadOnlyList<TailRiskResult> Results, ReturnMomentsResponse Moments);

/// <summary>One tail.</summary>
/// <param name="Method">The method.</param>
/// <param name="Confidence">The confidence.</param>
/// <param name="Var">Value at risk.</param>
/// <param name="Es">Expected shortfall; null where it is infinite.</param>
public sealed record TailRiskResult(TailMethod Method, double Confidence, double Var, double? Es);

/// <summary>Moments of returns.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Sd">Standard deviation, divisor n − 1.</param>
/// <param name="Skewness">Of population moments.</param>
/// <param name="ExcessKurtosis">Of population moments.</param>
/// <param name="Observations">Returns.</param>
public sealed record ReturnMomentsResponse(
    double Mean, double Sd, double Skewness, double ExcessKurtosis, int Observations);
