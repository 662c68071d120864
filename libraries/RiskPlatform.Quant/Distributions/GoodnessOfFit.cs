using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Distributions;

/// <summary>How far values are from a distribution.</summary>
public static class GoodnessOfFit
{
    // Up to here the exact law is computed, in matrices of twice n·d rows; beyond, its limit with Stephens' correction.
    private const int ExactMax = 200;

    /// <summary>Computes D = max over i of max(i/n − F(xᵢ), F(xᵢ) − (i − 1)/n) (Kolmogorov and Smirnov).</summary>
    /// <param name="probabilities">F(x₁) ≤ … ≤ F(xₙ) at the sorted values, 0 to 1. Length n, at least 1.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements and their order.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine. <b>Cost:</b> one
    /// pass.</para>
    /// <para><b>Source:</b> D. Knuth, The Art of Computer Programming 2, 3rd ed. 1997, section 3.3.1 B;
    /// docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> a worked case, brute force over the steps, every length.</para>
    /// </remarks>
    public static double KolmogorovSmirnov(ReadOnlySpan<double> probabilities)
    {
        int n = probabilities.Length;
        KernelGuard.AtLeast(n, 1);
        double distance = 0.0;
        for (int i = 0; i < n; i++)
        {
            distance = Math.Max(distance, (i + 1.0) / n - probabilities[i]);
            distance = Math.Max(distance, probabilities[i] - (double)i / n);
        }

        return distance;
    }

    /// <summary>Computes P(D ≥ d) for n values of the distribution itself.</summary>
    /// <param name="distance">d, 0 to 1.</param>
    /// <param name="observations">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-13 up to 200 values (Marsaglia, Tsang and Wang); beyond, the limit law at
    /// d(√n + 0.12 + 0.11/√n): about 1 % of the probability, less for more values.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> (2nd)³ log n multiplications, or
    /// a short series.</para>
    /// <para><b>Source:</b> G. Marsaglia, W. Tsang, J. Wang, J. Statistical Software 8(18) (2003); M. Stephens, J.
    /// Royal Statistical Society B 32 (1970), pp. 115-122; docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> published values, the closed forms for one value and for small distances,
    /// simulation.</para>
    /// </remarks>
    public static double KolmogorovSmirnovPValue(double distance, int observations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        if (!(distance is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "A distance lies between 0 and 1.");
        }

        if (observations <= ExactMax)
        {
            return Math.Clamp(1.0 - Exact(distance, observations), 0.0, 1.0);
        }

        double root = Math.Sqrt(observations);
        double x = distance * (root + 0.12 + 0.11 / root);
        if (x < 0.3)
        {
            return 1.0; // To ten digits.
        }

        double sum = 0.0;
        for (int j = 1; j <= 20; j++)
        {
            double term = Math.Exp(-2.0 * j * j * x * x);
            sum += j % 2 == 1 ? term : -term;
        }

        return Math.Clamp(2.0 * sum, 0.0, 1.0);
    }

    /// <summary>
    /// Computes A² = −n − (1/n) Σ (2i − 1)[ln F(xᵢ) + ln(1 − F(xₙ₊₁₋ᵢ))] (Anderson and Darling): the distance with
    /// weight on both tails.
    /// </summary>
    /// <param name="below">F at the sorted values. Length n, at least 1.</param>
    /// <param name="above">1 − F there, with its own digits. Length n.</param>
    /// <returns>Zero or more; null where a probability is zero: a value is out of the distribution's reach.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is no value.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on one kind of machine.
    /// <b>Cost:</b> 2n logarithms.</para>
    /// <para><b>Source:</b> T. Anderson, D. Darling, J. American Statistical Association 49 (1954), pp. 765-769;
    /// docs/methods/distributions.md.</para>
    /// <para><b>Tested by:</b> a worked case, numerical integration of its definition, every length.</para>
    /// </remarks>
    public static double? AndersonDarling(ReadOnlySpan<double> below, ReadOnlySpan<double> above)
    {
        int n = below.Length;
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Length(above.Length, n);
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            if (!(below[i] > 0.0) || !(above[n - 1 - i] > 0.0))
            {
                return null;
            }

            sum += (2.0 * i + 1.0) / n * (Math.Log(below[i]) + Math.Log(above[n - 1 - i]));
        }

        return Math.Max(-n - sum, 0.0);
    }

    /// <summary>P(D &lt; d): an element of the n-th power of a matrix of d's expansion.</summary>
    private static double Exact(double d, int n)
    {
        int k = (int)(n * d) + 1;
        int m = 2 * k - 1;
        double h = k - n * d;
        double[] matrix = Steps(m, h);
        double[] power = Power(matrix, m, n, out int exponent);
        double value = power[(k - 1) * m + k - 1];
        for (int i = 1; i <= n; i++)
        {
            value *= (double)i / n;
            if (value < 1e-140)
            {
                value *= 1e140;
                exponent -= 140;
            }
        }

        return value * Math.Pow(10.0, exponent);
    }

    private static double[] Steps(int m, double h)
    {
        double[] matrix = new double[m * m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= Math.Min(i + 1, m - 1); j++)
            {
                matrix[i * m + j] = 1.0;
            }
        }

        for (int i = 0; i < m; i++)
        {
            matrix[i * m] -= Math.Pow(h, i + 1);
            matrix[(m - 1) * m + i] -= Math.Pow(h, m - i);
        }

        matrix[(m - 1) * m] += 2.0 * h > 1.0 ? Math.Pow(2.0 * h - 1.0, m) : 0.0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                for (int g = 1; g <= i - j + 1; g++)
                {
                    matrix[i * m + j] /= g;
                }
            }
        }

        return matrix;
    }

    private static double[] Power(double[] matrix, int m, int n, out int exponent)
    {
        if (n == 1)
        {
            exponent = 0;
            return matrix;
        }

        double[] half = Power(matrix, m, n / 2, out int halfExponent);
        double[] power = new double[m * m];
        MatrixProduct.Compute(half, half, m, m, m, power);
        exponent = 2 * halfExponent;
        if (n % 2 == 1)
        {
            double[] odd = new double[m * m];
            MatrixProduct.Compute(power, matrix, m, m, m, odd);
            power = odd;
        }

        if (power[m / 2 * m + m / 2] > 1e140)
        {
            for (int i = 0; i < power.Length; i++)
            {
                power[i] *= 1e-140;
            }

            exponent += 140;
        }

        return power;
    }
}
