using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>
/// A job's inputs, frozen: from here on every replica computes the same bits. See docs/methods/simulation.md.
/// </summary>
/// <param name="Laws">How each currency's worth moves; none is the base.</param>
/// <param name="Units">Units of each that are held.</param>
/// <param name="Correlation">n × n, row-major.</param>
/// <param name="Years">To the horizon.</param>
/// <param name="Paths">In all.</param>
/// <param name="ShardPaths">A shard's, whole blocks; the last shard takes what is left as well.</param>
/// <param name="Seed">The experiment.</param>
/// <param name="Confidence">As asked.</param>
/// <param name="Lineage">What it was made from.</param>
internal sealed record Revaluation(
    IReadOnlyList<CurrencyLaw> Laws,
    double[] Units,
    double[] Correlation,
    double Years,
    long Paths,
    long ShardPaths,
    ulong Seed,
    double[] Confidence,
    Lineage Lineage)
{
    /// <summary>Paths a shard is a multiple of.</summary>
    public const int BlockPaths = 4_096;

    // The first paths say roughly where the tail begins; six standard deviations of a rank leave no doubt in practice,
    // and a job whose tail proves larger is computed again with every loss kept.
    private const int PilotPaths = 4 * BlockPaths;
    private const double PilotDeviations = 6.0;

    /// <summary>Pieces.</summary>
    [JsonIgnore]
    public int Shards => (int)Math.Max(1, Paths / ShardPaths);

    /// <summary>The law of all currencies; null when the correlations are impossible.</summary>
    public CorrelatedGbm? Model() => CorrelatedGbm.Create(
        [.. Laws.Select(law => new GeometricBrownianMotion(law.Worth, law.Drift, law.Volatility))],
        Correlation).Model;

    /// <summary>What paths of so many currencies cost.</summary>
    public static WorkCost Cost(double paths, int currencies) =>
        // On one core of an AMD EPYC 9004, rounded up: normals and exponentials, and the Cholesky factor's products.
        new("paths", paths, 20.0 + 15.0 * currencies + 0.6 * currencies * currencies);

    /// <summary>What one shard costs.</summary>
    public WorkCost ShardCost(int shard) => Cost(PathsOf(shard), Laws.Count);

    /// <summary>A loss well below the tail, from the first paths; null where the whole sample is small.</summary>
    public double? FindThreshold(CancellationToken cancellationToken)
    {
        double lowest = Confidence.Min();
        int place = (int)(PilotPaths * lowest - PilotDeviations * Math.Sqrt(PilotPaths * lowest * (1.0 - lowest)));
        if (Paths < 4 * PilotPaths || place < 0)
        {
            return null;
        }

        double[] losses = new double[PilotPaths];
        Fill(Model()!, 0, losses, cancellationToken);
        Array.Sort(losses);
        return losses[place];
    }

    /// <summary>Computes one shard.</summary>
    public ShardResult Compute(int shard, double? keepAbove, CancellationToken cancellationToken)
    {
        var model = Model()!;
        long first = shard * ShardPaths;
        double threshold = keepAbove ?? double.NegativeInfinity;
        List<double> kept = [];
        long ties = 0;
        var mean = MonteCarlo.Mean(
            (start, losses) =>
            {
                Fill(model, first + start, losses, cancellationToken);
                foreach (double loss in losses)
                {
                    if (loss > threshold)
                    {
                        kept.Add(loss);
                    }
                    else if (loss == threshold)
                    {
                        ties++; // To the bit: FillLosses gives no −0. Where nothing moves, all losses are ties.
                    }
                }
            },
            new SimulationSettings { Seed = Seed, Paths = PathsOf(shard), Threads = 1 },
            cancellationToken);
        return new ShardResult(mean.Samples, mean.Value, mean.StandardError, [.. kept], ties);
    }

    /// <summary>
    /// The whole from its shards in their order; null when the losses kept do not reach the quantile.
    /// </summary>
    public JobResult? Merge(IReadOnlyList<ShardResult> shards, double? keepAbove)
    {
        long above = shards.Sum(shard => (long)shard.Kept.Length);
        long missing = Math.Max(LossTail.LargestNeeded(Paths, Confidence.Min()) - above, 0);
        if (missing > shards.Sum(shard => shard.Ties))
        {
            return null;
        }

        var ties = Enumerable.Repeat(keepAbove ?? 0.0, (int)missing); // None without a threshold.
        double[] kept = [.. shards.SelectMany(shard => shard.Kept), .. ties];

        var (count, mean, squares) = (0L, 0.0, 0.0);
        foreach (var shard in shards)
        {
            // Chan, Golub and LeVeque (1983): two means and centred sums of squares make one.
            double share = (double)shard.Paths / (count + shard.Paths);
            double difference = shard.Mean - mean;
            squares += shard.StandardError * shard.StandardError * shard.Paths * (shard.Paths - 1)
                + difference * difference * count * share;
            mean += difference * share;
            count += shard.Paths;
        }

        double error = Math.Sqrt(squares / (count - 1) / count);
        return new JobResult(mean, error, error * Math.Sqrt(count), [.. Confidence.Select(c => Tail(kept, c))], Paths);
    }

    private JobTail Tail(double[] kept, double confidence)
    {
        var tail = LossTail.FromLargest(kept, Paths, confidence);
        return new JobTail(
            confidence,
            tail.ValueAtRisk,
            tail.ExpectedShortfall,
            tail.ValueAtRiskError,
            tail.ExpectedShortfallError);
    }

    private long PathsOf(int shard) => shard == Shards - 1 ? Paths - shard * ShardPaths : ShardPaths;

    private void Fill(CorrelatedGbm model, long first, Span<double> losses, CancellationToken cancellationToken)
    {
        // Many currencies make a path dear: look at the token more often than once a block.
        const int PathsAtOnce = 512;
        for (int done = 0; done < losses.Length; done += PathsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.FillLosses(
                Units, Years, Seed, first + done, losses.Slice(done, Math.Min(PathsAtOnce, losses.Length - done)));
        }
    }
}

/// <summary>What one shard found.</summary>
/// <param name="Paths">Its paths.</param>
/// <param name="Mean">Of their losses.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="Kept">The losses above the job's threshold, in the paths' order.</param>
/// <param name="Ties">How many equal it.</param>
internal sealed record ShardResult(long Paths, double Mean, double StandardError, double[] Kept, long Ties)
{
    /// <summary>The kept losses as they are stored.</summary>
    public byte[] Bytes() => MemoryMarshal.AsBytes(Kept.AsSpan()).ToArray();

    /// <summary>The same read back.</summary>
    public static double[] Losses(byte[] bytes) => MemoryMarshal.Cast<byte, double>(bytes).ToArray();
}
