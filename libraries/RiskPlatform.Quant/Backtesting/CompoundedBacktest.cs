using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Backtesting;

/// <summary>Runs a strategy on wealth that compounds: a position is a share of it.</summary>
public static class CompoundedBacktest
{
    /// <summary>
    /// Computes wealth Wₜ = Wₜ₋₁ (1 + qₜ₋₁ (pₜ/pₜ₋₁ − 1)) (1 − k |qₜ − qₜ₋₁|), W₋₁ = 1 and q₋₁ = 0, where qₜ is decided
    /// from p₀ to pₜ alone; a factor below zero counts as zero.
    /// </summary>
    /// <typeparam name="TStrategy">A struct, so that its code is compiled into the loop.</typeparam>
    /// <param name="closes">p: closing prices at equal steps, oldest first, positive. Length n, at least 1.</param>
    /// <param name="strategy">Decides q, a share of wealth. Its state is changed: take a new one for each run.</param>
    /// <param name="cost">k: what trading costs, as a share of what is traded; 0 to below 1.</param>
    /// <param name="wealth">Receives W. Length n.</param>
    /// <param name="cancellationToken">Asked every 4,096 bars.</param>
    /// <returns>Trades and the final wealth; ruined if wealth reached zero, from where it is zero.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or a close, a position or wealth is out of
    /// range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cost is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative error of about n rounding errors. <b>Repeatability:</b> the same bits on every
    /// machine: one fixed order. <b>Cost:</b> one pass, a division a bar, no allocation.</para>
    /// <para><b>Source:</b> the definition; docs/methods/backtesting.md.</para>
    /// <para><b>Tested by:</b> brute force for every length, buy and hold, costs, ruin, no allocation.</para>
    /// </remarks>
    public static CompoundedResult Run<TStrategy>(
        ReadOnlySpan<double> closes,
        ref TStrategy strategy,
        double cost,
        Span<double> wealth,
        CancellationToken cancellationToken = default)
        where TStrategy : struct, ICausalStrategy
    {
        KernelGuard.AtLeast(closes.Length, 1);
        KernelGuard.Length(wealth.Length, closes.Length);
        if (!(cost is >= 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(cost), cost, "A cost is a share from zero to below one.");
        }

        double worth = 1.0;
        double position = 0.0;
        double before = closes[0];
        long trades = 0;
        for (int t = 0; t < closes.Length; t++)
        {
            if ((t & 4095) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double close = closes[t];
            double next = strategy.Decide(new AsOf(closes[..(t + 1)]));
            if (!(close > 0.0) || double.IsInfinity(close) || !double.IsFinite(next))
            {
                throw new ArgumentException($"Bar {t}: a close is positive and a position finite.", nameof(closes));
            }

            double change = Math.Abs(next - position);

            // Each by itself is ruin below zero: two negative factors would give a gain.
            worth = worth * Math.Max(1.0 + position * (close / before - 1.0), 0.0) * Math.Max(1.0 - cost * change, 0.0);
            if (!double.IsFinite(worth))
            {
                throw new ArgumentException($"Bar {t}: wealth is too large for a number.", nameof(closes));
            }

            wealth[t] = worth;
            trades += change != 0.0 ? 1 : 0;
            (position, before) = (next, close);
        }

        return new CompoundedResult(trades, worth, IsRuined: worth == 0.0);
    }

    /// <summary>Computes the Sharpe ratio of wealth's relative changes from bar to bar.</summary>
    /// <param name="wealth">Positive, oldest first. Length at least 3.</param>
    /// <param name="periodsPerYear">Bars in a year; 252 for business days.</param>
    /// <returns>The ratio with its error; null if wealth grew evenly, or never moved.</returns>
    /// <exception cref="ArgumentException">There are fewer than three values.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="SharpeRatio.Compute"/>. <b>Repeatability:</b> the same bits on every
    /// machine.
    /// <b>Cost:</b> one array.</para>
    /// <para><b>Source:</b> docs/methods/performance.md.</para>
    /// <para><b>Tested by:</b> the ratio of the changes written out.</para>
    /// </remarks>
    public static PerformanceRatio? Sharpe(ReadOnlySpan<double> wealth, double periodsPerYear)
    {
        KernelGuard.AtLeast(wealth.Length, 3);
        double[] changes = new double[wealth.Length - 1];
        for (int t = 0; t < changes.Length; t++)
        {
            changes[t] = wealth[t + 1] / wealth[t] - 1.0;
        }

        return SharpeRatio.Compute(changes, periodsPerYear);
    }
}

/// <summary>How a strategy did with compounding wealth.</summary>
/// <param name="Trades">Bars at which the position changed, opening included.</param>
/// <param name="FinalWealth">Of one unit at the start.</param>
/// <param name="IsRuined">Whether wealth reached zero.</param>
public readonly record struct CompoundedResult(long Trades, double FinalWealth, bool IsRuined);
