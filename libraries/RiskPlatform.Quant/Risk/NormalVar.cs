using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk and expected shortfall of one normal return.</summary>
public static class NormalVar
{
    /// <summary>Computes VaR = −μ + σz and ES = −μ + σφ(z)/(1 − c), z = N⁻¹(c).</summary>
    /// <param name="mean">μ: of the return, in any unit; positive is a gain.</param>
    /// <param name="deviation">σ: of the return, same unit; zero or more.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence or deviation is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> that of N⁻¹, relative 1e-14. <b>Repeatability:</b> the same bits on one kind of
    /// machine. <b>Cost:</b> a quantile.</para>
    /// <para><b>Source:</b> A. McNeil, R. Frey, P. Embrechts, Quantitative Risk Management, 2005, examples 2.14 and
    /// 2.18; docs/methods/value-at-risk.md.</para>
    /// <para><b>Tested by:</b> R's figures, shift and scale, numerical integration.</para>
    /// </remarks>
    public static TailRisk Compute(double mean, double deviation, double confidence)
    {
        double z = Normal.Quantile(ConfidenceGuard.Checked(confidence));
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return new TailRisk(deviation * z - mean, deviation * Normal.Density(z) / (1.0 - confidence) - mean);
    }
}
