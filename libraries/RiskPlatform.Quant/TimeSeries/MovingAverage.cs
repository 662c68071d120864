namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Averages over a window that moves along a series.</summary>
/// <remarks>
/// A window of w gives max(0, n − w + 1) values from n: the first stands for the first w values, so place i of a result
/// belongs to place i + w − 1 of the series. Nothing stands for the warm-up, so nothing has to be NaN.
/// </remarks>
public static class MovingAverage
{
    /// <summary>How many averages a window yields: max(0, length − window + 1).</summary>
    /// <param name="length">Values in the series.</param>
    /// <param name="window">Values in the window; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    public static int Count(int length, int window) => SmoothingFactors.Count(length, window);

    /// <summary>Computes (xᵢ + … + xᵢ₊w₋₁) / w.</summary>
    /// <param name="values">The series, oldest first. Length n.</param>
    /// <param name="window">w; at least 1.</param>
    /// <param name="averages">Receives the averages. Length max(0, n − w + 1), apart from the series.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN reaches the averages of windows it lies in, and no others.</para>
    /// <para><b>Accuracy:</b> as adding w numbers afresh: sums of block ends and block starts are joined, nothing is
    /// ever taken away, so that a large value leaves no trace once it has left the window.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> two additions and a multiplication a value, no allocation.</para>
    /// <para><b>Source:</b> M. van Herk, Pattern Recognition Letters 13 (1992), pp. 517-521, for the blocks;
    /// docs/methods/indicators.md.</para>
    /// <para><b>Tested by:</b> R's TTR, plain sums of every length and window, a value of 1e16 passing through.</para>
    /// </remarks>
    public static void Simple(ReadOnlySpan<double> values, int window, Span<double> averages)
    {
        KernelGuard.Length(averages.Length, SmoothingFactors.Count(values.Length, window));
        double perWindow = SmoothingFactors.Reciprocal(window);
        for (int start = 0; start < averages.Length; start += window)
        {
            // Windows that begin in this block: the rest of the block, and the beginning of the next.
            int count = Math.Min(window, averages.Length - start);
            double rest = 0.0;
            for (int i = start + window - 1; i >= start; i--)
            {
                rest += values[i];
                if (i < start + count)
                {
                    averages[i] = rest;
                }
            }

            double begun = 0.0;
            averages[start] *= perWindow;
            for (int k = 1; k < count; k++)
            {
                begun += values[start + window + k - 1];
                averages[start + k] = (averages[start + k] + begun) * perWindow;
            }
        }
    }

    /// <summary>Computes yᵢ = yᵢ₋₁ + k (xᵢ − yᵢ₋₁), k = 2/(w + 1), from the mean of the first w values on.</summary>
    /// <inheritdoc cref="Wilder"/>
    public static void Exponential(ReadOnlySpan<double> values, int window, Span<double> averages)
    {
        KernelGuard.Length(averages.Length, SmoothingFactors.Count(values.Length, window));
        Smooth(values, window, SmoothingFactors.Exponential(window), averages);
    }

    /// <summary>Computes yᵢ = yᵢ₋₁ + k (xᵢ − yᵢ₋₁), k = 1/w, from the mean of the first w values on.</summary>
    /// <param name="values">The series, oldest first. Length n.</param>
    /// <param name="window">w; at least 1.</param>
    /// <param name="averages">
    /// Receives the averages. Length max(0, n − w + 1). May be the series' own memory, from its first element on.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN stays in every average from its own on.</para>
    /// <para><b>Accuracy:</b> rounding only: about 1/k rounding errors of the largest value.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> one fused multiply-add and one multiplication a value, no division, no allocation.</para>
    /// <para><b>Source:</b> J. W. Wilder, New Concepts in Technical Trading Systems, 1978, pp. 21-23;
    /// docs/methods/indicators.md.</para>
    /// <para><b>Tested by:</b> R's TTR, the weighted sum written out, constants, every length and window.</para>
    /// </remarks>
    public static void Wilder(ReadOnlySpan<double> values, int window, Span<double> averages)
    {
        KernelGuard.Length(averages.Length, SmoothingFactors.Count(values.Length, window));
        Smooth(values, window, SmoothingFactors.Reciprocal(window), averages);
    }

    private static void Smooth(ReadOnlySpan<double> values, int window, double weight, Span<double> averages)
    {
        if (averages.IsEmpty)
        {
            return;
        }

        double sum = 0.0;
        foreach (double value in values[..window])
        {
            sum += value;
        }

        double average = sum * SmoothingFactors.Reciprocal(window);
        double kept = 1.0 - weight;
        averages[0] = average;
        for (int i = 1; i < averages.Length; i++)
        {
            average = Math.FusedMultiplyAdd(kept, average, weight * values[window - 1 + i]);
            averages[i] = average;
        }
    }
}
