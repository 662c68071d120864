using MathNet.Numerics;

namespace RiskPlatform.Quant.Distributions;

/// <summary>Student's t distribution with location 0 and scale 1.</summary>
public static class StudentT
{
    private const int StepsMax = 200;

    /// <summary>Computes f(t) = Γ((ν + 1)/2) / (Γ(ν/2) √(νπ)) · (1 + t²/ν)^(−(ν + 1)/2).</summary>
    /// <param name="t">A point.</param>
    /// <param name="degreesOfFreedom">ν, 0.5 to 1e6.</param>
    /// <exception cref="ArgumentOutOfRangeException">ν is out of range.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> NaN gives NaN.</para>
    /// <para><b>Accuracy:</b> relative 1e-13 for ν up to 100, and 1e-16 · ν ln ν beyond.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> two log-gammas, a
    /// logarithm.</para>
    /// <para><b>Source:</b> N. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 2, 2nd ed. 1995,
    /// chapter 28; docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> the Cauchy density, the slope of <see cref="Cdf"/>.</para>
    /// </remarks>
    public static double Density(double t, double degreesOfFreedom) =>
        Math.Exp(LogDensity(t, Checked(degreesOfFreedom)));

    /// <summary>Computes P(T ≤ t) = ½ I(ν/(ν + t²); ν/2, ½) below zero, and by symmetry above.</summary>
    /// <param name="t">A point; ±∞ give 1 and 0.</param>
    /// <param name="degreesOfFreedom">ν, 0.5 to 1e6.</param>
    /// <exception cref="ArgumentOutOfRangeException">ν is out of range.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> NaN gives NaN.</para>
    /// <para><b>Accuracy:</b> relative 1e-12 of the lower tail for ν up to 1,000.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> a continued fraction.</para>
    /// <para><b>Source:</b> M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 1964, 26.7.1;
    /// docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> the closed forms for ν = 1, 2 and 4, published quantiles, the normal limit.</para>
    /// </remarks>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        double v = Checked(degreesOfFreedom);
        return double.IsNaN(t) ? double.NaN : t <= 0.0 ? LowerTail(-t, v) : 1.0 - LowerTail(t, v);
    }

    /// <summary>Computes the t with P(T ≤ t) = p.</summary>
    /// <param name="p">A probability, 1e-300 to 1 − 1e-16.</param>
    /// <param name="degreesOfFreedom">ν, 0.5 to 1e6.</param>
    /// <exception cref="ArgumentOutOfRangeException">p or ν is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative 1e-11 for ν up to 1,000.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> 5 to 10 tail
    /// probabilities.</para>
    /// <para><b>Source:</b> Newton's method on the logarithms, which are nearly linear in each other in the tail, held
    /// in a bracket; docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> published tables, the closed form for ν = 2, the round trip through
    /// <see cref="Cdf"/>.</para>
    /// </remarks>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        double v = Checked(degreesOfFreedom);
        if (!(p is >= 1e-300 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 1e-300 and 1.");
        }

        return p < 0.5 ? -UpperPoint(p, v) : p > 0.5 ? UpperPoint(1.0 - p, v) : 0.0;
    }

    /// <summary>Computes E[T | T &lt; t] for the t with P(T ≤ t) = p: the mean of the worst share p.</summary>
    /// <param name="p">A probability, 1e-300 to 0.5.</param>
    /// <param name="degreesOfFreedom">ν, above 1: else there is no mean; 1e6 at most.</param>
    /// <returns>−f(t) (ν + t²) / ((ν − 1) p): below zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p or ν is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative 1e-11 for ν up to 1,000. <b>Repeatability:</b> as the quantile. <b>Cost:</b> a
    /// quantile and a density.</para>
    /// <para><b>Source:</b> A. McNeil, R. Frey, P. Embrechts, Quantitative Risk Management, 2005, example 2.19;
    /// docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> R's figures, numerical integration, the normal limit.</para>
    /// </remarks>
    public static double TailMean(double p, double degreesOfFreedom)
    {
        double v = Checked(degreesOfFreedom);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(v, 1.0, nameof(degreesOfFreedom));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 0.5);
        double t = Quantile(p, v);
        return -Density(t, v) * (v + t * t) / ((v - 1.0) * p);
    }

    internal static double LogDensity(double t, double v) =>
        SpecialFunctions.GammaLn(0.5 * (v + 1.0)) - SpecialFunctions.GammaLn(0.5 * v)
            - 0.5 * Math.Log(v * Math.PI) - 0.5 * (v + 1.0) * LogOnePlusSquare(t, v);

    /// <summary>P(T ≤ −size) for size ≥ 0.</summary>
    internal static double LowerTail(double size, double v)
    {
        double ratio = size / Math.Sqrt(v);
        if (ratio > 1e8)
        {
            // The first term of the series: the next is smaller by the square of the ratio.
            return 0.5 * Math.Exp(
                -v * Math.Log(ratio) - Math.Log(0.5 * v) - SpecialFunctions.BetaLn(0.5 * v, 0.5));
        }

        // Near the middle the complement has the digits: I(x; a, b) = 1 − I(1 − x; b, a).
        return size < 1.0
            ? 0.5 - 0.5 * SpecialFunctions.BetaRegularized(0.5, 0.5 * v, ratio * ratio / (1.0 + ratio * ratio))
            : 0.5 * SpecialFunctions.BetaRegularized(0.5 * v, 0.5, 1.0 / (1.0 + ratio * ratio));
    }

    private static double UpperPoint(double p, double v)
    {
        double low = 0.0;
        double high = double.PositiveInfinity;
        double t = Math.Max(-Normal.Quantile(p), 1e-3);
        for (int step = 0; step < StepsMax; step++)
        {
            double tail = LowerTail(t, v);
            (low, high) = tail > p ? (t, high) : (low, t);
            double density = Math.Exp(LogDensity(t, v));

            // In the body a step on t, in the tail one on ln t.
            double next = tail > 0.2
                ? t + (tail - p) / density
                : t * Math.Exp(Math.Clamp(tail * Math.Log(tail / p) / (t * density), -50.0, 50.0));
            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? 2.0 * t : 0.5 * (low + high);
            }

            double moved = Math.Abs(next - t);
            t = next;
            if (moved <= 1e-15 * t || high - low <= 1e-15 * low)
            {
                break;
            }
        }

        return t;
    }

    // ln(1 + t²/ν), with the digits of a small t and without the overflow of a large one.
    private static double LogOnePlusSquare(double t, double v)
    {
        double ratio = Math.Abs(t) / Math.Sqrt(v);
        double square = ratio * ratio;
        return ratio switch
        {
            > 1e8 => 2.0 * Math.Log(ratio),
            > 1e-2 => Math.Log(1.0 + square),
            _ => square * (1.0 - square * (0.5 - square * (1.0 / 3.0 - square * 0.25))),
        };
    }

    private static double Checked(double degreesOfFreedom) => degreesOfFreedom is >= 0.5 and <= 1e6
        ? degreesOfFreedom
        : throw new ArgumentOutOfRangeException(
            nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom lie between 0.5 and 1e6.");
}
