using System.Numerics.Tensors;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk of linear positions from the history of their factors, by seven methods.</summary>
public static class PortfolioVar
{
    /// <summary>
    /// Computes VaR, ES, their errors and Euler components of the profit Σ xᵢrᵢ over the horizon.
    /// </summary>
    /// <param name="method">How.</param>
    /// <param name="returns">
    /// observations × factors, row-major, oldest first: simple returns of one day, so that xᵢrᵢ is the profit.
    /// </param>
    /// <param name="observations">Rows, at least 2; filtered historical needs 50.</param>
    /// <param name="exposures">x: what each position is worth; negative is short. Its length is the factors.</param>
    /// <param name="settings">Confidence, horizon and what single methods need.</param>
    /// <param name="cancellationToken">Asked before every factor's variance model and every 1,024 scenarios.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>Means count for h days, deviations from them for √h: exact for independent normal days; for the others the
    /// custom, which understates fat tails of one day and overstates those of many.</para>
    /// <para><b>Accuracy:</b> rounding, beside the stated errors. Components of the scenario methods are the profits in
    /// the scenarios that make the quantile: they sum exactly and jump with the sample.</para>
    /// <para><b>Repeatability:</b> the same bits for the same input, Monte Carlo for the same seed.</para>
    /// <para><b>Cost:</b> observations · factors² for covariances; a GARCH fit a factor; paths · factors for Monte
    /// Carlo.</para>
    /// <para><b>Source:</b> P. Jorion, Value at Risk, 3rd ed. 2007, chapters 7, 10 and 12; J. Boudoukh, M. Richardson,
    /// R. Whitelaw, Risk 11(5) (1998), pp. 64-67; J. Hull, A. White, J. Risk 1(1) (1998), pp. 5-19; G. Barone-Adesi, K.
    /// Giannopoulos, L. Vosper, J. Futures Markets 19 (1999), pp. 583-602; docs/methods/value-at-risk.md.</para>
    /// <para><b>Tested by:</b> R's figures for one factor, direct computation of each method, components that sum and
    /// are slopes, errors against the spread over samples.</para>
    /// </remarks>
    public static PortfolioVarResult Compute(
        VarMethod method,
        ReadOnlySpan<double> returns,
        int observations,
        ReadOnlySpan<double> exposures,
        PortfolioVarSettings settings,
        CancellationToken cancellationToken = default)
    {
        int factors = exposures.Length;
        Check(returns, observations, exposures, settings);
        return method switch
        {
            VarMethod.Parametric => Parametric(returns, observations, exposures, settings),
            VarMethod.CornishFisher => CornishFisherPortfolio.Compute(returns, observations, exposures, settings),
            VarMethod.Historical => ScenarioTail.Compute(returns, [], exposures, settings),
            VarMethod.AgeWeighted => ScenarioTail.Compute(
                returns, ScenarioReturns.AgeWeights(observations, settings.AgeDecay), exposures, settings),
            VarMethod.VolatilityScaled => ScenarioTail.Compute(
                ScenarioReturns.VolatilityScaled(returns, observations, factors, settings.VolatilityDecay),
                [],
                exposures,
                settings),
            VarMethod.FilteredHistorical => Filtered(
                returns, observations, exposures, settings, cancellationToken),
            VarMethod.MonteCarlo => ScenarioTail.Compute(
                ScenarioReturns.Simulated(returns, observations, factors, settings, cancellationToken),
                [],
                exposures,
                settings),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method."),
        };
    }

    /// <summary>A result without figures.</summary>
    internal static PortfolioVarResult Without(PortfolioVarStatus status, int factor = -1) =>
        new(status, 0.0, 0.0, 0.0, 0.0, [], factor);

    private static PortfolioVarResult Parametric(
        ReadOnlySpan<double> returns, int observations, ReadOnlySpan<double> exposures, PortfolioVarSettings settings)
    {
        int factors = exposures.Length;
        double[] covariance = new double[factors * factors];
        double[] components = new double[factors];
        Covariance.Sample(returns, observations, factors, covariance);
        double spread = ParametricVar.Compute(
            exposures, covariance, settings.Confidence, settings.HorizonDays, components);
        double z = Normal.Quantile(settings.Confidence);
        double shortfall = spread * Normal.Density(z) / (z * (1.0 - settings.Confidence));
        double[] means = ScenarioReturns.Means(returns, observations, factors);
        double mean = 0.0;
        for (int i = 0; i < factors; i++)
        {
            double part = exposures[i] * means[i] * settings.HorizonDays;
            components[i] -= part;
            mean += part;
        }

        // The mean's error σh/√n and the deviation's σ√h/√(2(n − 1)), which are independent.
        double deviation = spread / z;
        double meanError = deviation * Math.Sqrt(settings.HorizonDays / observations);
        return new PortfolioVarResult(
            PortfolioVarStatus.Estimated,
            spread - mean,
            shortfall - mean,
            Both(ParametricVar.StandardError(spread, observations), meanError),
            Both(ParametricVar.StandardError(shortfall, observations), meanError),
            components);
    }

    private static PortfolioVarResult Filtered(
        ReadOnlySpan<double> returns,
        int observations,
        ReadOnlySpan<double> exposures,
        PortfolioVarSettings settings,
        CancellationToken cancellationToken)
    {
        double[] scenarios = new double[returns.Length];
        int failed = ScenarioReturns.Filter(returns, observations, exposures, scenarios, cancellationToken);
        return failed < 0
            ? ScenarioTail.Compute(scenarios, [], exposures, settings)
            : Without(PortfolioVarStatus.NoVarianceModel, failed);
    }

    private static double Both(double one, double other) => Math.Sqrt(one * one + other * other);

    private static void Check(
        ReadOnlySpan<double> returns, int observations, ReadOnlySpan<double> exposures, PortfolioVarSettings settings)
    {
        ConfidenceGuard.Checked(settings.Confidence);
        KernelGuard.AtLeast(observations, 2);
        KernelGuard.AtLeast(exposures.Length, 1);
        KernelGuard.Area(returns.Length, observations, exposures.Length);
        if (!TensorPrimitives.IsFiniteAll(returns) || !TensorPrimitives.IsFiniteAll(exposures))
        {
            throw new ArgumentException("A return or an exposure is not finite.");
        }

        Inside(settings.AgeDecay, 0.0, 1.0, nameof(settings.AgeDecay));
        Inside(settings.VolatilityDecay, 0.0, 1.0, nameof(settings.VolatilityDecay));
        Inside(settings.HorizonDays, 0.0, 10_000.0, nameof(settings.HorizonDays));
        Inside(settings.Paths, 999.0, 10_000_000.0 / exposures.Length + 1.0, nameof(settings.Paths));
    }

    private static void Inside(double value, double above, double below, string name)
    {
        if (!(value > above && value < below))
        {
            throw new ArgumentOutOfRangeException(name, value, $"It lies strictly between {above} and {below}.");
        }
    }
}
