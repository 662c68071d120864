using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>Starts jobs: checks, freezes the inputs, keeps the job, queues its shards.</summary>
internal sealed class RevaluationJobs(
    JobStore store,
    ShardQueue queue,
    ModelFreezer freezer,
    WorkBudget budget,
    IConfiguration configuration,
    TimeProvider time)
{
    private const int KeyLengthMax = 200;
    private const int ShardsUsual = 32;
    private const int ShardsMax = 1_024;
    private const long ShardPathsUsualMin = 65_536; // Less is hardly worth a place in the queue.
    private const double ShardMsMax = 2_000.0; // Of one core, so that a shard that is lost costs little.
    private const double TailMax = 16_000_000.0; // Losses in the tail, which one replica holds to merge them.

    private readonly double _limitMs = configuration.GetValue("Simulation:JobLimitMs", 600_000.0);

    /// <summary>Starts a job, or answers again what its key was answered.</summary>
    public async Task<Result<JobResponse>> StartAsync(
        JobRequest request, string? key, CancellationToken cancellationToken)
    {
        string hash = Lineages.Hash(request);
        if (key is { Length: 0 or > KeyLengthMax })
        {
            return Failure.Malformed($"An Idempotency-Key has 1 to {KeyLengthMax} characters.");
        }

        if (await AnsweredAsync(key, hash, cancellationToken) is { } answered)
        {
            return answered;
        }

        if (JobFaults.Check(request) is { } fault)
        {
            return fault;
        }

        var frozen = await freezer.FreezeAsync(request, cancellationToken);
        if (!frozen.TryGet(out var model, out var failure))
        {
            return failure;
        }

        if (TooLarge(request, model.Laws.Count) is { } tooLarge)
        {
            return tooLarge;
        }

        var spec = Cut(request, model);
        var pilot = await budget.RunAsync<(double? Threshold, bool Found)>(
            Revaluation.Cost(4 * Revaluation.BlockPaths, model.Laws.Count),
            token => (spec.FindThreshold(token), true),
            cancellationToken);
        return pilot.TryGet(out var found, out failure)
            ? await KeepAsync(new NewJob(Guid.NewGuid(), key, hash, spec, found.Threshold, Now()), cancellationToken)
            : failure;
    }

    // In whole microseconds, as the table keeps them: the first answer is the same when it is read back.
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private async Task<Result<JobResponse>> KeepAsync(NewJob job, CancellationToken cancellationToken)
    {
        if (!await store.AddAsync(job, cancellationToken))
        {
            // The same key at the same moment: the other one was first.
            return await AnsweredAsync(job.Key, job.RequestHash, cancellationToken)
                ?? Failure.Unavailable("The same key was asked at the same moment; ask again.");
        }

        // From here on the job lives on without the one who asked; should this replica die now, a sweep queues it.
        await queue.AddAsync(job.Id, Enumerable.Range(0, job.Spec.Shards), CancellationToken.None);
        return NewJob.FirstAnswer(job.Id, job.Spec.Shards, job.Spec.Lineage, job.CreatedAt);
    }

    private async Task<Result<JobResponse>?> AnsweredAsync(
        string? key, string hash, CancellationToken cancellationToken)
    {
        if (key is null || await store.FindKeyAsync(key, cancellationToken) is not { } known)
        {
            return null;
        }

        return known.RequestHash == hash
            ? known.First
            : Failure.Conflict($"The key '{key}' belongs to another request.");
    }

    private Failure? TooLarge(JobRequest request, int currencies)
    {
        var cost = Revaluation.Cost(request.Paths, currencies);
        if (cost.CoreMilliseconds > _limitMs)
        {
            return Failure.TooLarge(FormattableString.Invariant(
                $"{request.Paths} paths of {currencies} currencies would take about {
                    cost.CoreMilliseconds:0} ms of one core; a job may take {
                    _limitMs:0} ms (Simulation:JobLimitMs).")) with
            {
                Code = "workLimit",
            };
        }

        double tail = request.Paths * (1.0 - JobFaults.Confidence(request).Min());
        return tail > TailMax
            ? Failure.TooLarge(FormattableString.Invariant(
                $"{tail:0} losses would lie beyond the lowest confidence; {TailMax:0} may.")) with
            {
                Code = "tailLimit",
            }
            : null;
    }

    private static Revaluation Cut(JobRequest request, FrozenModel model)
    {
        double nanoseconds = Revaluation.Cost(1.0, model.Laws.Count).NanosecondsPerUnit;
        long most = Math.Max(1, (long)(ShardMsMax * 1e6 / nanoseconds) / Revaluation.BlockPaths);
        long wanted = (request.Paths - 1) / (request.Shards ?? ShardsUsual) / Revaluation.BlockPaths + 1;
        long least = Math.Max((request.Paths - 1) / ShardsMax / Revaluation.BlockPaths + 1,
            request.Shards is null ? ShardPathsUsualMin / Revaluation.BlockPaths : 1);
        long blocks = Math.Max(Math.Min(wanted, most), Math.Min(least, most));
        return new Revaluation(
            model.Laws,
            model.Units,
            model.Correlation,
            request.HorizonDays / JobFaults.DaysPerYear,
            request.Paths,
            blocks * Revaluation.BlockPaths,
            request.Seed,
            JobFaults.Confidence(request),
            model.Lineage);
    }
}
