namespace RiskPlatform.Quant.TimeSeries;

/// <summary>The Sharpe ratio: mean excess return a unit of standard deviation, and how well it is known.</summary>
public static class SharpeRatio
{
    /// <summary>Computes r̄/s and √((1 + ½ (r̄/s)²) / n), its error under independent normal returns (Lo).</summary>
    /// <param name="excessReturns">Returns less the risk-free rate of their period, as fractions. Length n, at least
    /// 2.</param>
    /// <param name="periodsPerYear">Periods in a year, m: both figures are multiplied by √m. 1 leaves them as they
    /// are.</param>
    /// <returns>The ratio; null if the returns do not vary.</returns>
    /// <exception cref="ArgumentException">There are fewer than two returns, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Periods a year are not positive.</exception>
    /// <remarks>
    /// <para>s has the divisor n − 1.</para>
    /// <para><b>Accuracy:</b> the error holds for large n; see <see cref="Robust"/> for other returns.</para>
    /// <para><b>Cost:</b> two passes, no allocation.</para>
    /// <para><b>Source:</b> A. Lo, Financial Analysts Journal 58(4) (2002), pp. 36-52, eq. 9 and table 1;
    /// docs/methods/performance.md.</para>
    /// <para><b>Tested by:</b> Lo's table, the spread of simulated ratios, scaling, every length.</para>
    /// </remarks>
    public static PerformanceRatio? Compute(ReadOnlySpan<double> excessReturns, double periodsPerYear)
    {
        int n = excessReturns.Length;
        var moments = Performance.Moments(excessReturns, periodsPerYear);
        if (!Performance.Varies(excessReturns, moments))
        {
            return null;
        }

        double ratio = moments.Mean / Math.Sqrt(moments.SumOfSquares / (n - 1));
        double annual = Math.Sqrt(periodsPerYear);
        return new PerformanceRatio(annual * ratio, annual * Math.Sqrt((1.0 + 0.5 * ratio * ratio) / n), n);
    }

    /// <summary>
    /// Computes the ratio over a year of m periods, η(m)·r̄/s with η(m) = m/√(m + 2Σ(m − k)ρₖ), and its error by the
    /// delta method on mean and variance with Newey and West's covariance (Lo).
    /// </summary>
    /// <param name="excessReturns">Returns less the risk-free rate of their period, as fractions. Length n, at least
    /// 2.</param>
    /// <param name="lags">
    /// Autocorrelations that count, less than n: 0 for returns that are independent but not normal, whose skewness and
    /// kurtosis then count (Mertens).
    /// </param>
    /// <param name="periodsPerYear">Periods in a year, m; 1 leaves the ratio as it is, and only its error
    /// changes.</param>
    /// <returns>The ratio; null if the returns do not vary, or the autocorrelations leave a year no variance.</returns>
    /// <exception cref="ArgumentException">There are fewer than two returns, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Lags or periods a year are out of range.</exception>
    /// <remarks>
    /// <para>The error takes η as known, as Lo's does.</para>
    /// <para><b>Accuracy:</b> rounding; the error is right for many returns.</para>
    /// <para><b>Cost:</b> n · lags. <b>Source:</b> A. Lo, Financial Analysts Journal 58(4) (2002), pp. 36-52, eqs. 11
    /// to 20; docs/methods/performance.md.</para>
    /// <para><b>Tested by:</b> the closed form of Mertens, autocorrelated simulations, <see cref="Compute"/>.</para>
    /// </remarks>
    public static PerformanceRatio? Robust(ReadOnlySpan<double> excessReturns, int lags, double periodsPerYear)
    {
        int n = excessReturns.Length;
        var moments = Performance.Moments(excessReturns, periodsPerYear);
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lags, n);
        if (!Performance.Varies(excessReturns, moments))
        {
            return null;
        }

        double variance = moments.SumOfSquares / n;
        double ratio = moments.Mean / Math.Sqrt(variance);

        // ∂(μ/σ): each return moves the ratio by its influence; the long-run variance of that is the error's.
        double year = periodsPerYear;
        double longRun = Lagged(excessReturns, moments.Mean, variance, ratio, 0).Influence;
        for (int k = 1; k <= lags; k++)
        {
            var (covariance, influence) = Lagged(excessReturns, moments.Mean, variance, ratio, k);
            year += 2.0 * Math.Max(periodsPerYear - k, 0.0) * covariance / variance;
            longRun += 2.0 * (1.0 - k / (lags + 1.0)) * influence;
        }

        if (!(year > 0.0))
        {
            return null;
        }

        double scale = periodsPerYear / Math.Sqrt(year);
        double corrected = ratio * Math.Sqrt((n - 1.0) / n);
        return new PerformanceRatio(scale * corrected, scale * Math.Sqrt(Math.Max(longRun, 0.0) / n), n);
    }

    private static (double Covariance, double Influence) Lagged(
        ReadOnlySpan<double> returns, double mean, double variance, double ratio, int lag)
    {
        double perDeviation = 1.0 / Math.Sqrt(variance);
        double covariance = 0.0;
        double influence = 0.0;
        for (int t = lag; t < returns.Length; t++)
        {
            double one = returns[t] - mean;
            double other = returns[t - lag] - mean;
            covariance += one * other;
            influence += Influence(one * perDeviation, ratio) * Influence(other * perDeviation, ratio);
        }

        return (covariance / returns.Length, influence / returns.Length);
    }

    private static double Influence(double z, double ratio) => z - 0.5 * ratio * (z * z - 1.0);
}
