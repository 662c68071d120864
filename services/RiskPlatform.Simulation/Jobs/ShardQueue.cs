using System.Globalization;
using Quartz;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>Shards that wait in the cluster's store, a trigger each, for whichever replica is free.</summary>
internal sealed class ShardQueue(ISchedulerFactory schedulers)
{
    public const string JobField = "job";
    public const string ShardField = "shard";

    /// <summary>Puts shards there, unless they wait or run already.</summary>
    public async Task AddAsync(Guid job, IEnumerable<int> shards, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (int shard in shards)
        {
            var trigger = TriggerBuilder.Create()
                .WithIdentity(shard.ToString(CultureInfo.InvariantCulture), $"{job}")
                .ForJob(ShardJob.Name)
                .UsingJobData(JobField, $"{job}")
                .UsingJobData(ShardField, shard.ToString(CultureInfo.InvariantCulture))
                .StartNow()
                .Build();
            try
            {
                if (await scheduler.GetTrigger(trigger.Key, cancellationToken) is null)
                {
                    await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
                }
            }
            catch (ObjectAlreadyExistsException)
            {
                // Another replica put it there in this moment. That is as good.
            }
        }
    }

    /// <summary>Puts the job that all shards' triggers are of into the store.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create<ShardJob>().WithIdentity(ShardJob.Name).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken);
    }
}
