using System.Collections.Concurrent;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Mean, quantiles and tails of simulated values from one run that keeps a part of them only.</summary>
public static class SimulatedDistribution
{
    /// <summary>
    /// Estimates the mean, quantiles of type 7, and value at risk and expected shortfall of the losses reference − y.
    /// </summary>
    /// <param name="sampler">Fills values y by index; independent ones.</param>
    /// <param name="reference">What a value is a loss against, such as today's price; finite.</param>
    /// <param name="probabilities">Fractions from 0 to 1, one a quantile.</param>
    /// <param name="confidences">Fractions strictly between 0.5 and 1, one a tail; at least one.</param>
    /// <param name="settings">How many values (its paths), and over how many threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 values.</param>
    /// <exception cref="ArgumentException">The sampler gave NaN or an infinite number, or there is no
    /// confidence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or so many values that are unlike the
    /// first do not fit into memory.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="MonteCarlo.Mean"/>, <see cref="SampleQuantiles.Type7"/> and
    /// <see cref="MonteCarlo.Tail"/>, which it equals.</para>
    /// <para><b>Repeatability:</b> their very bits, for any number of threads.</para>
    /// <para><b>Cost:</b> one pass over blocks that stay in the first cache; keeps the tail of the lowest confidence
    /// and 2 % a quantile. The first 65,536 values, simulated twice, say where those lie; should they have been unlike
    /// the rest, everything is simulated again and kept. So is a run of up to four times as many.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> equality with the three for every shape of sample, 1 to 5 threads to the bit.</para>
    /// </remarks>
    public static DistributionEstimate Compute(
        SampleBlock sampler,
        double reference,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<double> confidences,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        settings.Guard();
        KernelGuard.AtLeast(confidences.Length, 1);
        SampleQuantiles.Guard(probabilities);
        if (!double.IsFinite(reference))
        {
            throw new ArgumentOutOfRangeException(nameof(reference), reference, "A reference is finite.");
        }

        double lowest = 1.0;
        foreach (double confidence in confidences)
        {
            LossTail.Guard(confidence);
            lowest = LossTail.IsEnough(settings.Paths, confidence) ? Math.Min(lowest, confidence) : lowest;
        }

        double[] p = probabilities.ToArray();
        double[] c = confidences.ToArray();
        return settings.Paths > SampleQuantiles.SortedUpTo && lowest < 1.0
            ? TryStreamed(sampler, reference, p, c, lowest, settings, cancellationToken)
                ?? Kept(sampler, reference, p, c, settings, cancellationToken)
            : Kept(sampler, reference, p, c, settings, cancellationToken);
    }

    private static DistributionEstimate Kept(
        SampleBlock sampler,
        double reference,
        double[] probabilities,
        double[] confidences,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Paths, Array.MaxLength, nameof(settings));
        double[] all = GC.AllocateUninitializedArray<double>((int)settings.Paths);
        var mean = MonteCarlo.Mean(
            (first, values) =>
            {
                sampler(first, values);
                values.CopyTo(all.AsSpan((int)first));
            },
            settings,
            cancellationToken);
        double[] quantiles = new double[probabilities.Length];
        SampleQuantiles.Type7(all, probabilities, quantiles, cancellationToken);
        var tails = MonteCarlo.Tails(
            (first, losses) => Losses(all.AsSpan((int)first, losses.Length), reference, losses),
            confidences,
            settings,
            cancellationToken);
        return new DistributionEstimate(mean, quantiles, tails);
    }

    private static DistributionEstimate? TryStreamed(
        SampleBlock sampler,
        double reference,
        double[] probabilities,
        double[] confidences,
        double lowest,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        double[] pilot = Pilot(sampler, settings, cancellationToken);
        int share = (int)Math.Min(settings.Paths / settings.Threads, int.MaxValue);
        var blocks = new BlockMoments[BlockRun.Count(settings.Paths)];
        ConcurrentBag<RankWindow[]> idle = [];
        BlockRun.ForEach(
            settings.Paths,
            1,
            settings.Threads,
            (block, first, values) =>
            {
                sampler(first, values);
                blocks[block] = BlockMoments.Of(values, []);
                var windows = idle.TryTake(out var taken) ? taken : Windows(pilot, probabilities, lowest, share);
                foreach (var window in windows)
                {
                    window.Add(values);
                }

                idle.Add(windows);
            },
            cancellationToken);
        var moments = BlockMoments.MergeAll(blocks);
        var mean = MonteCarlo.Checked(moments.MeanY, moments.Yy, moments.Count, moments.Count - 1);
        var all = Merged(idle);
        try
        {
            double[] quantiles = new double[probabilities.Length];
            bool found = false;
            double[]? top = null;
            Together(
                settings.Threads,
                () => found = SampleQuantiles.TryRead(
                    settings.Paths, all.AsSpan(0, quantiles.Length), probabilities, quantiles, cancellationToken),
                () => top = Top(all[^1].Kept, reference, LossTail.Needed(settings.Paths, lowest), cancellationToken),
                cancellationToken);
            return found && top is not null
                ? new DistributionEstimate(
                    mean, quantiles, MonteCarlo.TailsOf(top, confidences, settings.Paths, cancellationToken))
                : null;
        }
        finally
        {
            Array.ForEach(all, window => window.Dispose());
        }
    }

    private static double[] Pilot(
        SampleBlock sampler, SimulationSettings settings, CancellationToken cancellationToken)
    {
        double[] pilot = new double[SampleQuantiles.PilotSize];
        BlockRun.ForEach(
            pilot.Length,
            1,
            settings.Threads,
            (_, first, values) =>
            {
                sampler(first, values);
                values.CopyTo(pilot.AsSpan((int)first));
            },
            cancellationToken);
        RadixSort.Ascending(pilot, cancellationToken);
        return pilot;
    }

    // One around each quantile, and the far end of low values, which are the large losses.
    private static RankWindow[] Windows(double[] pilot, double[] probabilities, double lowest, int count)
    {
        var windows = new RankWindow[probabilities.Length + 1];
        for (int i = 0; i < probabilities.Length; i++)
        {
            windows[i] = SampleQuantiles.Around(pilot, probabilities[i], count);
        }

        double away = SampleQuantiles.PilotDeviations * Math.Sqrt(pilot.Length * lowest * (1.0 - lowest)) + 2.0;
        int high = (int)Math.Ceiling(pilot.Length * (1.0 - lowest) + away);
        windows[^1] = new RankWindow(
            double.NegativeInfinity,
            high >= pilot.Length ? double.PositiveInfinity : pilot[high],
            (int)((double)high / pilot.Length * count));
        return windows;
    }

    private static RankWindow[] Merged(ConcurrentBag<RankWindow[]> parts)
    {
        parts.TryTake(out var all);
        while (parts.TryTake(out var more))
        {
            for (int i = 0; i < more.Length; i++)
            {
                all![i].Absorb(more[i]);
            }
        }

        return all!;
    }

    // The largest losses, rising; null when they are fewer than a tail reads.
    private static double[]? Top(
        ReadOnlySpan<double> values, double reference, long needed, CancellationToken cancellationToken)
    {
        if (values.Length < needed)
        {
            return null;
        }

        double[] top = GC.AllocateUninitializedArray<double>(values.Length);
        Losses(values, reference, top);
        RadixSort.Ascending(top, cancellationToken);
        return top;
    }

    private static void Losses(ReadOnlySpan<double> values, double reference, Span<double> losses)
    {
        for (int i = 0; i < values.Length; i++)
        {
            losses[i] = reference - values[i];
        }
    }

    private static void Together(int threads, Action one, Action other, CancellationToken cancellationToken)
    {
        if (threads == 1)
        {
            one();
            other();
            return;
        }

        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, one, other);
    }
}

/// <summary>What a simulated sample says of its distribution.</summary>
/// <param name="Mean">Of the values.</param>
/// <param name="Quantiles">Of the values, in the order of the probabilities.</param>
/// <param name="Tails">Of the losses, in the order of the confidences.</param>
public sealed record DistributionEstimate(
    Estimate Mean, IReadOnlyList<double> Quantiles, IReadOnlyList<TailEstimate> Tails);
