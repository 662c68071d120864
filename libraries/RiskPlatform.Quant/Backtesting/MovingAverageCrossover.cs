using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.Backtesting;

/// <summary>
/// Long while the mean of the last few closes is above that of the last many, short while it is below.
/// </summary>
/// <remarks>
/// <para>Out of the market until the slow window is full; equal means keep the position as it is.</para>
/// <para>The default value has no windows, and its first decision throws.</para>
/// </remarks>
public struct MovingAverageCrossover : ICausalStrategy
{
    // Running sums gather a rounding error a bar; they are made anew so often that it stays below any price's tick.
    private const int BarsBetweenRebuilds = 4096;

    private readonly int _fast;
    private readonly int _slow;
    private readonly double _fastBars; // The same numbers, converted once.
    private readonly double _slowBars;
    private double _fastSum;
    private double _slowSum;
    private double _position;
    private int _untilRebuild;

    /// <summary>Sets the windows.</summary>
    /// <param name="fast">Bars of the quick mean, at least 1.</param>
    /// <param name="slow">Bars of the slow mean, more than fast.</param>
    /// <exception cref="ArgumentOutOfRangeException">The windows are out of range.</exception>
    public MovingAverageCrossover(int fast, int slow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        (_fast, _slow, _fastBars, _slowBars) = (fast, slow, fast, slow);
    }

    /// <summary>
    /// Compares slow · Σ of the last fast closes with fast · Σ of the last slow ones: the means' order without a
    /// division.
    /// </summary>
    /// <param name="known">The closes so far.</param>
    /// <returns>1 above, −1 below, the position before if equal, and 0 until slow closes are known.</returns>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact for whole numbers, such as prices in ticks, while slow · Σ is below 2⁵³. Otherwise
    /// sums are within 4,096 rounding errors, being made anew after so many bars, and means closer than that are
    /// ordered by chance.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> four sums and two products a bar; slow sums more every 4,096 bars.</para>
    /// <para><b>Source:</b> W. Brock, J. Lakonishok, B. LeBaron, J. Finance 47 (1992) 1731–1764, section II;
    /// docs/methods/backtesting.md.</para>
    /// <para><b>Tested by:</b> means computed anew at every bar, every window to 12, every length.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Decide(AsOf known)
    {
        if (known.Count <= _slow || _untilRebuild == 0)
        {
            if (known.Count < _slow)
            {
                return 0.0;
            }

            (_fastSum, _slowSum) = Sums(known, _fast, _slow);
            _untilRebuild = BarsBetweenRebuilds;
        }
        else
        {
            double current = known.Current;
            _fastSum += current - known.Ago(_fast);
            _slowSum += current - known.Ago(_slow);
            _untilRebuild--;
        }

        double difference = _slowBars * _fastSum - _fastBars * _slowSum;
        _position = difference == 0.0 ? _position : Math.CopySign(1.0, difference);
        return _position;
    }

    // Static and inlined: a call in the loop, or an address of the sums, would keep them out of registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Fast, double Slow) Sums(AsOf known, int fast, int slow)
    {
        if (slow == 0)
        {
            throw new InvalidOperationException("A default crossover has no windows.");
        }

        return (Sum(known.Last(fast)), Sum(known.Last(slow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
