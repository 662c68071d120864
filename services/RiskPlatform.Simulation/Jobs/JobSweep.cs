using Npgsql;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>
/// Looks for jobs that nobody works on: their replica died between keeping and queueing them, or a shard was lost to a
/// fault. Several replicas may find the same one; queueing and merging are done once all the same. Jobs that ended long
/// ago are forgotten.
/// </summary>
internal sealed partial class JobSweep(
    JobStore store,
    JobMerge merge,
    ShardQueue queue,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<JobSweep> logger) : BackgroundService
{
    private readonly TimeSpan _idle = TimeSpan.FromSeconds(configuration.GetValue("Simulation:IdleSeconds", 15.0));
    private readonly TimeSpan _kept = TimeSpan.FromDays(configuration.GetValue("Simulation:KeepDays", 30.0));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await queue.PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_idle / 3.0, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; another replica's sweep goes on.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (id, shards) in await store.IdleAsync(time.GetUtcNow() - _idle, cancellationToken))
            {
                LogIdle(id, shards.Length);
                await WakeAsync(id, shards, cancellationToken);
            }

            if (await store.ForgetAsync(time.GetUtcNow() - _kept, cancellationToken) is > 0 and int forgotten)
            {
                LogForgotten(forgotten, _kept);
            }
        }
        catch (NpgsqlException fault)
        {
            LogUnreachable(fault.Message); // The next round tries again.
        }
    }

    // Whatever goes wrong in one job is its own: the others must not wait for it, nor the service end with it.
    private async Task WakeAsync(Guid id, int[] shards, CancellationToken cancellationToken)
    {
        try
        {
            int again = await merge.TryCompleteAsync(id, cancellationToken);
            await queue.AddAsync(id, again > 0 ? Enumerable.Range(0, again) : shards, cancellationToken);
        }
        catch (Exception fault)
            when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotWoken(fault, id); // Tries are counted, of a merge and of a shard: it will not be for ever.
        }
    }

    [LoggerMessage(EventId = 5011, Level = LogLevel.Warning,
        Message = "Job {Job} stood still with {Shards} shards unfinished; they are queued again")]
    private partial void LogIdle(Guid job, int shards);

    [LoggerMessage(EventId = 5012, Level = LogLevel.Warning, Message = "Jobs were not looked through: {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(EventId = 5014, Level = LogLevel.Error, Message = "Job {Job} was not woken")]
    private partial void LogNotWoken(Exception fault, Guid job);

    [LoggerMessage(EventId = 5013, Level = LogLevel.Information,
        Message = "{Jobs} jobs that ended more than {Kept} ago were deleted")]
    private partial void LogForgotten(int jobs, TimeSpan kept);
}
