namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A zero curve of Nelson and Siegel: y(t) = β₀ + β₁ S(t/τ) + β₂ C(t/τ).</summary>
/// <param name="Level">β₀: the rate that very long maturities approach, per year, continuously compounded.</param>
/// <param name="Slope">β₁: β₀ + β₁ is the rate at maturity zero.</param>
/// <param name="Curvature">β₂: size and sign of the hump.</param>
/// <param name="Decay">τ: years, positive; the hump stands near 1.79 τ.</param>
/// <remarks>
/// Rates have the unit of the coefficients; <see cref="DiscountFactor"/> needs fractions. The default value has no
/// decay, and its methods throw.
/// </remarks>
public readonly record struct NelsonSiegelCurve(double Level, double Slope, double Curvature, double Decay)
{
    /// <summary>Computes the zero rate β₀ + β₁ (1 − e^(−x))/x + β₂ ((1 − e^(−x))/x − e^(−x)), x = t/τ.</summary>
    /// <param name="years">t: maturity in years, zero or positive; zero gives β₀ + β₁.</param>
    /// <returns>Per year, continuously compounded, in the coefficients' unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maturity is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The decay is not positive.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> a few units in the last place of the largest coefficient, down to maturity zero.</para>
    /// <para><b>Source:</b> Nelson and Siegel, Journal of Business 60 (1987), p. 475; docs/methods/nelson-siegel.md.
    /// </para>
    /// <para><b>Tested by:</b> published curves of the Federal Reserve, both limits, the mean of forwards.</para>
    /// </remarks>
    public double ZeroRate(double years)
    {
        double x = CurveMaturity.Scaled(years, Decay);
        return Level + Slope * CurveLoadings.Slope(x) + Curvature * CurveLoadings.Curvature(x);
    }

    /// <summary>Computes the instantaneous forward rate β₀ + β₁ e^(−x) + β₂ x e^(−x), x = t/τ.</summary>
    /// <inheritdoc cref="ZeroRate"/>
    public double ForwardRate(double years)
    {
        double x = CurveMaturity.Scaled(years, Decay);
        return Level + (Slope + Curvature * x) * Math.Exp(-x);
    }

    /// <summary>Computes e^(−t y(t)): today's worth of one unit in t years. The coefficients are fractions.</summary>
    /// <inheritdoc cref="ZeroRate"/>
    /// <returns>Without unit; positive.</returns>
    public double DiscountFactor(double years) => Math.Exp(-years * ZeroRate(years));
}

/// <summary>Checks a maturity.</summary>
internal static class CurveMaturity
{
    /// <summary>Maturity over decay.</summary>
    public static double Scaled(double years, double decay)
    {
        if (!(years >= 0.0) || double.IsInfinity(years))
        {
            throw new ArgumentOutOfRangeException(nameof(years), years, "A maturity is zero or positive, and finite.");
        }

        return decay > 0.0
            ? years / decay
            : throw new InvalidOperationException("A curve without a positive decay has no rates.");
    }
}
