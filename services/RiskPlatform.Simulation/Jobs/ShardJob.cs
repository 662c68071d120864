using System.Globalization;
using Quartz;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>
/// Computes one shard. When its replica dies, another fires it again; a shard that is finished is left alone.
/// </summary>
internal sealed partial class ShardJob(
    JobStore store, JobMerge merge, ShardQueue queue, WorkBudget budget, TimeProvider time, ILogger<ShardJob> logger)
    : IJob
{
    public const string Name = "simulation-shard";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(context.MergedJobDataMap.GetString(ShardQueue.JobField)!);
        int shard = int.Parse(
            context.MergedJobDataMap.GetString(ShardQueue.ShardField)!, CultureInfo.InvariantCulture);
        string instance = context.Scheduler.SchedulerInstanceId;
        if (await store.BeginAsync(id, shard, instance, cancellationToken) is { } work)
        {
            if (work.Attempt > JobStore.AttemptsMax)
            {
                LogGivenUp(id, shard, JobStore.AttemptsMax);
                await store.FailAsync(
                    id, $"Shard {shard} did not end in {JobStore.AttemptsMax} tries.", cancellationToken);
                return;
            }

            var result = await ComputeAsync(work, shard, cancellationToken);
            await store.EndAsync(id, shard, work.KeepAbove, result, cancellationToken);
            LogDone(id, shard, work.Attempt, context.Recovering);
        }

        int again = await merge.TryCompleteAsync(id, cancellationToken);
        await queue.AddAsync(id, Enumerable.Range(0, again), cancellationToken);
    }

    // Shards take their turns with requests, so that both together leave a core free.
    private async Task<ShardResult> ComputeAsync(ShardWork work, int shard, CancellationToken cancellationToken)
    {
        var spec = JobStore.Spec(work.Spec);
        while (true)
        {
            var computed = await budget.RunAsync<ShardResult>(
                spec.ShardCost(shard),
                token => spec.Compute(shard, work.KeepAbove, token),
                cancellationToken);
            if (computed.TryGet(out var result, out var failure))
            {
                return result;
            }

            if (failure.Reason != FailureReason.Unavailable)
            {
                throw new JobExecutionException(string.Join(' ', failure.Messages));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information,
        Message = "Job {Job}: shard {Shard} done at try {Attempt} (recovering: {Recovering})")]
    private partial void LogDone(Guid job, int shard, int attempt, bool recovering);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error,
        Message = "Job {Job}: shard {Shard} did not end in {Attempts} tries; the job has failed")]
    private partial void LogGivenUp(Guid job, int shard, int attempts);
}
