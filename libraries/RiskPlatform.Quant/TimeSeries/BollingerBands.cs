namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Bollinger bands: a moving average with a multiple of the window's standard deviation on both
/// sides.</summary>
public static class BollingerBands
{
    /// <summary>Computes m − k·s, m and m + k·s; m the mean and s the standard deviation (divisor w) of each
    /// window.</summary>
    /// <param name="values">Prices, oldest first. Length n.</param>
    /// <param name="window">w; at least 1; 20 by custom.</param>
    /// <param name="deviations">k: width of a band in standard deviations; zero or more; 2 by custom.</param>
    /// <param name="lower">Receives m − k·s. Length max(0, n − w + 1): place i belongs to price i + w − 1.</param>
    /// <param name="middle">Receives m: the bits of <see cref="MovingAverage.Simple"/>. The same length.</param>
    /// <param name="upper">Receives m + k·s. The same length. All four memories are apart.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive, or k is negative or NaN.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN reaches the bands of windows it lies in, and no others.</para>
    /// <para><b>Accuracy:</b> as Welford's method on each window afresh: moments of block ends and block starts are
    /// joined (Chan, Golub and LeVeque), nothing is taken away, so s² is never negative.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> two updates, one join and one root a value; reciprocals come from a table; no
    /// allocation.</para>
    /// <para><b>Source:</b> J. Bollinger, Bollinger on Bollinger Bands, 2002; docs/methods/indicators.md.</para>
    /// <para><b>Tested by:</b> R's TTR, two-pass moments of every length and window, prices of 1e9 with steps of
    /// 1e-3.</para>
    /// </remarks>
    public static void Compute(
        ReadOnlySpan<double> values,
        int window,
        double deviations,
        Span<double> lower,
        Span<double> middle,
        Span<double> upper)
    {
        MovingAverage.Simple(values, window, middle);
        KernelGuard.Length(lower.Length, middle.Length);
        KernelGuard.Length(upper.Length, middle.Length);
        if (!(deviations >= 0.0) || double.IsInfinity(deviations))
        {
            throw new ArgumentOutOfRangeException(nameof(deviations), deviations, "A band's width is not negative.");
        }

        for (int start = 0; start < middle.Length; start += window)
        {
            int count = Math.Min(window, middle.Length - start);
            StoreRests(values.Slice(start, window), lower.Slice(start, count), upper.Slice(start, count));
            JoinBegun(values[(start + window)..], window, lower.Slice(start, count), upper.Slice(start, count));
        }

        double factor = deviations * Math.Sqrt(SmoothingFactors.Reciprocal(window));
        for (int i = 0; i < middle.Length; i++)
        {
            double width = factor * Math.Sqrt(upper[i]);
            lower[i] = middle[i] - width;
            upper[i] = middle[i] + width;
        }
    }

    // Mean and sum of squared departures of what is left of the block from each place on, from the end backwards.
    private static void StoreRests(ReadOnlySpan<double> block, Span<double> means, Span<double> squares)
    {
        double mean = 0.0;
        double sum = 0.0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            double departure = block[i] - mean;
            mean += departure * SmoothingFactors.Reciprocal(block.Length - i);
            sum += departure * (block[i] - mean);
            if (i < means.Length)
            {
                means[i] = mean;
                squares[i] = sum;
            }
        }
    }

    // Window k has w − k values of the block behind it and k of the next: the sum of both and of what parts their
    // means.
    private static void JoinBegun(
        ReadOnlySpan<double> next, int window, ReadOnlySpan<double> means, Span<double> squares)
    {
        double perWindow = SmoothingFactors.Reciprocal(window);
        double mean = 0.0;
        double sum = 0.0;
        for (int k = 1; k < squares.Length; k++)
        {
            double value = next[k - 1];
            double departure = value - mean;
            mean += departure * SmoothingFactors.Reciprocal(k);
            sum += departure * (value - mean);
            double apart = mean - means[k];
            squares[k] += sum + apart * apart * ((double)k * (window - k) * perWindow);
        }
    }
}
