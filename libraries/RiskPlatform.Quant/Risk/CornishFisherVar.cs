using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk from four moments: a normal quantile bent by skewness and kurtosis.</summary>
public static class CornishFisherVar
{
    /// <summary>
    /// Computes VaR = −μ − σw(z), w = z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36, z = N⁻¹(1 − c), and ES, the
    /// mean of the same curve beyond z.
    /// </summary>
    /// <param name="moments">μ, σ, S and K of the return; μ and σ in any unit.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1.</param>
    /// <returns>
    /// Both; null if w turns back within 99 % of the tail: so much skewness or kurtosis is outside the expansion's
    /// reach, and its figures would fall as the confidence rises.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence or the deviation is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding of the expansion; the expansion's own error grows with S and K.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> a quantile.</para>
    /// <para><b>Source:</b> P. Zangari, RiskMetrics Monitor 2 (1996), pp. 5-12; K. Boudt, B. Peterson, C. Croux, J.
    /// Risk 11(2) (2008), pp. 79-103; docs/methods/value-at-risk.md.</para>
    /// <para><b>Tested by:</b> R's figures, the normal case, integration of the curve, refusal where it turns.</para>
    /// </remarks>
    public static TailRisk? Compute(ReturnMoments moments, double confidence)
    {
        double p = 1.0 - ConfidenceGuard.Checked(confidence);
        ArgumentOutOfRangeException.ThrowIfNegative(moments.Deviation);
        double z = Normal.Quantile(p);
        var (c0, c1, c2, c3) = Coefficients(moments.Skewness, moments.ExcessKurtosis);
        if (!Rises(z, Normal.Quantile(p / 100.0), c1, c2, c3))
        {
            return null;
        }

        double w = c0 + z * (c1 + z * (c2 + z * c3));

        // ∫ zᵏφ(z) dz up to z: p, −φ, p − zφ, −(z² + 2)φ.
        double density = Normal.Density(z);
        double mean = (c0 * p - c1 * density + c2 * (p - z * density) - c3 * (z * z + 2.0) * density) / p;
        return new TailRisk(
            -moments.Mean - moments.Deviation * w, -moments.Mean - moments.Deviation * mean);
    }

    /// <summary>w as a polynomial in z.</summary>
    internal static (double C0, double C1, double C2, double C3) Coefficients(double skewness, double kurtosis)
    {
        double square = skewness * skewness;
        return (
            -skewness / 6.0,
            1.0 - kurtosis / 8.0 + 5.0 * square / 36.0,
            skewness / 6.0,
            kurtosis / 24.0 - square / 18.0);
    }

    /// <summary>Whether w′ = c₁ + 2c₂x + 3c₃x² is above zero from z down to the end.</summary>
    internal static bool Rises(double z, double end, double c1, double c2, double c3)
    {
        double lowest = Math.Clamp(-c2 / (3.0 * c3), end, z);
        return Slope(z) > 0.0 && Slope(end) > 0.0 && (double.IsNaN(lowest) || Slope(lowest) > 0.0);

        double Slope(double x) => c1 + x * (2.0 * c2 + 3.0 * c3 * x);
    }
}

/// <summary>Four moments of a return.</summary>
/// <param name="Mean">Positive is a gain.</param>
/// <param name="Deviation">Same unit; zero or more.</param>
/// <param name="Skewness">Third standardised moment, negative where losses have the longer tail.</param>
/// <param name="ExcessKurtosis">Fourth standardised moment less 3.</param>
public readonly record struct ReturnMoments(double Mean, double Deviation, double Skewness, double ExcessKurtosis);
