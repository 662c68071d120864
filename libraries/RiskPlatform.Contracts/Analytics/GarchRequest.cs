using System.Text.Json.Serialization;

namespace RiskPlatform.Contracts.Analytics;

/// <summary>Asks for a conditional-variance model.</summary>
/// <param name="Returns">Returns of equal periods, oldest first; up to 100,000.</param>
/// <param name="Model">garch, gjr or egarch.</param>
/// <param name="Innovations">normal or studentT.</param>
/// <param name="Mean">constant or zero.</param>
/// <param name="Horizon">Periods to forecast, 0 to 10,000.</param>
public sealed record GarchRequest(
    double[] Returns,
    VarianceModel Model = VarianceModel.Garch,
    InnovationName Innovations = InnovationName.Normal,
    MeanModel Mean = MeanModel.Constant,
    int Horizon = 10);

/// <summary>Recursions of the variance.</summary>
public enum VarianceModel
{
    /// <summary>Bollerslev's.</summary>
    Garch,

    /// <summary>Falls weigh more (Glosten, Jagannathan and Runkle).</summary>
    Gjr,

    /// <summary>Nelson's, of the logarithm.</summary>
    Egarch,
}

/// <summary>Laws of the shocks.</summary>
public enum InnovationName
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Student's t of variance one.</summary>
    StudentT,
}

/// <summary>What is done about the mean.</summary>
public enum MeanModel
{
    /// <summary>It is fitted.</summary>
    Constant,

    /// <summary>It is zero.</summary>
    Zero,
}

/// <summary>A fitted variance model; figures are null where the status says that there is none.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="StandardErrors">By the Hessian; null on a bound or where there are none.</param>
/// <param name="RobustStandardErrors">
/// Bollerslev–Wooldridge where the shocks are normal, else White's; null as above.
/// </param>
/// <param name="LogLikelihood">With all constants.</param>
/// <param name="Persistence">What is left of a shock to the variance after a period.</param>
/// <param name="HalfLifeDays">Periods until half is left; null from persistence 1 on.</param>
/// <param name="Forecasts">Expected variances of the periods to come.</param>
/// <param name="Status">converged, atBoundary, nearIntegrated, didNotConverge, tooFewObservations or
/// noVariation.</param>
public sealed record GarchResponse(
    GarchFigures? Parameters,
    GarchFigures? StandardErrors,
    GarchFigures? RobustStandardErrors,
    double? LogLikelihood,
    double? Persistence,
    double? HalfLifeDays,
    double[]? Forecasts,
    string Status);

/// <summary>One number each parameter; null for one that the model does not have.</summary>
/// <param name="Mu">Mean.</param>
/// <param name="Omega">Level.</param>
/// <param name="Alpha">Weight of the last shock.</param>
/// <param name="Beta">Weight of the last variance.</param>
/// <param name="Gamma">Asymmetry.</param>
/// <param name="Nu">Degrees of freedom.</param>
public sealed record GarchFigures(
    double? Mu, double Omega, double Alpha, double Beta, double? Gamma, double? Nu);

/// <summary>Asks for a seasonal ARIMA model, by exact maximum likelihood. Signs as in R.</summary>
/// <param name="Series">Values of equal steps, oldest first; null is missing. Up to 20,000.</param>
/// <param name="Order">p, d, q.</param>
/// <param name="Seasonal">Orders and period of a season.</param>
/// <param name="IncludeMean">Whether a mean is fitted; it is without differences unless said.</param>
/// <param name="Horizon">Steps to forecast, 0 to 10,000.</param>
public sealed record ArimaRequest(
    double?[] Series, int[] Order, SeasonalOrder? Seasonal = null, bool? IncludeMean = null, int Horizon = 0);

/// <summary>A season's part of a model.</summary>
/// <param name="Order">P, D, Q.</param>
/// <param name="Period">Values in a season, at least 2.</param>
public sealed record SeasonalOrder(int[] Order, int Period);

/// <summary>A fitted model.</summary>
/// <param name="Ar">φ.</param>
/// <param name="Ma">θ.</param>
/// <param name="SeasonalAr">Φ.</param>
/// <param name="SeasonalMa">Θ.</param>
/// <param name="Mean">The mean, where one is fitted.</param>
/// <param name="Sigma2">Variance of the errors.</param>
/// <param name="LogLikelihood">Exact.</param>
/// <param name="Aic">2k − 2 ln L.</param>
/// <param name="StandardErrors">In the order ar, ma, seasonalAr, seasonalMa, mean; null where there are none.</param>
/// <param name="Forecasts">The steps to come.</param>
/// <param name="LjungBox">Whether the errors are still correlated; null for a series too short to say.</param>
/// <param name="Status">converged, atBoundary or didNotConverge.</param>
public sealed record ArimaResponse(
    IReadOnlyList<double> Ar,
    IReadOnlyList<double> Ma,
    IReadOnlyList<double> SeasonalAr,
    IReadOnlyList<double> SeasonalMa,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Mean,
    double Sigma2,
    double LogLikelihood,
    double Aic,
    IReadOnlyList<double>? StandardErrors,
    IReadOnlyList<ForecastValue> Forecasts,
    StatisticalTest? LjungBox,
    string Status);

/// <summary>A value to come.</summary>
/// <param name="Value">Expected.</param>
/// <param name="Lower95">Lower end of its 95 % interval.</param>
/// <param name="Upper95">Upper end.</param>
public sealed record ForecastValue(double Value, double Lower95, double Upper95);

/// <summary>A test.</summary>
/// <param name="Statistic">Large speaks against the hypothesis.</param>
/// <param name="PValue">Probability of one as large if the hypothesis holds.</param>
public sealed record StatisticalTest(double Statistic, double PValue);

/// <summary>Asks for an autoregression.</summary>
/// <param name="Series">Values of equal steps, oldest first; up to 100,000.</param>
/// <param name="Method">yuleWalker, burg, ols or mle.</param>
/// <param name="Order">How many steps back; or</param>
/// <param name="MaxOrder">the most, of which the best by AIC is taken. Exactly one is given, 0 to 50.</param>
public sealed record ArRequest(double[] Series, ArMethod Method, int? Order = null, int? MaxOrder = null);

/// <summary>Methods of autoregression.</summary>
public enum ArMethod
{
    /// <summary>From the autocorrelations.</summary>
    YuleWalker,

    /// <summary>Least forward and backward errors.</summary>
    Burg,

    /// <summary>Least squares.</summary>
    Ols,

    /// <summary>Exact maximum likelihood.</summary>
    Mle,
}

/// <summary>An autoregression.</summary>
/// <param name="Ar">Weights of the values before.</param>
/// <param name="Mean">Of the process.</param>
/// <param name="Sigma2">Variance of the errors, with the method's own divisor.</param>
public sealed record ArResponse(IReadOnlyList<double> Ar, double Mean, double Sigma2);
