using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Risk;

/// <summary>The days that may come tomorrow, as each method makes them: rows of factor returns.</summary>
internal static class ScenarioReturns
{
    public static double[] Means(ReadOnlySpan<double> returns, int rows, int factors)
    {
        double[] means = new double[factors];
        for (int i = 0; i < returns.Length; i++)
        {
            means[i % factors] += returns[i] / rows;
        }

        return means;
    }

    /// <summary>wₜ ∝ λ^(n − t), the newest first in weight; they sum to one.</summary>
    public static double[] AgeWeights(int rows, double decay)
    {
        double[] weights = new double[rows];
        double total = -Math.Pow(decay, rows) + 1.0;
        for (int t = 0; t < rows; t++)
        {
            weights[t] = (1.0 - decay) * Math.Pow(decay, rows - 1 - t) / total;
        }

        return weights;
    }

    /// <summary>rₜ σₙ₊₁/σₜ with EWMA variances that start at the sample's mean square; a factor at rest
    /// stays.</summary>
    public static double[] VolatilityScaled(ReadOnlySpan<double> returns, int rows, int factors, double decay)
    {
        double[] scaled = new double[returns.Length];
        double[] column = new double[rows];
        double[] variances = new double[rows];
        for (int factor = 0; factor < factors; factor++)
        {
            double meanSquare = 0.0;
            for (int t = 0; t < rows; t++)
            {
                column[t] = returns[t * factors + factor];
                meanSquare += column[t] * column[t] / rows;
            }

            double next = EwmaVariance.Filter(column, decay, meanSquare, variances);
            for (int t = 0; t < rows; t++)
            {
                scaled[t * factors + factor] = variances[t] > 0.0 ? column[t] * Math.Sqrt(next / variances[t]) : 0.0;
            }
        }

        return scaled;
    }

    /// <summary>
    /// μ + zₜ √hₙ₊₁ with zₜ = (rₜ − μ)/√hₜ of a GARCH(1,1) a factor; a factor without exposure is left at zero. Returns
    /// the factor that has no model, or −1.
    /// </summary>
    public static int Filter(
        ReadOnlySpan<double> returns,
        int rows,
        ReadOnlySpan<double> exposures,
        Span<double> scenarios,
        CancellationToken cancellationToken)
    {
        int factors = exposures.Length;
        double[] column = new double[rows];
        double[] variances = new double[rows];
        for (int factor = 0; factor < factors; factor++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (exposures[factor] == 0.0)
            {
                continue;
            }

            for (int t = 0; t < rows; t++)
            {
                column[t] = returns[t * factors + factor];
            }

            if (Garch.Fit(column, cancellationToken: cancellationToken) is not
                {
                    Status: GarchStatus.Converged or GarchStatus.AtBoundary or GarchStatus.NearIntegrated,
                    Estimate: { } model,
                })
            {
                return factor;
            }

            Garch.Filter(GarchForm.Garch, model.Parameters, column, model.FirstVariance, variances);
            for (int t = 0; t < rows; t++)
            {
                scenarios[t * factors + factor] = model.Parameters.Mean
                    + (column[t] - model.Parameters.Mean) * Math.Sqrt(model.NextVariance / variances[t]);
            }
        }

        return -1;
    }

    /// <summary>μ + Lz of independent normals, L the Cholesky factor of the sample covariance.</summary>
    public static double[] Simulated(
        ReadOnlySpan<double> returns,
        int rows,
        int factors,
        PortfolioVarSettings settings,
        CancellationToken cancellationToken)
    {
        double[] factor = new double[factors * factors];
        Covariance.Sample(returns, rows, factors, factor, cancellationToken);
        Cholesky.Factor(factor, factors, factor, cancellationToken); // A sample covariance is positive semi-definite.
        double[] means = Means(returns, rows, factors);
        double[] normals = new double[settings.Paths * factors];
        new PhiloxStream(settings.Seed, Stream: 0).FillNormals(0, normals);
        double[] scenarios = new double[normals.Length];
        for (int path = 0; path < settings.Paths; path++)
        {
            if (path % 1_024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            for (int i = 0; i < factors; i++)
            {
                double sum = means[i];
                for (int j = 0; j <= i; j++)
                {
                    sum += factor[i * factors + j] * normals[path * factors + j];
                }

                scenarios[path * factors + i] = sum;
            }
        }

        return scenarios;
    }
}
