namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A zero curve of Svensson: y(t) = β₀ + β₁ S(t/τ₁) + β₂ C(t/τ₁) + β₃ C(t/τ₂).</summary>
/// <param name="Level">β₀: the rate that very long maturities approach, per year, continuously compounded.</param>
/// <param name="Slope">β₁: β₀ + β₁ is the rate at maturity zero.</param>
/// <param name="Curvature">β₂: the hump of the first decay.</param>
/// <param name="SecondCurvature">β₃: the hump of the second decay.</param>
/// <param name="Decay">τ₁: years, positive.</param>
/// <param name="SecondDecay">τ₂: years, positive.</param>
/// <remarks>
/// Rates have the unit of the coefficients; <see cref="DiscountFactor"/> needs fractions. The default value has no
/// decay, and its methods throw.
/// </remarks>
public readonly record struct SvenssonCurve(
    double Level, double Slope, double Curvature, double SecondCurvature, double Decay, double SecondDecay)
{
    /// <summary>Computes the zero rate β₀ + β₁ S(t/τ₁) + β₂ C(t/τ₁) + β₃ C(t/τ₂).</summary>
    /// <param name="years">t: maturity in years, zero or positive; zero gives β₀ + β₁.</param>
    /// <returns>Per year, continuously compounded, in the coefficients' unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maturity is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">A decay is not positive.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> a few units in the last place of the largest coefficient, down to maturity zero.</para>
    /// <para><b>Source:</b> Svensson, NBER working paper 4871 (1994), eq. 22; Gürkaynak, Sack and Wright, FEDS
    /// 2006-28, eq. 9; docs/methods/nelson-siegel.md.</para>
    /// <para><b>Tested by:</b> published curves of the Federal Reserve, both limits, the mean of forwards.</para>
    /// </remarks>
    public double ZeroRate(double years)
    {
        double x = CurveMaturity.Scaled(years, Decay);
        double second = CurveLoadings.Curvature(CurveMaturity.Scaled(years, SecondDecay));
        return Level + Slope * CurveLoadings.Slope(x) + Curvature * CurveLoadings.Curvature(x)
            + SecondCurvature * second;
    }

    /// <summary>Computes the forward rate β₀ + (β₁ + β₂ x₁) e^(−x₁) + β₃ x₂ e^(−x₂), x = t/τ.</summary>
    /// <inheritdoc cref="ZeroRate"/>
    public double ForwardRate(double years)
    {
        double x = CurveMaturity.Scaled(years, Decay);
        double second = CurveMaturity.Scaled(years, SecondDecay);
        return Level + (Slope + Curvature * x) * Math.Exp(-x) + SecondCurvature * second * Math.Exp(-second);
    }

    /// <summary>Computes e^(−t y(t)): today's worth of one unit in t years. The coefficients are fractions.</summary>
    /// <inheritdoc cref="ZeroRate"/>
    /// <returns>Without unit; positive.</returns>
    public double DiscountFactor(double years) => Math.Exp(-years * ZeroRate(years));
}
