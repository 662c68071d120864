namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Moving average convergence and divergence: a fast exponential average less a slow one.</summary>
public static class Macd
{
    /// <summary>Computes EMA(fast) − EMA(slow), and the exponential average of that, the signal.</summary>
    /// <param name="values">Prices, oldest first. Length n.</param>
    /// <param name="windows">The three windows; 12, 26 and 9 by custom.</param>
    /// <param name="differences">
    /// Receives the differences, in the prices' unit. Length max(0, n − slow + 1), apart from the prices: place i
    /// belongs to price i + slow − 1.
    /// </param>
    /// <param name="signals">
    /// Receives the signal. Length max(0, differences − signal + 1): place i belongs to difference i + signal − 1.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window is not positive, or the fast one is longer than the slow
    /// one.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN stays in every result from its own on.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> three passes of two operations a value, no division, no allocation.</para>
    /// <para><b>Source:</b> G. Appel, Technical Analysis: Power Tools for Active Investors, 2005;
    /// docs/methods/indicators.md.</para>
    /// <para><b>Tested by:</b> R's TTR, the averages taken apart, every length.</para>
    /// </remarks>
    public static void Compute(
        ReadOnlySpan<double> values, MacdWindows windows, Span<double> differences, Span<double> signals)
    {
        KernelGuard.Length(differences.Length, SmoothingFactors.Count(values.Length, windows.Slow));
        KernelGuard.Length(signals.Length, SmoothingFactors.Count(differences.Length, windows.Signal));
        if (windows.Fast < 1 || windows.Fast > windows.Slow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(windows), windows, "The fast window holds at least one value and no more than the slow one.");
        }

        MovingAverage.Exponential(values, windows.Slow, differences);
        if (differences.IsEmpty)
        {
            return;
        }

        double sum = 0.0;
        foreach (double value in values[..windows.Fast])
        {
            sum += value;
        }

        double weight = SmoothingFactors.Exponential(windows.Fast);
        double kept = 1.0 - weight;
        double fast = sum * SmoothingFactors.Reciprocal(windows.Fast);
        for (int i = windows.Fast; i < windows.Slow; i++)
        {
            fast = Math.FusedMultiplyAdd(kept, fast, weight * values[i]);
        }

        differences[0] = fast - differences[0];
        for (int i = 1; i < differences.Length; i++)
        {
            fast = Math.FusedMultiplyAdd(kept, fast, weight * values[windows.Slow - 1 + i]);
            differences[i] = fast - differences[i];
        }

        MovingAverage.Exponential(differences, windows.Signal, signals);
    }
}

/// <summary>The windows of <see cref="Macd"/>, in values.</summary>
/// <param name="Fast">Of the fast average; 12 by custom.</param>
/// <param name="Slow">Of the slow average; 26 by custom, not less than the fast one.</param>
/// <param name="Signal">Of the average of their difference; 9 by custom.</param>
public readonly record struct MacdWindows(int Fast, int Slow, int Signal)
{
    /// <summary>12, 26 and 9.</summary>
    public static MacdWindows Customary => new(12, 26, 9);
}
