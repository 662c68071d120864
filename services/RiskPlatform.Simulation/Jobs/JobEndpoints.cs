using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Quartz;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>The HTTP surface of jobs, and the store their shards wait in.</summary>
internal static class JobEndpoints
{
    // Its own name: reporting's schedulers share the tables and must not take our shards, nor we its reports.
    private const string SchedulerName = "simulation";
    private const string GetRoute = "GetJob";
    private static readonly TimeSpan LookForShards = TimeSpan.FromSeconds(1);

    public static WebApplicationBuilder AddJobs(this WebApplicationBuilder builder)
    {
        string connection = builder.Configuration.GetConnectionString("riskdb")!;
        string instance = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}";
        int parallelism = builder.Configuration.GetValue("Work:Parallelism", new WorkOptions().Parallelism);
        var checkIn = TimeSpan.FromSeconds(builder.Configuration.GetValue("Simulation:CheckInSeconds", 2.0));
        builder.Services.AddSingleton<JobStore>();
        builder.Services.AddSingleton<JobMerge>();
        builder.Services.AddSingleton<ShardQueue>();
        builder.Services.AddTransient<ShardJob>();
        builder.Services.AddTransient<ModelFreezer>();
        builder.Services.AddTransient<RevaluationJobs>();
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.InstanceId = instance;
                scheduler.IdleWaitTime = LookForShards;
            });
            quartz.UseDefaultThreadPool(parallelism);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connection);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = checkIn;
                    cluster.CheckinMisfireThreshold = checkIn;
                });
            });
        });
        builder.Services.AddHostedService<JobSweep>();
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return builder;
    }

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/jobs").WithTags("Jobs")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        jobs.MapPost("/", StartAsync).WithName("StartJob")
            .WithSummary("Revalue positions over many paths, shared among the replicas.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithExample("""
                { "positions": [{ "currency": "KES", "amount": 129000000 },
                    { "currency": "UGX", "amount": 3700000000 }],
                  "baseCurrency": "USD", "horizonDays": 10, "paths": 1000000, "seed": 42, "confidence": [0.99],
                  "model": { "currencies": [{ "currency": "KES", "worth": 0.0077, "volatility": 0.08 },
                      { "currency": "UGX", "worth": 0.00027, "volatility": 0.06 }],
                    "correlation": [[1, 0.4], [0.4, 1]] } }
                """);
        jobs.MapGet("/{id:guid}", GetAsync).WithName(GetRoute)
            .WithSummary("How far a job has come, and its figures once it is completed.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<AcceptedAtRoute<JobResponse>, ProblemHttpResult>> StartAsync(
        JobRequest request,
        RevaluationJobs jobs,
        CancellationToken cancellationToken,
        [FromHeader(Name = "Idempotency-Key")] string? key = null)
    {
        var started = await jobs.StartAsync(request, key, cancellationToken);
        return started.Match<Results<AcceptedAtRoute<JobResponse>, ProblemHttpResult>>(
            job => TypedResults.AcceptedAtRoute(job, GetRoute, new { id = job.Id }), failure => failure.ToProblem());
    }

    private static async Task<Results<Ok<JobResponse>, ProblemHttpResult>> GetAsync(
        Guid id, JobStore store, CancellationToken cancellationToken) =>
        (await store.FindAsync(id, cancellationToken)).Match<Results<Ok<JobResponse>, ProblemHttpResult>>(
            job => TypedResults.Ok(job), failure => failure.ToProblem());
}
