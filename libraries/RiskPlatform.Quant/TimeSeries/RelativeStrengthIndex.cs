using System.Numerics.Tensors;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Wilder's relative strength index: which share of recent movement was upwards.</summary>
public static class RelativeStrengthIndex
{
    private const int BlockLength = 128;

    /// <summary>
    /// Computes 100 · G / (G + L), G and L Wilder's averages of the rises and of the falls from value to value.
    /// </summary>
    /// <param name="values">Prices, oldest first. Length n.</param>
    /// <param name="window">Changes the averages start with, w; at least 1; 14 in the book.</param>
    /// <param name="indices">
    /// Receives the indices, 0 to 100; 50 where nothing has moved. Length max(0, n − w): place i belongs to value i +
    /// w.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN stays in every index from its own on.</para>
    /// <para><b>Accuracy:</b> rounding only.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> two fused multiply-adds a value; the quotient of the averages, the only division, is taken in
    /// blocks by vectors. No allocation.</para>
    /// <para><b>Source:</b> J. W. Wilder, New Concepts in Technical Trading Systems, 1978, pp. 63-70;
    /// docs/methods/indicators.md.</para>
    /// <para><b>Tested by:</b> StockCharts' worked example, R's TTR, mirrored prices, every length and window.</para>
    /// </remarks>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> indices)
    {
        // The first index needs one value more than its window has changes.
        KernelGuard.Length(indices.Length, SmoothingFactors.Count(values.Length - 1, window));
        if (indices.IsEmpty)
        {
            return;
        }

        double weight = SmoothingFactors.Reciprocal(window);
        double kept = 1.0 - weight;
        double gain = 0.0;
        double loss = 0.0;
        for (int i = 1; i <= window; i++)
        {
            double change = values[i] - values[i - 1];
            gain += Rise(change);
            loss += Rise(-change);
        }

        gain *= weight;
        loss *= weight;
        Span<double> movement = stackalloc double[BlockLength];
        for (int start = 0; start < indices.Length; start += BlockLength)
        {
            var block = indices.Slice(start, Math.Min(BlockLength, indices.Length - start));
            for (int k = 0; k < block.Length; k++)
            {
                int i = start + window + k;
                if (i > window)
                {
                    double change = values[i] - values[i - 1];
                    gain = Math.FusedMultiplyAdd(kept, gain, weight * Rise(change));
                    loss = Math.FusedMultiplyAdd(kept, loss, weight * Rise(-change));
                }

                bool isStill = gain + loss == 0.0;
                block[k] = isStill ? 50.0 : 100.0 * gain;
                movement[k] = isStill ? 1.0 : gain + loss;
            }

            TensorPrimitives.Divide(block, movement[..block.Length], block);
        }
    }

    // A comparison would lose NaN; the maximum keeps it.
    private static double Rise(double change) => Math.Max(change, 0.0);
}
