using Quartz;
using RiskPlatform.Reporting.Reports;

namespace RiskPlatform.Reporting.Scheduling;

/// <summary>
/// Makes the scheduled report. The cluster lets one replica run it; the slot's uniqueness makes sure.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class ReportJob(
    ReportMaker maker, ReportStore reports, ReportInterval interval, ILogger<ReportJob> logger) : IJob
{
    public const string Name = "risk-report";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        // The slot it runs in, not the one it was due in: a report of now is not passed off as one of then.
        var slot = interval.SlotOf(context.FireTimeUtc);
        var last = await reports.LastSlotAsync(cancellationToken);
        string trigger = last is { } before && slot - before > interval.Length ? "catchUp" : "schedule";
        var made = await maker.MakeAsync(trigger, cancellationToken);
        if (!made.TryGet(out var report, out var failure))
        {
            LogNotMade(slot, string.Join(' ', failure.Messages)); // The slot stays empty: a gap is not made up.
            return;
        }

        if (await reports.AddAsync(report, slot, context.Scheduler.SchedulerInstanceId, cancellationToken) is null)
        {
            LogTaken(slot);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "No report for {Slot}: {Reason}")]
    private partial void LogNotMade(DateTimeOffset slot, string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "{Slot} has its report already")]
    private partial void LogTaken(DateTimeOffset slot);
}
