using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Runs a sampler over blocks and threads; the result has the same bits for every number of threads.</summary>
public static class MonteCarlo
{
    // The first blocks say roughly where the tail begins; six standard deviations of a rank leave no doubt.
    private const int PilotBlocks = 4;
    private const double PilotDeviations = 6.0;

    /// <summary>Estimates the mean ȳ of the samples, with error √(Σ(y − ȳ)² / (n(n − 1))).</summary>
    /// <param name="sampler">Fills samples by index; independent ones.</param>
    /// <param name="settings">How many samples (its paths), and over how many threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 samples.</param>
    /// <exception cref="ArgumentException">The sampler gave NaN or an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Paths or threads are out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the stated error; rounding is far below it.</para>
    /// <para><b>Repeatability:</b> the same bits for any number of threads, if the sampler's are: blocks have a fixed
    /// size, and their moments are merged in a tree of fixed shape.</para>
    /// <para><b>Cost:</b> two passes over each block; allocates a block a thread.</para>
    /// <para><b>Source:</b> T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983) 242–247;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> direct sums, every length, 1 to 5 threads to the bit, closed forms.</para>
    /// </remarks>
    public static Estimate Mean(
        SampleBlock sampler, SimulationSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        settings.Guard();
        var blocks = new BlockMoments[BlockRun.Count(settings.Paths)];
        BlockRun.ForEach(
            settings.Paths,
            1,
            settings.Threads,
            (block, first, buffer) =>
            {
                sampler(first, buffer);
                blocks[block] = BlockMoments.Of(buffer, []);
            },
            cancellationToken);

        var all = BlockMoments.MergeAll(blocks);
        return Checked(all.MeanY, all.Yy, all.Count, degreesOfFreedom: all.Count - 1);
    }

    /// <summary>
    /// Estimates the mean ȳ − β(c̄ − E c) with β = Σ(y − ȳ)(c − c̄) / Σ(c − c̄)², which leaves the part of the variance
    /// that the control does not explain.
    /// </summary>
    /// <param name="sampler">Fills samples and controls by index; at least 3 in all.</param>
    /// <param name="controlMean">E c, known exactly.</param>
    /// <param name="settings">How many samples (its paths), and over how many threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 samples.</param>
    /// <exception cref="ArgumentException">The sampler gave NaN or an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Paths or threads are out of range, or the mean is not
    /// finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the stated error, of the regression's residuals with n − 2 degrees of freedom. β from the
    /// same samples biases the value by a part of 1/n, which the error dwarfs. A control that does not vary is left
    /// out.</para>
    /// <para><b>Repeatability:</b> as <see cref="Mean"/>.</para>
    /// <para><b>Source:</b> P. Glasserman, Monte Carlo Methods in Financial Engineering, 2003, section 4.1;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> an exact linear case, closed forms, the plain estimate, threads to the bit.</para>
    /// </remarks>
    public static Estimate MeanWithControl(
        ControlledSampleBlock sampler,
        double controlMean,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        settings.Guard();
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Paths, 3, nameof(settings));
        if (!double.IsFinite(controlMean))
        {
            throw new ArgumentOutOfRangeException(nameof(controlMean), controlMean, "A control's mean is finite.");
        }

        var blocks = new BlockMoments[BlockRun.Count(settings.Paths)];
        BlockRun.ForEach(
            settings.Paths,
            2,
            settings.Threads,
            (block, first, buffer) =>
            {
                var samples = buffer[..(buffer.Length / 2)];
                var controls = buffer[(buffer.Length / 2)..];
                sampler(first, samples, controls);
                blocks[block] = BlockMoments.Of(samples, controls);
            },
            cancellationToken);

        var all = BlockMoments.MergeAll(blocks);
        double beta = all.Cc > 0.0 ? all.Yc / all.Cc : 0.0;
        return Checked(
            all.MeanY - beta * (all.MeanC - controlMean),
            Math.Max(all.Yy - beta * all.Yc, 0.0),
            all.Count,
            degreesOfFreedom: all.Count - 2);
    }

    /// <summary>Estimates value at risk and expected shortfall of the losses that a sampler makes.</summary>
    /// <param name="sampler">Fills losses by index; independent ones, positive is a loss.</param>
    /// <param name="confidence">A fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <param name="settings">How many losses (its paths), and over how many threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 losses.</param>
    /// <exception cref="ArgumentException">The sampler gave NaN or an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Confidence, paths or threads are out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="LossTail.FromLosses"/>, of which it is the streamed form.</para>
    /// <para><b>Repeatability:</b> the same bits for any number of threads: the tail's losses are sorted.</para>
    /// <para><b>Cost:</b> keeps about the tail only: a threshold well below it comes from the first four blocks, which
    /// are simulated twice.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> equality with <see cref="LossTail.FromLosses"/>, closed forms, threads to the
    /// bit.</para>
    /// </remarks>
    public static TailEstimate Tail(
        SampleBlock sampler, double confidence, SimulationSettings settings, CancellationToken cancellationToken)
    {
        return Tails(sampler, [confidence], settings, cancellationToken)[0];
    }

    /// <summary>Estimates the same at several confidences from one run.</summary>
    /// <param name="sampler">Fills losses by index; independent ones, positive is a loss.</param>
    /// <param name="confidences">Fractions strictly between 0.5 and 1. At least one, in any order.</param>
    /// <param name="settings">How many losses (its paths), and over how many threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 losses.</param>
    /// <returns>An estimate a confidence, in their order.</returns>
    /// <exception cref="ArgumentException">The sampler gave NaN or an infinite number, or there is no
    /// confidence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A confidence, paths or threads are out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="Tail"/>. <b>Repeatability:</b> its very bits, whatever the other
    /// confidences.</para>
    /// <para><b>Cost:</b> that of <see cref="Tail"/> at the lowest confidence.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md. <b>Tested by:</b> equality with <see cref="Tail"/>.</para>
    /// </remarks>
    public static IReadOnlyList<TailEstimate> Tails(
        SampleBlock sampler,
        ReadOnlySpan<double> confidences,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        settings.Guard();
        KernelGuard.AtLeast(confidences.Length, 1);
        double lowest = 1.0;
        foreach (double confidence in confidences)
        {
            LossTail.Guard(confidence);
            lowest = LossTail.IsEnough(settings.Paths, confidence) ? Math.Min(lowest, confidence) : lowest;
        }

        double[] top = lowest < 1.0 ? Top(sampler, lowest, settings, cancellationToken) : [];
        return TailsOf(top, confidences, settings.Paths, cancellationToken);
    }

    /// <summary>The estimates from the largest losses, rising, enough of them for every confidence that has
    /// one.</summary>
    internal static TailEstimate[] TailsOf(
        ReadOnlySpan<double> top, ReadOnlySpan<double> confidences, long count, CancellationToken cancellationToken)
    {
        var estimates = new TailEstimate[confidences.Length];
        for (int i = 0; i < estimates.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            estimates[i] = LossTail.IsEnough(count, confidences[i])
                ? LossTail.FromSortedTop(
                    top[^(int)LossTail.Needed(count, confidences[i])..], count, confidences[i])
                : new TailEstimate { Status = TailStatus.TooFewLosses, Observations = count };
        }

        return estimates;
    }

    // The largest losses, rising, at least as many as the confidence needs.
    private static double[] Top(
        SampleBlock sampler, double confidence, SimulationSettings settings, CancellationToken cancellationToken)
    {
        double threshold = Threshold(sampler, confidence, settings, cancellationToken);
        long needed = LossTail.Needed(settings.Paths, confidence);
        var (top, ties) = Above(threshold, sampler, settings, settings.Paths, cancellationToken);
        if (top.Length < needed)
        {
            // Where not even equal losses make up for it, the first blocks were unlike the rest: keep everything.
            top = top.Length + ties >= needed
                ? [.. top, .. Enumerable.Repeat(threshold, (int)(needed - top.Length))]
                : Above(double.NegativeInfinity, sampler, settings, settings.Paths, cancellationToken).Kept;
        }

        cancellationToken.ThrowIfCancellationRequested();
        RadixSort.Ascending(top, cancellationToken);
        return top;
    }

    private static double Threshold(
        SampleBlock sampler, double confidence, SimulationSettings settings, CancellationToken cancellationToken)
    {
        const long Pilot = PilotBlocks * BlockRun.BlockSize;
        double deviations = PilotDeviations * Math.Sqrt(Pilot * confidence * (1.0 - confidence));
        int place = (int)(Pilot * confidence - deviations);
        if (settings.Paths < 4 * Pilot || place < 0)
        {
            return double.NegativeInfinity;
        }

        double[] pilot = Above(double.NegativeInfinity, sampler, settings, Pilot, cancellationToken).Kept;
        LossTail.Select(pilot, place);
        return pilot[place];
    }

    // Those above it in their order, and how many equal it: kept, they would be all where nothing moves.
    private static (double[] Kept, long Ties) Above(
        double threshold,
        SampleBlock sampler,
        SimulationSettings settings,
        long samples,
        CancellationToken cancellationToken)
    {
        double[][] kept = new double[BlockRun.Count(samples)][];
        long ties = 0;
        BlockRun.ForEach(
            samples,
            1,
            settings.Threads,
            (block, first, buffer) =>
            {
                sampler(first, buffer);
                kept[block] = KeepAbove(threshold, buffer, out int equal);
                Interlocked.Add(ref ties, equal);
            },
            cancellationToken);
        long count = kept.Sum(part => (long)part.Length);
        if (count > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(settings), settings.Paths, "So many losses beyond the quantile do not fit into memory.");
        }

        double[] all = new double[count];
        int end = 0;
        foreach (double[] part in kept)
        {
            part.CopyTo(all, end);
            end += part.Length;
        }

        return (all, ties);
    }

    private static double[] KeepAbove(double threshold, Span<double> losses, out int ties)
    {
        var least = Vector512.Create(threshold);
        var finite = Vector512<double>.Zero; // x · 0 is zero, and NaN for what is no number or infinite.
        ref double start = ref MemoryMarshal.GetReference(losses);
        int count = 0;
        int equal = 0; // To the bit, as copies of the threshold stand for them: the other zero is kept.
        int i = 0;
        for (; i <= losses.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var x = Vector512.LoadUnsafe(ref start, (nuint)i);
            finite += x * 0.0;
            ulong same = Vector512.Equals(x.AsInt64(), least.AsInt64()).ExtractMostSignificantBits();
            equal += BitOperations.PopCount(same);
            ulong inside = Vector512.GreaterThanOrEqual(x, least).ExtractMostSignificantBits() & ~same;
            for (; inside != 0; inside &= inside - 1)
            {
                losses[count++] = Unsafe.Add(ref start, i + BitOperations.TrailingZeroCount(inside));
            }
        }

        double rest = Vector512.Sum(finite);
        for (; i < losses.Length; i++)
        {
            rest += losses[i] * 0.0;
            bool isSame = BitConverter.DoubleToInt64Bits(losses[i]) == BitConverter.DoubleToInt64Bits(threshold);
            equal += isSame ? 1 : 0;
            if (losses[i] >= threshold && !isSame)
            {
                losses[count++] = losses[i];
            }
        }

        ties = equal;
        return rest == 0.0 ? losses[..count].ToArray() : throw NotFinite();
    }

    internal static Estimate Checked(double value, double squares, long count, long degreesOfFreedom)
    {
        double error = Math.Sqrt(squares / degreesOfFreedom / count);
        return double.IsFinite(value) && double.IsFinite(error)
            ? new Estimate(value, error, count)
            : throw NotFinite();
    }

    private static ArgumentException NotFinite() =>
        new("The sampler gave NaN, an infinite number, or numbers whose squares are.");
}
