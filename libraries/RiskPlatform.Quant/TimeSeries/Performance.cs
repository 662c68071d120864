namespace RiskPlatform.Quant.TimeSeries;

/// <summary>What a series of returns or values has come to, beside <see cref="SharpeRatio"/>.</summary>
public static class Performance
{
    // A deviation of this part of the largest return is rounding.
    private const double RoundingShare = 1e-14;

    /// <summary>Computes √m (r̄ − τ) / √(Σ min(rᵢ − τ, 0)² / n) (Sortino).</summary>
    /// <param name="returns">Returns a period, as fractions. Length n, at least 2.</param>
    /// <param name="target">τ: the return a period below which it counts as a loss.</param>
    /// <param name="periodsPerYear">Periods in a year, m; 1 leaves the figure as it is.</param>
    /// <returns>
    /// The ratio, with its error by the delta method for independent returns; null if no return is below the target.
    /// </returns>
    /// <exception cref="ArgumentException">There are fewer than two returns, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Target or periods a year are out of range.</exception>
    /// <remarks>
    /// <para>The sum runs over all n, not only over the losses.</para>
    /// <para><b>Accuracy:</b> rounding; the error is right for many returns.</para>
    /// <para><b>Cost:</b> three passes, no allocation. <b>Source:</b> F. Sortino, R. van der Meer, J. Portfolio
    /// Management 17(4) (1991), pp. 27-31; docs/methods/performance.md.</para>
    /// <para><b>Tested by:</b> a worked case, the spread of simulated ratios, scaling, every length.</para>
    /// </remarks>
    public static PerformanceRatio? Sortino(ReadOnlySpan<double> returns, double target, double periodsPerYear)
    {
        if (!double.IsFinite(target))
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "A target is finite.");
        }

        int n = returns.Length;
        var moments = Moments(returns, periodsPerYear);
        double downside = 0.0;
        foreach (double r in returns)
        {
            double shortfall = Math.Min(r - target, 0.0);
            downside += shortfall * shortfall / n;
        }

        double root = Math.Sqrt(downside);
        if (!(root > 0.0))
        {
            return null;
        }

        double ratio = (moments.Mean - target) / root;
        double squares = 0.0;
        foreach (double r in returns)
        {
            double shortfall = Math.Min(r - target, 0.0) / root;
            double influence = (r - moments.Mean) / root - 0.5 * ratio * (shortfall * shortfall - 1.0);
            squares += influence * influence / n;
        }

        double annual = Math.Sqrt(periodsPerYear);
        return new PerformanceRatio(annual * ratio, annual * Math.Sqrt(squares / n), n);
    }

    /// <summary>Computes the largest fall from a peak, max over s ≤ t of 1 − xₜ/xₛ.</summary>
    /// <param name="values">Values of a position or an index, positive, oldest first; none give a fall of zero.</param>
    /// <returns>Its depth and place: of several equal ones, the first.</returns>
    /// <exception cref="ArgumentException">A value is not positive and finite.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> one rounding. <b>Cost:</b> one pass, no allocation; a division only where a new low is
    /// reached.</para>
    /// <para><b>Source:</b> the definition; docs/methods/performance.md.</para>
    /// <para><b>Tested by:</b> a worked case, every pair by brute force, scaling, every length.</para>
    /// </remarks>
    public static Drawdown MaximumDrawdown(ReadOnlySpan<double> values)
    {
        var worst = new Drawdown(0.0, 0, 0);
        double kept = 1.0;
        int peak = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double value = values[t];
            if (!(value > 0.0) || double.IsInfinity(value))
            {
                throw new ArgumentException($"Value {t} is not positive and finite.", nameof(values));
            }

            if (value > values[peak])
            {
                peak = t;
            }
            else if (value < kept * values[peak])
            {
                double share = value / values[peak];
                if (share < kept)
                {
                    kept = share;
                    worst = new Drawdown(1.0 - share, peak, t);
                }
            }
        }

        return worst;
    }

    internal static StreamingMoments Moments(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        KernelGuard.AtLeast(returns.Length, 2);
        if (!(periodsPerYear > 0.0) || double.IsInfinity(periodsPerYear))
        {
            throw new ArgumentOutOfRangeException(
                nameof(periodsPerYear), periodsPerYear, "Periods a year are positive and finite.");
        }

        foreach (double r in returns)
        {
            if (!double.IsFinite(r))
            {
                throw new ArgumentException("A return is not finite.", nameof(returns));
            }
        }

        StreamingMoments moments = default;
        moments.Add(returns);
        return moments;
    }

    internal static bool Varies(ReadOnlySpan<double> returns, in StreamingMoments moments)
    {
        double largest = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(returns);
        return Math.Sqrt(moments.SumOfSquares / returns.Length) > RoundingShare * Math.Abs(largest);
    }
}

/// <summary>A ratio of reward to risk.</summary>
/// <param name="Value">The ratio, without unit.</param>
/// <param name="StandardError">Of the ratio.</param>
/// <param name="Observations">Returns it rests on.</param>
public readonly record struct PerformanceRatio(double Value, double StandardError, int Observations);

/// <summary>A fall from a peak.</summary>
/// <param name="Depth">The share lost, 0 to 1: 0.2 is a fall by 20 %.</param>
/// <param name="Peak">Place of the peak.</param>
/// <param name="Trough">Place of the lowest value after it; the peak's where there was no fall.</param>
public readonly record struct Drawdown(double Depth, int Peak, int Trough);
