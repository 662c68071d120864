using MathNet.Numerics;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Distributions;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private const double InverseSqrtOfTwoPi = 0.398942280401432677939946;
    private const double SqrtOfTwo = 1.41421356237309504880169;

    /// <summary>Computes φ(x) = exp(−x²/2) / √(2π).</summary>
    /// <param name="x">A point, in standard deviations.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> a few units in the last place for |x| ≤ 38; zero beyond.</para>
    /// <para><b>Source:</b> the definition; docs/methods/normal-distribution.md.</para>
    /// <para><b>Tested by:</b> published values and the derivative of <see cref="Cdf"/>.</para>
    /// </remarks>
    public static double Density(double x) => InverseSqrtOfTwoPi * Math.Exp(-0.5 * x * x);

    /// <summary>Computes N(x), the probability of a value up to x.</summary>
    /// <param name="x">A point, in standard deviations; ±∞ give 1 and 0.</param>
    /// <remarks>
    /// <para><b>Not checked:</b> NaN gives NaN.</para>
    /// <para><b>Accuracy:</b> relative 2e-15 down to −37.6, where it leaves the normal doubles and is zero.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Source:</b> N(−x) = φ(x)R(x), R a quotient of polynomials; docs/methods/elementary-functions.md.</para>
    /// <para><b>Tested by:</b> published values, 123 values in 80 digits, symmetry, numerical integration.</para>
    /// </remarks>
    public static double Cdf(double x)
    {
        double distance = Math.Min(Math.Abs(x), 40.0);
        var half = Lane64.Broadcast(-0.5 * distance);
        var point = Lane64.Broadcast(distance);
        var square = half * point;
        var density = Elementary.Exp(square, Lane64.MultiplyAdd(half, point, -square));
        double tail = 0.0;
        Lane64.Store(density * Elementary.MillsRatio(point), ref tail, 0);
        tail *= InverseSqrtOfTwoPi;
        return x < 0.0 ? tail : 1.0 - tail;
    }

    /// <summary>Computes the x with N(x) = p.</summary>
    /// <param name="p">A probability, 0 to 1; the ends give −∞ and +∞.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside 0 to 1, or NaN.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative 1e-14 for p between 1e-300 and 1 − 1e-15: one Halley step on a first value that
    /// is already good to nine digits; the inverse error function between the quartiles.</para>
    /// <para><b>Source:</b> docs/methods/normal-distribution.md.</para>
    /// <para><b>Tested by:</b> published quantiles, and the round trip through <see cref="Cdf"/>.</para>
    /// </remarks>
    public static double Quantile(double p)
    {
        if (!(p is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        }

        if (p is 0.0 or 1.0)
        {
            return p == 0.0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        if (p > 0.5)
        {
            return -LowerQuantile(1.0 - p); // Exact for p ≥ ½, and the lower tail has the digits.
        }

        return LowerQuantile(p);
    }

    private static double LowerQuantile(double p)
    {
        if (p >= 0.25)
        {
            // 1 − 2p is exact here. The step below would lose digits: N(x) − p has the rounding of ½, x goes to zero.
            return -SqrtOfTwo * SpecialFunctions.ErfInv(1.0 - 2.0 * p);
        }

        double x = -SqrtOfTwo * SpecialFunctions.ErfcInv(2.0 * p);
        double density = Density(x);
        if (density == 0.0)
        {
            return x;
        }

        double u = (Cdf(x) - p) / density;
        return x - u / (1.0 + 0.5 * x * u);
    }
}
