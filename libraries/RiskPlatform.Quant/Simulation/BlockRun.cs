using System.Runtime.ExceptionServices;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Cuts a run into blocks of a fixed size, so that no result depends on how many threads share them.</summary>
internal static class BlockRun
{
    /// <summary>Samples a block; the last one may have fewer. Part of the results' bits: do not change.</summary>
    public const int BlockSize = 4096;

    /// <summary>
    /// Does one block: its number, its first sample, and a worker's own buffer cut to the block's length.
    /// </summary>
    public delegate void Work(int block, long first, Span<double> buffer);

    public static int Count(long samples) => (int)((samples + BlockSize - 1) / BlockSize);

    /// <summary>Runs every block once. Cancellation is asked for before each.</summary>
    /// <param name="samples">Samples in all.</param>
    /// <param name="buffersPerSample">Doubles a sample in a worker's buffer.</param>
    /// <param name="threads">At most so many at once.</param>
    /// <param name="work">Called once for each block, in any order.</param>
    /// <param name="cancellationToken">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public static void ForEach(
        long samples, int buffersPerSample, int threads, Work work, CancellationToken cancellationToken)
    {
        int blocks = Count(samples);
        if (threads == 1 || blocks == 1)
        {
            double[] buffer = new double[buffersPerSample * BlockSize];
            for (int block = 0; block < blocks; block++)
            {
                DoOne(block, buffer);
            }

            return;
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads,
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.For(
                0,
                blocks,
                options,
                () => new double[buffersPerSample * BlockSize],
                (block, _, buffer) =>
                {
                    DoOne(block, buffer);
                    return buffer;
                },
                _ => { });
        }
        catch (AggregateException failures)
        {
            // One thread or many: the caller sees the sampler's own exception.
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }

        void DoOne(int block, double[] buffer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long first = (long)block * BlockSize;
            int length = (int)Math.Min(BlockSize, samples - first);
            work(block, first, buffer.AsSpan(0, buffersPerSample * length));
        }
    }
}
