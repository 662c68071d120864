namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk of a portfolio. Losses are positive, in the unit of the exposures.</summary>
/// <param name="Status">Unless <see cref="PortfolioVarStatus.Estimated"/>, every figure is zero.</param>
/// <param name="ValueAtRisk">The loss not exceeded with the confidence over the horizon.</param>
/// <param name="ExpectedShortfall">The mean loss beyond it.</param>
/// <param name="ValueAtRiskError">Standard error of the value at risk from the finite sample.</param>
/// <param name="ExpectedShortfallError">Standard error of the shortfall.</param>
/// <param name="Components">Parts of the value at risk by factor, which sum to it (Euler); negative hedges.</param>
/// <param name="Factor">With a status that blames one factor, its place; else −1.</param>
public sealed record PortfolioVarResult(
    PortfolioVarStatus Status,
    double ValueAtRisk,
    double ExpectedShortfall,
    double ValueAtRiskError,
    double ExpectedShortfallError,
    IReadOnlyList<double> Components,
    int Factor = -1);

/// <summary>Whether there is a value at risk.</summary>
public enum PortfolioVarStatus
{
    /// <summary>Every figure is given.</summary>
    Estimated,

    /// <summary>Cornish–Fisher: skewness and kurtosis are out of the expansion's reach at this confidence.</summary>
    ExpansionTurnsBack,

    /// <summary>Filtered historical: the factor's variance model has no usable estimate.</summary>
    NoVarianceModel,
}

/// <summary>How a portfolio's value at risk is computed.</summary>
public enum VarMethod
{
    /// <summary>Normal returns with the sample's means and covariance.</summary>
    Parametric,

    /// <summary>The normal quantile bent by the portfolio's own skewness and kurtosis.</summary>
    CornishFisher,

    /// <summary>Past returns on today's exposures, all alike.</summary>
    Historical,

    /// <summary>Past returns, the newest weighing most (Boudoukh, Richardson and Whitelaw).</summary>
    AgeWeighted,

    /// <summary>Past returns scaled to today's EWMA volatility, factor by factor (Hull and White).</summary>
    VolatilityScaled,

    /// <summary>Past shocks of a GARCH(1,1) a factor, on tomorrow's volatilities (Barone-Adesi and others).</summary>
    FilteredHistorical,

    /// <summary>Simulated normal returns with the sample's means and covariance.</summary>
    MonteCarlo,
}

/// <summary>What a value at risk is computed for.</summary>
public readonly record struct PortfolioVarSettings
{
    /// <summary>A fraction strictly between 0.5 and 1, such as 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>Days held, above zero. Deviations from the mean grow with its root, means with itself.</summary>
    public required double HorizonDays { get; init; }

    /// <summary>Age weights' decay a day, strictly between 0 and 1; 0.98 in Boudoukh and others (1998).</summary>
    public double AgeDecay { get; init; } = 0.98;

    /// <summary>EWMA decay of the volatility scaling, strictly between 0 and 1.</summary>
    public double VolatilityDecay { get; init; } = 0.94;

    /// <summary>Monte Carlo: the experiment.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Monte Carlo: scenarios, 1,000 to 10,000,000 divided by the factors.</summary>
    public int Paths { get; init; } = 100_000;

    /// <summary>Settings with the customary decays.</summary>
    public PortfolioVarSettings()
    {
    }
}
