namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Volatility from past prices or returns.</summary>
public static class HistoricalVolatility
{
    /// <summary>Computes √(m · Σ(rᵢ − r̄)² / (n − 1)) of rᵢ = ln(cᵢ₊₁/cᵢ).</summary>
    /// <param name="closes">Prices at equal steps, positive, oldest first; n + 1 of them, at least 3.</param>
    /// <param name="periodsPerYear">Steps in a year, m; 252 for business days.</param>
    /// <exception cref="ArgumentException">There are fewer than three prices.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. A price that is not positive gives NaN.</para>
    /// <para><b>Accuracy:</b> two passes; relative error about n rounding errors.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: one fixed order, no vectors.</para>
    /// <para><b>Cost:</b> two passes, no allocation beyond the returns.</para>
    /// <para><b>Source:</b> docs/methods/volatility.md.</para>
    /// <para><b>Tested by:</b> a worked case, scaling, MathNet's standard deviation, every length.</para>
    /// </remarks>
    public static VolatilityEstimate CloseToClose(ReadOnlySpan<double> closes, double periodsPerYear)
    {
        KernelGuard.AtLeast(closes.Length, 3);
        double[] returns = new double[closes.Length - 1];
        for (int i = 0; i < returns.Length; i++)
        {
            returns[i] = Math.Log(closes[i + 1] / closes[i]);
        }

        return FromReturns(returns, periodsPerYear);
    }

    /// <summary>Computes √(m · Σ(rᵢ − r̄)² / (n − 1)).</summary>
    /// <param name="returns">Log returns at equal steps, as fractions; n of them, at least 2.</param>
    /// <param name="periodsPerYear">Steps in a year, m.</param>
    /// <exception cref="ArgumentException">There are fewer than two returns.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> standard error σ/√(2(n−1)), right for independent normal returns; with fat tails the
    /// true error is larger.</para>
    /// <para><b>Source:</b> docs/methods/volatility.md.</para>
    /// <para><b>Tested by:</b> as <see cref="CloseToClose"/>.</para>
    /// </remarks>
    public static VolatilityEstimate FromReturns(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        int n = returns.Length;
        KernelGuard.AtLeast(n, 2);
        double mean = 0.0;
        foreach (double r in returns)
        {
            mean += r;
        }

        mean /= n;
        double squares = 0.0;
        foreach (double r in returns)
        {
            squares += (r - mean) * (r - mean);
        }

        double annualised = Math.Sqrt(squares / (n - 1) * periodsPerYear);
        return new VolatilityEstimate(annualised, annualised / Math.Sqrt(2.0 * (n - 1)), n);
    }

    /// <summary>Computes √(m · Σ wᵢ rᵢ²) with wᵢ ∝ λ^(n−i), Σ wᵢ = 1: the newest return weighs most.</summary>
    /// <param name="returns">Log returns at equal steps, as fractions, oldest first; at least 2.</param>
    /// <param name="lambda">Decay a step, strictly between 0 and 1; 0.94 in RiskMetrics.</param>
    /// <param name="periodsPerYear">Steps in a year, m.</param>
    /// <exception cref="ArgumentException">Fewer than two returns, or λ out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> standard error σ·√(Σ wᵢ² / 2), right for independent normal returns of mean zero.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Source:</b> J.P. Morgan/Reuters, RiskMetrics Technical Document, 4th ed. 1996, p. 78;
    /// docs/methods/volatility.md.</para>
    /// <para><b>Tested by:</b> the recursion, equal returns, λ → 1, every length.</para>
    /// </remarks>
    public static VolatilityEstimate Ewma(ReadOnlySpan<double> returns, double lambda, double periodsPerYear)
    {
        KernelGuard.AtLeast(returns.Length, 2);
        if (!(lambda is > 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ lies strictly between 0 and 1.");
        }

        double weight = 1.0;
        double weights = 0.0;
        double squaredWeights = 0.0;
        double sum = 0.0;
        for (int i = returns.Length - 1; i >= 0; i--)
        {
            weights += weight;
            squaredWeights += weight * weight;
            sum += weight * returns[i] * returns[i];
            weight *= lambda;
        }

        double annualised = Math.Sqrt(sum / weights * periodsPerYear);
        double concentration = squaredWeights / (weights * weights);
        return new VolatilityEstimate(annualised, annualised * Math.Sqrt(concentration / 2.0), returns.Length);
    }
}
