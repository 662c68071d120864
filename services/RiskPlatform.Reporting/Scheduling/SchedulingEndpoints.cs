using Microsoft.AspNetCore.Http.HttpResults;
using Quartz;

namespace RiskPlatform.Reporting.Scheduling;

/// <summary>The HTTP surface of the schedule, and its clustered store.</summary>
internal static class SchedulingEndpoints
{
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddScheduling(this WebApplicationBuilder builder)
    {
        var interval = new ReportInterval(builder.Configuration);
        string connection = builder.Configuration.GetConnectionString("riskdb")!;
        string instance = $"{Environment.MachineName}-{Guid.NewGuid().ToString("N")[..8]}";
        builder.Services.AddSingleton(interval);
        builder.Services.AddTransient<ReportJob>();
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceId = instance);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connection);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.UseClustering(cluster => cluster.CheckinInterval = CheckIn);
                store.ConfigureStore(options => options.MisfireThreshold =
                    interval.Length < LongestPatience ? interval.Length : LongestPatience);
            });
        });
        builder.Services.AddHostedService<ReportSchedule>();
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return builder;
    }

    public static void MapScheduling(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/schedule", GetAsync).WithName("GetSchedule").WithTags("Schedule")
            .WithSummary("When the next report is due, and what becomes of missed ones.");

    private static async Task<Ok<ScheduleResponse>> GetAsync(
        ISchedulerFactory schedulers, ReportInterval interval, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var trigger = await scheduler.GetTrigger(new TriggerKey(ReportJob.Name), cancellationToken);
        return TypedResults.Ok(new ScheduleResponse(
            ReportJob.Name,
            (int)interval.Length.TotalSeconds,
            trigger?.PreviousFireTimeUtc,
            trigger?.NextFireTimeUtc,
            "After a stop one report is made at once, marked catchUp; the missed slots stay empty.",
            scheduler.SchedulerInstanceId));
    }
}

/// <summary>The schedule of reports.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="IntervalSeconds">Between two reports.</param>
/// <param name="LastFire">When the last one was due.</param>
/// <param name="NextFire">When the next one is.</param>
/// <param name="Misfire">What becomes of missed ones.</param>
/// <param name="Instance">The replica that answers.</param>
internal sealed record ScheduleResponse(
    string Job,
    int IntervalSeconds,
    DateTimeOffset? LastFire,
    DateTimeOffset? NextFire,
    string Misfire,
    string Instance);
