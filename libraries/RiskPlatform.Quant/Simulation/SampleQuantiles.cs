using System.Numerics.Tensors;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Several quantiles of a large sample, without sorting it.</summary>
public static class SampleQuantiles
{
    // What a part of the sample says of a rank, give or take six standard deviations, leaves no doubt in practice;
    // where it does err, the whole is sorted.
    internal const int PilotSize = 65_536;
    internal const double PilotDeviations = 6.0;
    internal const int SortedUpTo = 4 * PilotSize;
    private const int BlockSize = 4_096;

    /// <summary>
    /// Computes x₍ₖ₎ + g (x₍ₖ₊₁₎ − x₍ₖ₎), k = ⌊(n − 1)p⌋ + 1 and g = (n − 1)p + 1 − k: type 7 of Hyndman and Fan.
    /// </summary>
    /// <param name="sample">x: finite numbers in any order and unit. Length n, at least 1.</param>
    /// <param name="probabilities">p: fractions from 0 to 1. Length m.</param>
    /// <param name="destination">Receives m quantiles in the sample's unit.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 elements of a long sample.</param>
    /// <exception cref="ArgumentException">There is no sample, an element is not finite, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact but for the rounding of one interpolation.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, whatever the sample's order.</para>
    /// <para><b>Cost:</b> one pass that keeps the neighbourhood of each rank, about 2 % of the sample at most, beside a
    /// sort of 65,536 elements; up to four times as many are sorted whole.</para>
    /// <para><b>Source:</b> R. Hyndman, Y. Fan, American Statistician 50 (1996), pp. 361-365;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> full sorting for every length and shape of sample, ties, hostile orders.</para>
    /// </remarks>
    public static void Type7(
        ReadOnlySpan<double> sample,
        ReadOnlySpan<double> probabilities,
        Span<double> destination,
        CancellationToken cancellationToken = default)
    {
        KernelGuard.AtLeast(sample.Length, 1);
        KernelGuard.Length(destination.Length, probabilities.Length);
        Guard(probabilities);
        if (sample.Length <= SortedUpTo
            || !TryByNeighbourhoods(sample, probabilities, destination, cancellationToken))
        {
            GuardFinite(sample);
            double[] sorted = sample.ToArray();
            RadixSort.Ascending(sorted, cancellationToken);
            for (int i = 0; i < probabilities.Length; i++)
            {
                var (rank, share) = Place(sample.Length, probabilities[i]);
                destination[i] = Between(sorted[rank], sorted[Math.Min(rank + 1, sorted.Length - 1)], share);
            }
        }
    }

    internal static void Guard(ReadOnlySpan<double> probabilities)
    {
        foreach (double p in probabilities)
        {
            if (!(p is >= 0.0 and <= 1.0))
            {
                throw new ArgumentOutOfRangeException(nameof(probabilities), p, "A probability from 0 to 1.");
            }
        }
    }

    private static void GuardFinite(ReadOnlySpan<double> sample)
    {
        if (!TensorPrimitives.IsFiniteAll(sample))
        {
            throw new ArgumentException("An element is not finite.", nameof(sample));
        }
    }

    private static bool TryByNeighbourhoods(
        ReadOnlySpan<double> sample,
        ReadOnlySpan<double> probabilities,
        Span<double> destination,
        CancellationToken cancellationToken)
    {
        double[] pilot = Pilot(sample);
        var windows = new RankWindow[probabilities.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = Around(pilot, probabilities[i], sample.Length);
        }

        try
        {
            Collect(sample, windows, cancellationToken);
            return TryRead(sample.Length, windows, probabilities, destination, cancellationToken);
        }
        finally
        {
            foreach (var window in windows)
            {
                window.Dispose();
            }
        }
    }

    private static void Collect(ReadOnlySpan<double> sample, RankWindow[] windows, CancellationToken cancellationToken)
    {
        for (int start = 0; start < sample.Length; start += BlockSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = sample.Slice(start, Math.Min(BlockSize, sample.Length - start));
            GuardFinite(block);
            foreach (var window in windows)
            {
                window.Add(block);
            }
        }
    }

    internal static bool TryRead(
        long count,
        ReadOnlySpan<RankWindow> windows,
        ReadOnlySpan<double> probabilities,
        Span<double> destination,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (rank, share) = Place(count, probabilities[i]);
            long inside = rank - windows[i].Below;
            var kept = windows[i].Kept;
            bool hasNext = rank + 1 < count;
            if (inside < 0 || inside >= kept.Length || (hasNext && inside + 1 >= kept.Length))
            {
                return false;
            }

            LossTail.Select(kept, (int)inside);
            double next = hasNext ? TensorPrimitives.Min<double>(kept[((int)inside + 1)..]) : kept[(int)inside];
            destination[i] = Between(kept[(int)inside], next, share);
        }

        return true;
    }

    // Evenly spread places, so that a sorted sample is as good as a shuffled one.
    private static double[] Pilot(ReadOnlySpan<double> sample)
    {
        double[] pilot = new double[PilotSize];
        for (int i = 0; i < PilotSize; i++)
        {
            pilot[i] = sample[(int)((long)i * sample.Length / PilotSize)];
        }

        RadixSort.Ascending(pilot, CancellationToken.None);
        return pilot;
    }

    internal static RankWindow Around(double[] pilot, double p, int count)
    {
        double away = PilotDeviations * Math.Sqrt(PilotSize * p * (1.0 - p)) + 2.0;
        int low = (int)Math.Floor(p * PilotSize - away);
        int high = (int)Math.Ceiling(p * PilotSize + away);
        return new RankWindow(
            low < 0 ? double.NegativeInfinity : pilot[low],
            high >= PilotSize ? double.PositiveInfinity : pilot[high],
            (int)(2.0 * away / PilotSize * count));
    }

    private static (long Rank, double Share) Place(long count, double p)
    {
        double position = (count - 1) * p;
        long rank = Math.Min((long)Math.Floor(position + 1e-9), count - 1); // 0.95 · 100 has to be rank 95.
        return (rank, Math.Max(position - rank, 0.0));
    }

    private static double Between(double low, double high, double share) => low + share * (high - low);
}
