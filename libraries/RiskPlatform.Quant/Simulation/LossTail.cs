using System.Numerics;
using System.Numerics.Tensors;

namespace RiskPlatform.Quant.Simulation;

/// <summary>The far end of a sample of losses: quantile, mean beyond it, and how well they are known.</summary>
public static class LossTail
{
    /// <summary>Fewer losses than this beyond the quantile say too little about it.</summary>
    public const double LeastBeyond = 10.0;

    private const double NinetyFivePercent = 1.959963984540054; // Normal quantile of 0.975.

    /// <summary>
    /// Computes VaR = x₍ₖ₎, k = ⌈nc⌉ of losses in rising order, and ES = (Σᵢ₍ᵢ﹥ₖ₎ x₍ᵢ₎ + (k − nc) x₍ₖ₎) / (n(1 − c)).
    /// </summary>
    /// <param name="losses">n independent losses, positive is a loss; any order. Rearranged.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <exception cref="ArgumentException">A loss is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the figures are those of the sample, exact but for rounding. VaR's error is √(nc(1 − c))
    /// ranks, turned into losses by the spacing of the order statistics so far to both sides; its 95 % interval is
    /// 1.96 times as many ranks, and needs no density. ES's error is √((v + c (ES − VaR)²) / (n(1 − c))), v the
    /// variance
    /// beyond VaR. Both assume independent losses.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, whatever the losses' order.</para>
    /// <para><b>Cost:</b> a selection over n and a sort of the tail; no allocation.</para>
    /// <para><b>Source:</b> C. Acerbi, D. Tasche, J. Banking &amp; Finance 26 (2002) 1487–1503; B. J. Manistre,
    /// G. H. Hancock, North American Actuarial J. 9(2) (2005) 129–156; docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> full sorting, closed forms, coverage over 1,000 seeds, every length.</para>
    /// </remarks>
    public static TailEstimate FromLosses(Span<double> losses, double confidence)
    {
        Guard(confidence);
        foreach (double loss in losses)
        {
            if (!double.IsFinite(loss))
            {
                throw new ArgumentException("A loss is not a finite number.", nameof(losses));
            }
        }

        if (!IsEnough(losses.Length, confidence))
        {
            return new TailEstimate { Status = TailStatus.TooFewLosses, Observations = losses.Length };
        }

        int needed = (int)Needed(losses.Length, confidence);
        Select(losses, losses.Length - needed);
        return FromTop(losses[^needed..], losses.Length, confidence);
    }

    /// <summary>Computes the same from the largest losses of a sample alone.</summary>
    /// <param name="largest">The largest losses, at least <see cref="LargestNeeded"/> of them; any order.
    /// Rearranged.</param>
    /// <param name="count">n: losses in the whole sample.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <exception cref="ArgumentException">A loss is NaN or infinite, or there are too few or too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="FromLosses"/>. <b>Repeatability:</b> its very bits. <b>Cost:</b> a
    /// sort.</para>
    /// <para><b>Source:</b> as <see cref="FromLosses"/>.</para>
    /// <para><b>Tested by:</b> equality with <see cref="FromLosses"/> for every length kept.</para>
    /// </remarks>
    public static TailEstimate FromLargest(Span<double> largest, long count, double confidence)
    {
        Guard(confidence);
        if (!TensorPrimitives.IsFiniteAll<double>(largest))
        {
            throw new ArgumentException("A loss is not a finite number.", nameof(largest));
        }

        if (!IsEnough(count, confidence))
        {
            return new TailEstimate { Status = TailStatus.TooFewLosses, Observations = count };
        }

        int needed = (int)Needed(count, confidence);
        if (largest.Length < needed || largest.Length > count)
        {
            throw new ArgumentException(
                $"{largest.Length} losses of {count} are given; {needed} are needed.", nameof(largest));
        }

        Select(largest, largest.Length - needed);
        return FromTop(largest[^needed..], count, confidence);
    }

    /// <summary>How many of the largest losses <see cref="FromLargest"/> reads: ⌈1.96 s⌉ + 1 more than lie beyond the
    /// quantile, s = √(nc(1 − c)).</summary>
    /// <param name="count">n: losses in the whole sample, at least 10/(1 − c).</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact. <b>Source:</b> the interval of <see cref="FromLosses"/>. <b>Tested by:</b> as
    /// <see cref="FromLargest"/>.</para>
    /// </remarks>
    public static long LargestNeeded(long count, double confidence)
    {
        Guard(confidence);
        return Needed(count, confidence);
    }

    /// <summary>Whether n − ⌈nc⌉ losses beyond the quantile, <see cref="LeastBeyond"/> at least, say enough.</summary>
    /// <param name="count">n: losses in the whole sample.</param>
    /// <param name="confidence">c: a fraction, such as 0.99.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact: 100 losses at 0.9 have ten beyond, though 1 less the double 0.9 is below a tenth.
    /// <b>Source:</b> the rank of <see cref="FromLosses"/>. <b>Tested by:</b> decimal arithmetic.</para>
    /// </remarks>
    public static bool IsEnough(long count, double confidence) => count - Rank(count, confidence) >= LeastBeyond;

    internal static void Guard(double confidence)
    {
        if (!(confidence is > 0.5 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(confidence), confidence, "A confidence lies strictly between 0.5 and 1: 99% is 0.99.");
        }
    }

    /// <summary>How many of the largest losses an estimate reads.</summary>
    internal static long Needed(long count, double confidence) =>
        count - Rank(count, confidence) + (long)Math.Ceiling(NinetyFivePercent * Spread(count, confidence)) + 1;

    /// <summary>The estimate from the largest losses of a sample, at least as many as are needed. Sorts them.</summary>
    internal static TailEstimate FromTop(Span<double> top, long count, double confidence)
    {
        RadixSort.Ascending(top, CancellationToken.None);
        return FromSortedTop(top, count, confidence);
    }

    /// <summary>The same from losses that rise.</summary>
    internal static TailEstimate FromSortedTop(ReadOnlySpan<double> top, long count, double confidence)
    {
        long rank = Rank(count, confidence);
        double spread = Spread(count, confidence);
        int at = (int)(rank - 1 - (count - top.Length));
        int near = (int)Math.Ceiling(spread);
        int far = (int)Math.Ceiling(NinetyFivePercent * spread);

        double valueAtRisk = top[at];
        double error = (top[at + near] - top[at - near]) / (2 * near) * spread;
        var (shortfall, shortfallError) = Shortfall(top[at..], count, rank, confidence);
        return new TailEstimate(
            TailStatus.Estimated,
            valueAtRisk,
            error,
            top[at - far],
            top[at + far],
            shortfall,
            shortfallError,
            count);
    }

    /// <summary>Rearranges so that nothing before the place is larger than what stands there, and nothing after
    /// smaller.</summary>
    internal static void Select(Span<double> x, int place)
    {
        int low = 0;
        int high = x.Length - 1;
        int rounds = 4 * BitOperations.Log2((uint)x.Length + 1); // Sorting ends what halving did not.
        while (low < high)
        {
            if (rounds-- == 0)
            {
                x[low..(high + 1)].Sort();
                return;
            }

            double pivot = MedianOfThree(x[low], x[low + (high - low) / 2], x[high]);
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (x[i] < pivot)
                {
                    i++;
                }

                while (x[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (x[i], x[j]) = (x[j], x[i]);
                    i++;
                    j--;
                }
            }

            if (place > j && place < i)
            {
                return;
            }

            (low, high) = place <= j ? (low, j) : (i, high);
        }
    }

    private static (double Value, double Error) Shortfall(
        ReadOnlySpan<double> tail, long count, long rank, double confidence)
    {
        double beyond = count * (1.0 - confidence);
        double atQuantile = Math.Max(rank - count * confidence, 0.0); // The part of x₍ₖ₎ that lies beyond.
        double quantile = tail[0];
        double sum = 0.0;
        for (int i = 1; i < tail.Length; i++)
        {
            sum += tail[i] - quantile;
        }

        double excess = sum / beyond;
        double squares = atQuantile * excess * excess;
        for (int i = 1; i < tail.Length; i++)
        {
            double d = tail[i] - quantile - excess;
            squares += d * d;
        }

        double variance = squares / beyond;
        return (quantile + excess, Math.Sqrt((variance + confidence * excess * excess) / beyond));
    }

    // nc may exceed a whole number by rounding alone: 0.95 · 100 has to be rank 95.
    private static long Rank(long count, double confidence) => (long)Math.Ceiling(count * confidence * (1.0 - 1e-14));

    private static double Spread(long count, double confidence) => Math.Sqrt(count * confidence * (1.0 - confidence));

    private static double MedianOfThree(double a, double b, double c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
