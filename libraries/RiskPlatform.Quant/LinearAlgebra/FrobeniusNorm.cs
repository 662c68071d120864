namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>The size of a matrix as that of the vector of its elements.</summary>
public static class FrobeniusNorm
{
    /// <summary>Computes √(Σ xᵢ²).</summary>
    /// <param name="elements">The elements, of any shape; none give zero.</param>
    /// <returns>The norm, in the elements' unit; infinite only if it is beyond the largest double.</returns>
    /// <remarks>
    /// <para>Scaled by a power of two, so that no square overflows or vanishes on the way.</para>
    /// <para><b>Not checked:</b> the elements. NaN gives NaN; an infinity gives infinity.</para>
    /// <para><b>Accuracy:</b> relative error about n/8 rounding errors at worst, in practice a few.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: eight sums in a fixed order.</para>
    /// <para><b>Cost:</b> two passes, no allocation.</para>
    /// <para><b>Source:</b> J. Blue, ACM Trans. Math. Software 4 (1978), pp. 15-23, for the scaling;
    /// docs/methods/matrices.md.</para>
    /// <para><b>Tested by:</b> worked cases, MathNet, sizes of 1e±300, scaling by powers of two, every length.</para>
    /// </remarks>
    public static double Compute(ReadOnlySpan<double> elements)
    {
        double largest = 0.0;
        foreach (double element in elements)
        {
            if (double.IsNaN(element))
            {
                return double.NaN;
            }

            largest = Math.Max(largest, Math.Abs(element));
        }

        if (largest == 0.0 || double.IsInfinity(largest))
        {
            return largest;
        }

        // In two factors, as one would leave the doubles for the smallest and the largest sizes.
        int exponent = Math.ILogB(largest);
        double first = Math.ScaleB(1.0, -(exponent / 2));
        double second = Math.ScaleB(1.0, -(exponent - exponent / 2));
        Span<double> sums = stackalloc double[8];
        sums.Clear();
        for (int i = 0; i < elements.Length; i++)
        {
            double scaled = elements[i] * first * second;
            sums[i & 7] += scaled * scaled;
        }

        double sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        return Math.ScaleB(Math.Sqrt(sum), exponent);
    }
}
