using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.Backtesting;

/// <summary>Runs a strategy over past closes in one pass.</summary>
public static class Backtest
{
    /// <summary>
    /// Computes Σₜ qₜ (pₜ₊₁ − pₜ) − k Σₜ |qₜ − qₜ₋₁|, where qₜ is decided from p₀ to pₜ alone and q₋₁ = 0.
    /// </summary>
    /// <typeparam name="TStrategy">A struct, so that its code is compiled into the loop.</typeparam>
    /// <param name="closes">p: closing prices at equal steps, oldest first; any finite numbers. Any length.</param>
    /// <param name="strategy">Decides q. Its state is changed: take a new one for each run.</param>
    /// <param name="costs">k, charged at the close that the position is decided at.</param>
    /// <returns>The sums; all zero for an empty series. The last decision earns nothing any more, but is
    /// charged.</returns>
    /// <exception cref="ArgumentException">A close or a position is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The costs are negative, NaN or infinite.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> running sums; relative error of about n rounding errors of the largest sum.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: one fixed order, no vectors.</para>
    /// <para><b>Cost:</b> one pass, no allocation, no division; some 6 cycles a bar with a crossover.</para>
    /// <para><b>Source:</b> the definition; docs/methods/backtesting.md.</para>
    /// <para><b>Tested by:</b> brute force for every length, the future-perturbation test, buy and hold, no
    /// allocation.</para>
    /// </remarks>
    // A method of its own, compiled in full at once: profiled, or inlined into a larger one, its sums leave the
    // registers and a bar takes twice as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static BacktestResult Run<TStrategy>(
        ReadOnlySpan<double> closes, ref TStrategy strategy, BacktestCosts costs)
        where TStrategy : struct, ICausalStrategy
    {
        double perUnit = costs.PerUnitTraded;
        if (!(perUnit >= 0.0) || double.IsInfinity(perUnit))
        {
            throw new ArgumentOutOfRangeException(nameof(costs), perUnit, "Costs are zero or positive, and finite.");
        }

        var decider = strategy; // A local copy: its fields live in registers.
        double position = 0.0;
        double profit = 0.0;
        double peak = 0.0;
        double drawdown = 0.0;
        double traded = 0.0;
        long trades = 0;
        double before = closes.IsEmpty ? 0.0 : closes[0];
        for (int t = 0; t < closes.Length; t++)
        {
            double close = closes[t];
            double next = decider.Decide(new AsOf(closes[..(t + 1)]));
            double change = Math.Abs(next - position);
            profit += position * (close - before) - perUnit * change; // One sum: the next bar waits for it.
            position = next;
            before = close;
            traded += change;
            trades += change != 0.0 ? 1 : 0;
            peak = double.MaxNative(peak, profit); // A NaN is found at the end.
            drawdown = double.MaxNative(drawdown, peak - profit);
        }

        strategy = decider;
        return double.IsFinite(profit) && double.IsFinite(before) && double.IsFinite(traded)
            ? new BacktestResult(profit, perUnit * traded, drawdown, trades, closes.Length, position)
            : throw new ArgumentException("A close or a position is not a finite number.", nameof(closes));
    }
}
