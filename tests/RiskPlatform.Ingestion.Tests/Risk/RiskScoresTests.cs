using System.Net.Http.Json;
using RiskPlatform.Contracts.Ingestion;

namespace RiskPlatform.Ingestion.Tests.Risk;

[Collection(IngestionTests.Name)]
public sealed class RiskScoresTests(IngestionService ingestion)
{
    [Theory]
    [InlineData(1, 0, 11.25)] // 100 · 0.45 · ½/2: one loan says little, so the prior's half weighs much.
    [InlineData(99, 0, 0.225)] // 100 · 0.45 · ½/100
    [InlineData(9, 9, 42.75)] // 100 · 0.45 · 9½/10
    [InlineData(19, 3, 7.875)] // 100 · 0.45 · 3½/20
    public async Task Score_OfAGrade_IsTheJeffreysMeanTimesLgd(int loans, int defaults, double expected)
    {
        var batch = await ingestion.LoadAsync(IngestionService.Tape(
            Enumerable.Range(1, loans).Select(i => IngestionService.Line(i, isDefaulted: i <= defaults))));

        Assert.Equal(expected, await ScoreAsync(batch, "A"), 1e-12);
    }

    [Fact]
    public async Task Scores_AreEachGradesOwn_AndRefusedRepeatsDoNotCount()
    {
        var batch = await ingestion.LoadAsync(IngestionService.Tape(
            IngestionService.Line(1, grade: "A"),
            IngestionService.Line(2, grade: "B", isDefaulted: true),
            IngestionService.Line(2, grade: "B"),
            IngestionService.Line(2, grade: "A", isDefaulted: true)));

        Assert.Equal(2, batch.Rejected);
        Assert.Equal(45.0 * 0.5 / 2.0, await ScoreAsync(batch, "A"), 1e-12);
        Assert.Equal(45.0 * 1.5 / 2.0, await ScoreAsync(batch, "B"), 1e-12);
    }

    [Fact]
    public async Task Summary_MatchesThePlainFiguresOfTheLog()
    {
        await ingestion.LoadAsync(
            "user_id,risk_score\n1,0.5\n2,99.5\n", dataset: "risk-logs");
        var before = await SummaryAsync();
        List<double> scores = [];
        await using (var command = ingestion.Database.CreateCommand("SELECT risk_score FROM risk_logs"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                scores.Add(reader.GetDouble(0));
            }
        }

        scores.Sort();
        Assert.Equal(scores.Count, before.TotalRecords);
        Assert.Equal(scores.Average(), before.AverageScore!.Value, 1e-9);
        Assert.Equal(scores[^1], before.MaxScore);
        Assert.Equal(scores[0], before.MinScore);
        Assert.Equal(Quantile(scores, 0.95), before.Var95!.Value, 1e-9);
        Assert.Equal(Quantile(scores, 0.99), before.Var99!.Value, 1e-9);
    }

    [Fact]
    public async Task Summary_OfTheSameBook_IsTheSameToTheBit()
    {
        var random = new Random(1);
        await ingestion.LoadAsync(IngestionService.Tape(Enumerable.Range(1, 400_000).Select(i =>
        {
            int grade = random.Next(37);
            return IngestionService.Line(i, grade: $"G{grade}", isDefaulted: random.Next(100) < grade);
        })));

        var first = await SummaryAsync();
        for (int asking = 2; asking <= 6; asking++)
        {
            var again = await SummaryAsync();
            Assert.Equal(first.ByCurrency, again.ByCurrency);
            Assert.Equal(first with { ByCurrency = [] }, again with { ByCurrency = [] });
        }
    }

    [Fact]
    public async Task Summary_ExpectedLoss_IsExactToTheSmallestUnit()
    {
        const string Amount = "100000000000000.00";
        await ingestion.LoadAsync(IngestionService.Tape(Enumerable.Range(1, 19).Select(i =>
            $"L-{i},{i},IDR,{Amount},{Amount},0.25,12,2026-01-31,{(i <= 6 ? "A,performing" : "B,defaulted")}")));

        var row = Assert.Single((await SummaryAsync()).ByCurrency, row => row.Currency.Code == "IDR");

        // 0.45 · 10^14 · (6 · ½/7 + 13 · 13½/14): fourteenths of 0.45 · 10^14, of which there are 181.5.
        Assert.Equal(583_392_857_142_857.14m, row.ExpectedLoss.Amount);
        Assert.Equal(45.0 * 181.5 / 14.0 / 19.0, row.AverageScore!.Value, 1e-13);
    }

    [Fact]
    public async Task Inbox_LoadsTheShippedTapesOnce()
    {
        using var first = await ingestion.Service.Client.PostAsync(new Uri("/inbox", UriKind.Relative), null);
        using var second = await ingestion.Service.Client.PostAsync(new Uri("/inbox", UriKind.Relative), null);
        var loaded = (await first.Content.ReadFromJsonAsync<InboxResponse>())!;
        var again = (await second.Content.ReadFromJsonAsync<InboxResponse>())!;

        Assert.Equal(2, loaded.Batches.Count);
        Assert.True(loaded.Batches.Sum(tape => tape.Batch.Accepted) > 10_000);
        Assert.All(loaded.Batches, tape => Assert.Equal(0, tape.Batch.Rejected));
        Assert.Empty(again.Batches);
        Assert.Equal(2, again.AlreadyLoaded);
    }

    private async Task<RiskSummary> SummaryAsync() =>
        (await ingestion.Service.Client.GetFromJsonAsync<RiskSummary>(new Uri("/risk", UriKind.Relative)))!;

    private Task<double> ScoreAsync(BatchResponse batch, string grade) => ingestion.OfBatchAsync<double>(
        batch,
        $"""
        SELECT DISTINCT risk_score FROM risk_logs JOIN loans USING (batch, loan_id)
        WHERE batch = $1 AND grade = '{grade}'
        """);

    // R's type 7, which is percentile_cont.
    private static double Quantile(List<double> sorted, double p)
    {
        double at = p * (sorted.Count - 1);
        int low = (int)at;
        return sorted[low] + (at - low) * (sorted[Math.Min(low + 1, sorted.Count - 1)] - sorted[low]);
    }
}
