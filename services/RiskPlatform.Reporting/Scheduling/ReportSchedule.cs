using Quartz;

namespace RiskPlatform.Reporting.Scheduling;

/// <summary>Puts the job and its trigger into the cluster's store, unless they are there.</summary>
internal sealed class ReportSchedule(ISchedulerFactory schedulers, ReportInterval interval, TimeProvider time)
    : IHostedService
{
    private static readonly TriggerKey Key = new(ReportJob.Name);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create<ReportJob>().WithIdentity(ReportJob.Name).StoreDurably().RequestRecovery().Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(Key)
            .ForJob(job)
            .StartAt(interval.SlotOf(time.GetUtcNow()) + interval.Length)
            .WithSimpleSchedule(schedule => schedule
                .WithInterval(interval.Length)
                .RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount))
            .Build();
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken);
        var known = await scheduler.GetTrigger(Key, cancellationToken) as ISimpleTrigger;
        if (known is null)
        {
            try
            {
                await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
            }
            catch (ObjectAlreadyExistsException)
            {
                // Another replica, started at the same moment, was first. That is as good.
            }
        }
        else if (known.RepeatInterval != interval.Length)
        {
            await scheduler.RescheduleJob(Key, trigger, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
