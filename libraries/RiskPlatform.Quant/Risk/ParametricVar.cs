using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk and expected shortfall of linear positions under normal returns of mean zero.</summary>
public static class ParametricVar
{
    // A covariance matrix from data is positive semi-definite up to rounding of about this part of its diagonal.
    private const double RoundingShare = 1e-12;

    /// <summary>
    /// Computes VaR = z · √(h · xᵀCx), z = N⁻¹(c), and its Euler components xᵢ(Cx)ᵢ · z √h / √(xᵀCx).
    /// </summary>
    /// <param name="exposures">
    /// x: what each factor's position is worth, base currency; negative is short. Length n.
    /// </param>
    /// <param name="covariance">C: of the factors' returns over one day. n × n, row-major, symmetric.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <param name="horizonDays">h: days the positions are held; positive. Volatility grows with its root.</param>
    /// <param name="components">Receives the parts by factor, which sum to the result. Length n.</param>
    /// <returns>The loss not exceeded with that confidence: zero or positive, in the exposures' unit.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or C is not positive semi-definite along
    /// x.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Confidence or horizon is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only; that returns are not normal is the model's error, see the method
    /// page.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> n² multiplications, no allocation.</para>
    /// <para><b>Source:</b> Jorion, Value at Risk, 3rd ed. 2007, ch. 7; docs/methods/parametric-var.md.</para>
    /// <para><b>Tested by:</b> a worked case, the single position, homogeneity, components that sum, simulation.</para>
    /// </remarks>
    public static double Compute(
        ReadOnlySpan<double> exposures,
        ReadOnlySpan<double> covariance,
        double confidence,
        double horizonDays,
        Span<double> components)
    {
        double factor = Normal.Quantile(Checked(confidence));
        return Scaled(exposures, covariance, factor, horizonDays, components);
    }

    /// <summary>
    /// Computes ES = φ(z)/(1 − c) · √(h · xᵀCx): the mean loss beyond the value at risk, and its components.
    /// </summary>
    /// <inheritdoc cref="Compute"/>
    public static double ExpectedShortfall(
        ReadOnlySpan<double> exposures,
        ReadOnlySpan<double> covariance,
        double confidence,
        double horizonDays,
        Span<double> components)
    {
        double factor = Normal.Density(Normal.Quantile(Checked(confidence))) / (1.0 - confidence);
        return Scaled(exposures, covariance, factor, horizonDays, components);
    }

    /// <summary>Computes VaR / √(2(n − 1)): how uncertain a value at risk is for its finite window.</summary>
    /// <param name="valueAtRisk">The value at risk.</param>
    /// <param name="observations">Returns the covariance was estimated from, n; at least 2.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> the standard error of a standard deviation of n normal observations, scaled.</para>
    /// <para><b>Source:</b> Jorion, Value at Risk, 3rd ed. 2007, section 5.3; docs/methods/parametric-var.md.</para>
    /// <para><b>Tested by:</b> the spread of the figures over simulated windows.</para>
    /// </remarks>
    public static double StandardError(double valueAtRisk, int observations)
    {
        KernelGuard.AtLeast(observations, 2);
        return valueAtRisk / Math.Sqrt(2.0 * (observations - 1));
    }

    private static double Scaled(
        ReadOnlySpan<double> exposures,
        ReadOnlySpan<double> covariance,
        double factor,
        double horizonDays,
        Span<double> components)
    {
        int n = exposures.Length;
        KernelGuard.Length(covariance.Length, n * n);
        KernelGuard.Length(components.Length, n);
        if (!(horizonDays > 0.0) || double.IsInfinity(horizonDays))
        {
            throw new ArgumentOutOfRangeException(nameof(horizonDays), horizonDays, "A horizon is positive.");
        }

        double variance = 0.0;
        double scale = 0.0;
        for (int i = 0; i < n; i++)
        {
            double row = 0.0;
            for (int j = 0; j < n; j++)
            {
                row += covariance[i * n + j] * exposures[j];
            }

            components[i] = exposures[i] * row;
            variance += components[i];
            scale += Math.Abs(exposures[i] * exposures[i] * covariance[i * n + i]);
        }

        if (variance < -RoundingShare * scale)
        {
            throw new ArgumentException("The covariance matrix gives this portfolio a negative variance.");
        }

        if (!(variance > 0.0))
        {
            components.Clear();
            return double.IsNaN(variance) ? double.NaN : 0.0;
        }

        double deviation = Math.Sqrt(variance);
        double multiplier = factor * Math.Sqrt(horizonDays);
        for (int i = 0; i < n; i++)
        {
            components[i] *= multiplier / deviation;
        }

        return multiplier * deviation;
    }

    private static double Checked(double confidence) => confidence is > 0.5 and < 1.0
        ? confidence
        : throw new ArgumentOutOfRangeException(
            nameof(confidence), confidence, "A confidence lies strictly between 0.5 and 1: 99% is 0.99.");
}
