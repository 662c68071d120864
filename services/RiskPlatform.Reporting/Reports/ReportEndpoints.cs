using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;
using RiskPlatform.Reporting.Exports;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Reporting.Reports;

/// <summary>The HTTP surface of reports: list, newest, one in three forms, make one now.</summary>
internal static class ReportEndpoints
{
    private const string GetRoute = "GetReport";
    private const int PageMax = 100;

    public static WebApplicationBuilder AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<MarketDataClient>(http => http.BaseAddress = new("https+http://market-data"));
        builder.Services.AddHttpClient<IngestionClient>(http => http.BaseAddress = new("https+http://ingestion"));
        builder.Services.AddSingleton<ReportStore>();
        builder.Services.AddTransient<ReportMaker>();
        return builder;
    }

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/reports").WithTags("Reports");
        reports.MapGet("/", PageAsync).WithName("GetReports")
            .WithSummary("Reports, newest first; before an id for the next page.");
        reports.MapGet("/latest", LatestAsync).WithName("GetLatestReport")
            .WithSummary("The newest report.");
        reports.MapGet("/{id:long}", GetAsync).WithName(GetRoute)
            .WithSummary("One report as json, csv or html, rendered from what was stored.");
        reports.MapPost("/", RunAsync).WithName("RunReport")
            .WithSummary("Make a report now.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ReportResponse>>, ProblemHttpResult>> PageAsync(
        ReportStore reports, CancellationToken cancellationToken, long before = long.MaxValue, int limit = 20) =>
        limit is < 1 or > PageMax
            ? Failure.Invalid($"limit is {limit}; it lies between 1 and {PageMax}.").ToProblem()
            : TypedResults.Ok(await reports.PageAsync(before, limit, cancellationToken));

    private static async Task<Results<Ok<ReportResponse>, ProblemHttpResult>> LatestAsync(
        ReportStore reports, CancellationToken cancellationToken) =>
        (await reports.LatestAsync(cancellationToken)).Match<Results<Ok<ReportResponse>, ProblemHttpResult>>(
            report => TypedResults.Ok(report), failure => failure.ToProblem());

    private static async Task<Results<Ok<ReportResponse>, ContentHttpResult, ProblemHttpResult>> GetAsync(
        long id, ReportStore reports, CancellationToken cancellationToken, string format = "json") =>
        (await reports.FindAsync(id, cancellationToken))
            .Match<Results<Ok<ReportResponse>, ContentHttpResult, ProblemHttpResult>>(
                report => format switch
                {
                    "json" => TypedResults.Ok(report),
                    "csv" => TypedResults.Content(CsvReport.Render(report), "text/csv", Encoding.UTF8),
                    "html" => TypedResults.Content(HtmlReport.Render(report), "text/html", Encoding.UTF8),
                    _ => Failure.Invalid($"There is no format '{format}'; there are json, csv and html.").ToProblem(),
                },
                failure => failure.ToProblem());

    private static async Task<Results<CreatedAtRoute<ReportResponse>, ProblemHttpResult>> RunAsync(
        ReportMaker maker, ReportStore reports, CancellationToken cancellationToken)
    {
        var made = await maker.MakeAsync("request", cancellationToken);
        if (!made.TryGet(out var report, out var failure))
        {
            return failure.ToProblem();
        }

        var stored = await reports.AddAsync(report, slot: null, Environment.MachineName, cancellationToken);
        return TypedResults.CreatedAtRoute(stored!, GetRoute, new { id = stored!.Id });
    }
}
