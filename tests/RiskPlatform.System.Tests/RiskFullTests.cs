using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.System.Tests;

/// <summary>
/// The end-to-end run: collect, load the real tapes, report. Asked through the gateway, as a client would.
/// </summary>
[Collection(nameof(PlatformCollection))]
public sealed class RiskFullTests(Platform platform)
{
    private static readonly CancellationToken Limit = new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token;

    [Fact]
    public async Task RiskFull_WithTheShippedTapes_CompletesWithFiguresOfTheRealTapes()
    {
        var workflow = await GetAsync<WorkflowResponse>("/api/workflow/risk-full");

        Assert.Equal("completed", workflow.Status);
        Assert.Equal(["collect", "ingest", "report"], workflow.Steps.Select(step => step.Name));
        Assert.All(workflow.Steps, step => Assert.Equal("completed", step.Status));

        var collected = Result<CollectResponse>(workflow, "collect");
        Assert.Equal(6, collected.Sources.Count);
        Assert.Contains(
            collected.Sources, source => source is { Name: "replay", Status: SourceStatus.Ok, Quotes: > 25 });

        int loans = Tapes.LendingClub().Count + Tapes.German().Count;
        Assert.Equal(loans, Result<InboxResponse>(workflow, "ingest").LoansLoaded);

        var report = Result<ReportResponse>(workflow, "report");
        Assert.Empty(report.Gaps);
        Assert.Equal(10_857, report.TotalRecords);
        Assert.True(report.CurrenciesWithRates >= 25, $"{report.CurrenciesWithRates} currencies");
        Assert.InRange(report.AvgRiskScore!.Value, report.MinRiskScore!.Value, report.MaxRiskScore!.Value);
        AssertExposuresAreThoseOfTheTapes(report);
        AssertValueAtRiskHoldsTogether(report);
    }

    [Fact]
    public async Task RiskFull_Repeated_LoadsNothingTwice()
    {
        var first = await GetAsync<WorkflowResponse>("/api/workflow/risk-full");
        var second = await GetAsync<WorkflowResponse>("/api/workflow/risk-full");

        var inbox = Result<InboxResponse>(second, "ingest");
        Assert.Empty(inbox.Batches);
        Assert.Equal(2, inbox.AlreadyLoaded);
        Assert.Equal(Result<InboxResponse>(first, "ingest").LoansLoaded, inbox.LoansLoaded);
        Assert.True(Result<ReportResponse>(second, "report").Id > Result<ReportResponse>(first, "report").Id);
    }

    [Theory]
    [InlineData("/api/python/rates?base=USD", "/api/market-data/rates?base=USD")]
    [InlineData("/api/crystal/feeds", "/api/market-data/feeds")]
    [InlineData("/api/rust/api/risk", "/api/ingestion/risk")]
    [InlineData("/api/kotlin/reports/latest", "/api/reports/latest")]
    public async Task Alias_AnswersAsItsCanonicalRoute(string alias, string canonical)
    {
        await GetAsync<WorkflowResponse>("/api/workflow/risk-full");

        var byAlias = await GetAsync<JsonElement>(alias);
        var byName = await GetAsync<JsonElement>(canonical);

        Assert.Equal(
            byName.EnumerateObject().Select(property => property.Name),
            byAlias.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Aggregate_OfAHealthyPlatform_HasEveryBackendOnline()
    {
        var aggregate = await GetAsync<AggregateResponse>("/api/aggregate");

        Assert.Equal(
            [
                "analytics", "ingestion", "market-data", "portfolio", "pricing", "reporting", "simulation",
                "strategies",
            ],
            aggregate.Services.Select(s => s.Name).Order());
        Assert.All(aggregate.Services, service => Assert.Equal(BackendHealth.Online, service.Status));
        Assert.Equal(aggregate.Total, aggregate.Online);
    }

    [Fact]
    public async Task UnknownRoute_IsAProblem_NotA200()
    {
        using var client = platform.Gateway;
        using var response = await client.GetAsync(new Uri("/api/cobol/anything", UriKind.Relative), Limit);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Logs_OfARun_HoldNoError()
    {
        await GetAsync<WorkflowResponse>("/api/workflow/risk-full");

        Assert.Empty(platform.Errors());
    }

    private static void AssertExposuresAreThoseOfTheTapes(ReportResponse report)
    {
        var exposures = report.Exposures.ToDictionary(exposure => exposure.Currency.Code);
        Assert.Equal(["EUR", "USD"], exposures.Keys.Order());
        Assert.Equal(Tapes.LendingClub().Sum(), exposures["USD"].Outstanding.Amount);

        // Deutsche Mark at the irrevocable rate of Regulation (EC) 2866/98, each loan rounded to the cent.
        Assert.Equal(
            Tapes.German().Sum(mark => decimal.Round(mark / 1.95583m, 2, MidpointRounding.ToEven)),
            exposures["EUR"].Outstanding.Amount);
    }

    private static void AssertValueAtRiskHoldsTogether(ReportResponse report)
    {
        var risk = report.ValueAtRisk;
        Assert.NotNull(risk);
        Assert.True(risk.Observations >= 250, $"{risk.Observations} observations");
        Assert.Equal(risk.Var.Amount, risk.Components.Sum(component => component.Var.Amount));
        Assert.True(risk.ExpectedShortfall.Amount > risk.Var.Amount);

        // One euro position: its daily volatility, read back from the figure, is that of a major currency.
        decimal exposure = report.Exposures.Single(e => e.Currency.Code == "EUR").InBase!.Value.Amount;
        double dailyVolatility = (double)(risk.Var.Amount / exposure) / 2.3263478740408408; // N⁻¹(0.99)
        Assert.InRange(dailyVolatility, 0.002, 0.010);

        Assert.Equal(DataState.Replayed, report.Lineage.DataState);
        Assert.Equal(64, report.Lineage.InputsHash.Length);
        Assert.NotEmpty(report.Lineage.ModelVersion);
    }

    private static T Result<T>(WorkflowResponse workflow, string step) =>
        workflow.Steps.Single(s => s.Name == step).Result!.Value.Deserialize<T>(ContractJson.Options)!;

    private async Task<T> GetAsync<T>(string path)
    {
        using var client = platform.Gateway;
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Limit);
        string body = await response.Content.ReadAsStringAsync(Limit);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {body}");
        return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options, Limit))!;
    }
}
