using MathNet.Numerics;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Tests of what a model has left over: is it still correlated, does its size still come in waves.</summary>
public static class ResidualDiagnostics
{
    /// <summary>
    /// Computes Q = n(n + 2) Σ ρⱼ²/(n − j) over the first h autocorrelations (Ljung and Box), about χ² with h − k
    /// degrees of freedom under no correlation.
    /// </summary>
    /// <param name="residuals">The residuals, oldest first, finite. Length n.</param>
    /// <param name="lags">h; at least 1, less than n.</param>
    /// <param name="fittedWeights">k: p + q of the model they come from; zero for a series itself; less than h.</param>
    /// <returns>The test; null if the residuals are all equal, which have no correlation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding; the χ² law needs n well above h.</para>
    /// <para><b>Cost:</b> n·h, no allocation.</para>
    /// <para><b>Source:</b> G. Ljung, G. Box, Biometrika 65 (1978), pp. 297-303; docs/methods/autoregression.md.</para>
    /// <para><b>Tested by:</b> a worked case, size under white noise, power, scaling.</para>
    /// </remarks>
    public static ResidualTest? LjungBox(ReadOnlySpan<double> residuals, int lags, int fittedWeights = 0)
    {
        int n = residuals.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(lags, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lags, n);
        ArgumentOutOfRangeException.ThrowIfNegative(fittedWeights);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fittedWeights, lags);
        double mean = 0.0;
        foreach (double residual in residuals)
        {
            mean += residual / n;
        }

        double squares = Product(residuals, mean, 0);
        if (!(squares > 0.0))
        {
            return null;
        }

        double sum = 0.0;
        for (int lag = 1; lag <= lags; lag++)
        {
            double correlation = Product(residuals, mean, lag) / squares;
            sum += correlation * correlation / (n - lag);
        }

        return Test(n * (n + 2.0) * sum, lags - fittedWeights);
    }

    /// <summary>
    /// Computes T·R² of the regression of eₜ² on a constant and its q predecessors (Engle), about χ² with q degrees of
    /// freedom under constant variance.
    /// </summary>
    /// <param name="residuals">The residuals, oldest first, finite, of mean about zero. Length n.</param>
    /// <param name="lags">q; at least 1; n is at least 2q + 2. T = n − q equations are used.</param>
    /// <returns>The test; null if the squares do not vary, or are combinations of each other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lags do not fit the length.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding; the χ² law needs T well above q.</para>
    /// <para><b>Cost:</b> 2·n·q².</para>
    /// <para><b>Source:</b> R. Engle, Econometrica 50 (1982), pp. 987-1007; docs/methods/autoregression.md.</para>
    /// <para><b>Tested by:</b> a regression by MathNet, size under white noise, power under ARCH.</para>
    /// </remarks>
    public static ResidualTest? ArchLagrangeMultiplier(ReadOnlySpan<double> residuals, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lags, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lags, residuals.Length / 2 - 1);
        int rows = residuals.Length - lags;
        double[] target = new double[rows];
        double[] columns = new double[rows * (lags + 1)];
        columns.AsSpan(0, rows).Fill(1.0);
        double mean = 0.0;
        for (int t = 0; t < rows; t++)
        {
            double e = residuals[t + lags];
            target[t] = e * e;
            mean += target[t] / rows;
            for (int j = 1; j <= lags; j++)
            {
                double before = residuals[t + lags - j];
                columns[j * rows + t] = before * before;
            }
        }

        double whole = 0.0;
        foreach (double square in target)
        {
            whole += (square - mean) * (square - mean);
        }

        return whole > 0.0 && LeastSquares.Solve(columns, target, lags + 1) is { } solution
            ? Test(rows * (1.0 - solution.ResidualSquares / whole), lags)
            : null;
    }

    private static ResidualTest Test(double statistic, int degrees)
    {
        double bounded = Math.Max(statistic, 0.0);
        return new ResidualTest(
            bounded, degrees, SpecialFunctions.GammaUpperRegularized(0.5 * degrees, 0.5 * bounded));
    }

    private static double Product(ReadOnlySpan<double> values, double mean, int lag)
    {
        double sum = 0.0;
        for (int t = lag; t < values.Length; t++)
        {
            sum += (values[t] - mean) * (values[t - lag] - mean);
        }

        return sum;
    }
}

/// <summary>A test whose statistic follows χ² if nothing is wrong.</summary>
/// <param name="Statistic">Zero or more; large speaks against the hypothesis.</param>
/// <param name="DegreesOfFreedom">Of the χ² law.</param>
/// <param name="PValue">Probability of a statistic at least as large, if nothing is wrong.</param>
public readonly record struct ResidualTest(double Statistic, int DegreesOfFreedom, double PValue);
