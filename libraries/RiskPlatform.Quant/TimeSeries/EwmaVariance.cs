namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Exponentially weighted variance of mean-zero returns, day by day.</summary>
public static class EwmaVariance
{
    /// <summary>Computes σ²ₜ₊₁ = λ σ²ₜ + (1 − λ) rₜ².</summary>
    /// <param name="returns">Returns at equal steps, as fractions, oldest first. Length n.</param>
    /// <param name="lambda">λ: decay a step, strictly between 0 and 1; 0.94 in RiskMetrics.</param>
    /// <param name="firstVariance">σ²₁, before the first return is known; zero or more.</param>
    /// <param name="variances">Receives σ²₁ … σ²ₙ, each from the returns before it. Length n; may be the returns'
    /// memory.</param>
    /// <returns>σ²ₙ₊₁: the forecast after the last return.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ or the first variance is out of range.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the returns. NaN stays in every later variance.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> one pass, no division, no allocation.</para>
    /// <para><b>Source:</b> J.P. Morgan/Reuters, RiskMetrics Technical Document, 4th ed. 1996, p. 81;
    /// docs/methods/volatility.md.</para>
    /// <para><b>Tested by:</b> R's figures for two series, <see cref="Garch.Filter"/>, every length.</para>
    /// </remarks>
    public static double Filter(
        ReadOnlySpan<double> returns, double lambda, double firstVariance, Span<double> variances)
    {
        KernelGuard.Length(variances.Length, returns.Length);
        if (!(lambda is > 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ lies strictly between 0 and 1.");
        }

        if (!(firstVariance >= 0.0) || double.IsInfinity(firstVariance))
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstVariance), firstVariance, "A variance is finite and not negative.");
        }

        double weight = 1.0 - lambda;
        double variance = firstVariance;
        for (int t = 0; t < returns.Length; t++)
        {
            double r = returns[t];
            variances[t] = variance;
            variance = Math.FusedMultiplyAdd(lambda, variance, weight * r * r);
        }

        return variance;
    }
}
