using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Domain;
using RiskPlatform.Ingestion.Datasets;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>The HTTP surface of uploads.</summary>
internal static class BatchEndpoints
{
    private const string GetRoute = "GetBatch";
    private const int KeyLengthMax = 200;

    public static WebApplicationBuilder AddBatches(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BatchStore>();
        builder.Services.AddSingleton<BatchLoader>();
        return builder;
    }

    public static void MapBatches(this IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/batches").WithTags("Batches");
        batches.MapPost("/", LoadAsync).WithName("LoadBatch")
            .WithSummary("Load CSV or NDJSON of any size; the same key and body again get the same answer.")
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        batches.MapGet("/{id:guid}", GetAsync).WithName(GetRoute)
            .WithSummary("What became of an upload.");
        batches.MapGet("/{id:guid}/rejects", RejectsAsync).WithName("GetRejects")
            .WithSummary("The refused lines: number, code, reason, raw line, as CSV.");
    }

    private static async Task<Results<CreatedAtRoute<BatchResponse>, ProblemHttpResult>> LoadAsync(
        string dataset,
        [FromHeader(Name = "Idempotency-Key")] string key,
        HttpRequest request,
        BatchLoader loader,
        CancellationToken cancellationToken)
    {
        var loaded = Dataset.All.FirstOrDefault(known => known.Name == dataset) is { } found
            ? Form(request.ContentType, key) is { } isJson
                ? await loader.LoadAsync(found, key, isJson, request.BodyReader, cancellationToken)
                : Failure.Malformed(
                    $"Send text/csv or application/x-ndjson with an Idempotency-Key of 1 to {KeyLengthMax} characters.")
            : Failure.Invalid($"There is no data set '{dataset}'; there are loans, rates and risk-logs.");
        return loaded.Match<Results<CreatedAtRoute<BatchResponse>, ProblemHttpResult>>(
            batch => TypedResults.CreatedAtRoute(batch.Answer, GetRoute, new { id = batch.Answer.BatchId }),
            failure => failure.ToProblem());
    }

    private static async Task<Results<Ok<BatchResponse>, ProblemHttpResult>> GetAsync(
        Guid id, BatchStore batches, CancellationToken cancellationToken) =>
        (await batches.FindAsync(id, cancellationToken)).Match<Results<Ok<BatchResponse>, ProblemHttpResult>>(
            batch => TypedResults.Ok(batch), failure => failure.ToProblem());

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> RejectsAsync(
        Guid id, BatchStore batches, CancellationToken cancellationToken) =>
        (await batches.FindAsync(id, cancellationToken)).Match<Results<PushStreamHttpResult, ProblemHttpResult>>(
            _ => TypedResults.Stream(stream => WriteAsync(batches, id, stream, cancellationToken), "text/csv"),
            failure => failure.ToProblem());

    private static async Task WriteAsync(
        BatchStore batches, Guid id, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteLineAsync("line,code,reason,raw");
        await foreach (var (line, code, reason, raw) in batches.RejectsAsync(id, cancellationToken))
        {
            string text = Encoding.UTF8.GetString(raw);
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{line},{code},{Quoted(reason)},{Quoted(text)}"));
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether the body is NDJSON; null when it is neither that nor CSV, or the key is no key.</summary>
    private static bool? Form(string? contentType, string key) =>
        key.Length is 0 or > KeyLengthMax ? null : contentType?.Split(';')[0].Trim() switch
        {
            "text/csv" => false,
            "application/x-ndjson" => true,
            _ => null,
        };
}
