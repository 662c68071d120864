using System.Net;

namespace RiskPlatform.Ingestion.Tests.Batches;

[Collection(IngestionTests.Name)]
public sealed class RepeatedUploadTests(IngestionService ingestion)
{
    private static readonly string Body = IngestionService.Tape(
        IngestionService.Line(1), IngestionService.Line(2), "a line of nothing");

    [Fact]
    public async Task Load_SameKeyAndBody_AnswersTheSame_AndLoadsNothing()
    {
        string key = $"{Guid.NewGuid()}";
        using var first = await ingestion.SendAsync(Body, key);
        using var second = await ingestion.SendAsync(Body, key);

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(2L, await LoansAsync(key));
    }

    [Fact]
    public async Task Load_SameKeyAtTheSameTime_LoadsOnce_AndAllGetTheSameAnswer()
    {
        string key = $"{Guid.NewGuid()}";
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => ingestion.LoadAsync(Body, key))));

        Assert.Single(answers.Distinct());
        Assert.Equal(2L, await LoansAsync(key));
    }

    [Fact]
    public async Task Load_SameKeyOtherBody_IsAConflict_AndLoadsNothing()
    {
        string key = $"{Guid.NewGuid()}";
        await ingestion.LoadAsync(Body, key);
        using var other = await ingestion.SendAsync(Body + "L-9,9,KES,1,1,,1,,A,performing\n", key);

        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(2L, await LoansAsync(key));
    }

    [Fact]
    public async Task Load_SameBodyOtherKey_IsAnotherBatch()
    {
        var first = await ingestion.LoadAsync(Body);
        var second = await ingestion.LoadAsync(Body);

        Assert.NotEqual(first.BatchId, second.BatchId);
        Assert.Equal(2L, await ingestion.OfBatchAsync<long>(second, "SELECT count(*) FROM loans WHERE batch = $1"));
    }

    [Fact]
    public async Task Get_KnownAndUnknownBatch()
    {
        var batch = await ingestion.LoadAsync(Body);
        using var known = await ingestion.Service.Client.GetAsync(
            new Uri($"/batches/{batch.BatchId}", UriKind.Relative));
        using var unknown = await ingestion.Service.Client.GetAsync(
            new Uri($"/batches/{Guid.NewGuid()}", UriKind.Relative));
        using var rejects = await ingestion.Service.Client.GetAsync(
            new Uri($"/batches/{Guid.NewGuid()}/rejects", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, rejects.StatusCode);
    }

    [Fact]
    public async Task Load_EveryLoanTwice_KeepsTheFirstOfEach_AndRefusesTheOthersAsTheyCame()
    {
        const int Loans = 120_000;
        var first = Enumerable.Range(1, Loans).Select(i => IngestionService.Line(i));
        var second = Enumerable.Range(1, Loans).Select(i => IngestionService.Line(i, currency: "UGX", grade: "B"));
        var batch = await ingestion.LoadAsync(IngestionService.Tape(first.Concat(second)));

        Assert.Equal((2L * Loans, (long)Loans, (long)Loans), (batch.Received, batch.Accepted, batch.Rejected));
        Assert.Equal(
            (long)Loans,
            await ingestion.OfBatchAsync<long>(
                batch, "SELECT count(DISTINCT loan_id) FROM loans WHERE batch = $1 AND line = borrower_id + 1"));
        Assert.Equal(
            Enumerable.Range(1, Loans).Select(i =>
                $"{Loans + i + 1},duplicateLoan,\"An earlier line has the loan L-{i}.\","
                + $"\"{IngestionService.Line(i, currency: "UGX", grade: "B")}\""),
            await ingestion.RejectsAsync(batch));
    }

    private Task<long> LoansAsync(string key) => IngestionService.ScalarAsync<long>(
        ingestion.Database, $"SELECT count(*) FROM loans JOIN batches ON number = batch WHERE key = '{key}'");
}
