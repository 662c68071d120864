using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Credit;

/// <summary>
/// Losses of very many small, alike loans that share one factor (Vasicek's model, the asymptotic single risk factor).
/// </summary>
/// <remarks>Loss is the share of loans that default: multiply by loss given default and exposure.</remarks>
public static class VasicekLoss
{
    /// <summary>Computes P(default | z) = N((N⁻¹(PD) − √ρ z)/√(1 − ρ)).</summary>
    /// <param name="pd">PD: strictly between 0 and 1.</param>
    /// <param name="correlation">ρ of the borrowers' assets: strictly between 0 and 1.</param>
    /// <param name="factor">z, standard normal: bad times are negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">PD or ρ is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative 1e-13. <b>Repeatability:</b> the same bits on one kind of machine.
    /// <b>Cost:</b> a quantile and a probability.</para>
    /// <para><b>Source:</b> O. Vasicek, Risk, December 2002, pp. 160-162; docs/methods/credit-capital.md.</para>
    /// <para><b>Tested by:</b> R's figures, its mean over z, simulation.</para>
    /// </remarks>
    public static double ConditionalProbability(double pd, double correlation, double factor)
    {
        Check(pd, correlation);
        return Normal.Cdf((Normal.Quantile(pd) - Math.Sqrt(correlation) * factor) / Math.Sqrt(1.0 - correlation));
    }

    /// <summary>Computes the loss not exceeded with probability q: the conditional one at z = −N⁻¹(q).</summary>
    /// <param name="pd">PD: strictly between 0 and 1.</param>
    /// <param name="correlation">ρ of the borrowers' assets: strictly between 0 and 1.</param>
    /// <param name="probability">q: strictly between 0 and 1.</param>
    /// <inheritdoc cref="ConditionalProbability"/>
    public static double Quantile(double pd, double correlation, double probability)
    {
        Inside(probability, nameof(probability));
        return ConditionalProbability(pd, correlation, -Normal.Quantile(probability));
    }

    /// <summary>Computes P(loss ≤ x) = N((√(1 − ρ) N⁻¹(x) − N⁻¹(PD))/√ρ).</summary>
    /// <param name="pd">PD: strictly between 0 and 1.</param>
    /// <param name="correlation">ρ of the borrowers' assets: strictly between 0 and 1.</param>
    /// <param name="loss">x: 0 to 1.</param>
    /// <inheritdoc cref="ConditionalProbability"/>
    public static double Cumulative(double pd, double correlation, double loss)
    {
        Check(pd, correlation);
        return loss <= 0.0 ? 0.0
            : loss >= 1.0 ? 1.0
            : Normal.Cdf(Deviate(pd, correlation, loss));
    }

    /// <summary>Computes the density of the loss: √((1 − ρ)/ρ) φ(d)/φ(N⁻¹(x)), d as in <see
    /// cref="Cumulative"/>.</summary>
    /// <param name="pd">PD: strictly between 0 and 1.</param>
    /// <param name="correlation">ρ of the borrowers' assets: strictly between 0 and 1.</param>
    /// <param name="loss">x: strictly between 0 and 1.</param>
    /// <inheritdoc cref="ConditionalProbability"/>
    public static double Density(double pd, double correlation, double loss)
    {
        Check(pd, correlation);
        Inside(loss, nameof(loss));
        double d = Deviate(pd, correlation, loss);
        double x = Normal.Quantile(loss);
        return Math.Sqrt((1.0 - correlation) / correlation) * Math.Exp(0.5 * (x * x - d * d));
    }

    /// <summary>Computes the loss's standard deviation, √(N₂(a, a; ρ) − PD²), a = N⁻¹(PD).</summary>
    /// <param name="pd">PD: strictly between 0 and 1.</param>
    /// <param name="correlation">ρ of the borrowers' assets: strictly between 0 and 1.</param>
    /// <returns>Of the share of loans, 0 to ½.</returns>
    /// <remarks>
    /// <para>N₂ − PD² = (1/2π) ∫ exp(−a²/(1 + sin θ)) dθ from 0 to arcsin ρ, by 64 points of Gauss and Legendre.</para>
    /// <para><b>Accuracy:</b> relative 1e-12. <b>Repeatability:</b> the same bits on one kind of machine.
    /// <b>Cost:</b> 64 exponentials.</para>
    /// <para><b>Source:</b> O. Vasicek, Risk, December 2002, pp. 160-162; Z. Drezner, G. Wesolowsky, J. Statistical
    /// Computation and Simulation 35 (1990), pp. 101-107; docs/methods/credit-capital.md.</para>
    /// <para><b>Tested by:</b> R's figures, integration of the density.</para>
    /// </remarks>
    /// <inheritdoc cref="ConditionalProbability"/>
    public static double Deviation(double pd, double correlation)
    {
        Check(pd, correlation);
        double a = Normal.Quantile(pd);
        double integral = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(
            angle => Math.Exp(-a * a / (1.0 + Math.Sin(angle))), 0.0, Math.Asin(correlation), 64);
        return Math.Sqrt(integral / (2.0 * Math.PI));
    }

    private static double Deviate(double pd, double correlation, double loss) =>
        (Math.Sqrt(1.0 - correlation) * Normal.Quantile(loss) - Normal.Quantile(pd)) / Math.Sqrt(correlation);

    private static void Check(double pd, double correlation)
    {
        Inside(pd, nameof(pd));
        Inside(correlation, nameof(correlation));
    }

    private static void Inside(double value, string name)
    {
        if (!(value is > 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(name, value, "It lies strictly between 0 and 1.");
        }
    }
}
