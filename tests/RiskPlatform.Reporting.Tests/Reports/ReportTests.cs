using System.Globalization;
using System.Net;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Tests.Reports;

/// <summary>Reports on demand, from stubs whose figures are known. The schedule's interval is a day.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private static readonly Currency Dollar = Currency.Of("USD");
    private readonly ReportingService _reporting = new();
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        await _reporting.InitializeAsync();
        _client = (await _reporting.StartAsync(intervalSeconds: 86_400)).Client;
    }

    public Task DisposeAsync() => _reporting.DisposeAsync();

    [Fact]
    public async Task Post_KnownBookAndRates_GivesTheFiguresByAnotherWay()
    {
        var report = await MakeAsync();

        Assert.Equal((2L, 2.0, 3.0, 1.0), (
            report.TotalRecords, report.AvgRiskScore, report.MaxRiskScore, report.MinRiskScore));
        Assert.Equal(
            [("KES", 1000.00m), ("UGX", 2000.00m)],
            report.Exposures.Select(e => (e.Currency.Code, e.InBase!.Value.Amount)));
        Assert.Empty(report.Gaps);
        Assert.Equal(DataState.Replayed, report.Lineage.DataState);

        // The book's worth day by day is one series, whose deviation needs no covariance matrix.
        var (kes, ugx) = (Currency.Of("KES"), Currency.Of("UGX"));
        double[] losses =
        [
            .. Enumerable.Range(1, 300).Select(day =>
                1000.0 * Math.Log(ServicesStub.Worth(kes, day) / ServicesStub.Worth(kes, day - 1))
                + 2000.0 * Math.Log(ServicesStub.Worth(ugx, day) / ServicesStub.Worth(ugx, day - 1))),
        ];
        double mean = losses.Average();
        double deviation = Math.Sqrt(losses.Sum(x => (x - mean) * (x - mean)) / 299.0);
        var risk = report.ValueAtRisk!;
        Assert.Equal(2.3263478740408408 * deviation, (double)risk.Var.Amount, 0.006);
        Assert.Equal(2.665214220345806 * deviation, (double)risk.ExpectedShortfall.Amount, 0.006);
        Assert.Equal((0.99, 1, 300), (risk.Confidence, risk.HorizonDays, risk.Observations));
        Assert.Equal((new DateOnly(2024, 1, 1), new DateOnly(2024, 10, 27)), (risk.From, risk.To));
        Assert.Equal(risk.Var.Amount, risk.Components.Sum(part => part.Var.Amount));
        Assert.Equal(1.0, risk.Components.Sum(part => part.Share), 1e-9);
        Assert.All(risk.Components, part => Assert.Equal(Dollar, part.Var.Currency));
    }

    [Fact]
    public async Task Post_SameInputs_HaveTheSameHash_AndOthersAnother()
    {
        var one = await MakeAsync();
        var same = await MakeAsync();
        _reporting.Others.Rates![Currency.Of("KES")] = 129.0001m;
        var other = await MakeAsync();

        Assert.Equal(one.Lineage.InputsHash, same.Lineage.InputsHash);
        Assert.NotEqual(one.Lineage.InputsHash, other.Lineage.InputsHash);
        Assert.Matches("^[0-9a-f]{64}$", one.Lineage.InputsHash);
    }

    [Fact]
    public async Task Post_RateMissing_IsAGapAndNotAZero()
    {
        _reporting.Others.Rates!.Remove(Currency.Of("UGX"));

        var report = await MakeAsync();

        var shilling = report.Exposures.Single(e => e.Currency.Code == "UGX");
        Assert.Equal((null, null, DataState.Missing), (shilling.InBase, shilling.Rate, shilling.RateState));
        Assert.Contains("No rate of UGX against USD.", report.Gaps);
        Assert.Equal(["KES"], report.ValueAtRisk!.Components.Select(part => part.Currency.Code));
        Assert.Equal(DataState.Missing, report.Lineage.DataState);
    }

    [Fact]
    public async Task Post_ShortHistoryOrNoRatesOrOnlyDollars_HasNoVar_AndSaysWhy()
    {
        _reporting.Others.HistoryDays = 60;
        var tooShort = await MakeAsync();
        Assert.Null(tooShort.ValueAtRisk);
        Assert.Contains("No value at risk: 59 joint daily returns, and 60 are needed.", tooShort.Gaps);

        _reporting.Others.HistoryDays = 61;
        Assert.NotNull((await MakeAsync()).ValueAtRisk);

        _reporting.Others.Rates = null;
        var noRates = await MakeAsync();
        Assert.Null(noRates.ValueAtRisk);
        Assert.Contains(noRates.Gaps, gap => gap.StartsWith("No rates: ", StringComparison.Ordinal));
        Assert.All(noRates.Exposures, e => Assert.Null(e.InBase));

        _reporting.Others.Risk = ServicesStub.Book((Dollar, 100m));
        Assert.Contains("No value at risk: nothing is owed in another currency than USD.", (await MakeAsync()).Gaps);
    }

    [Fact]
    public async Task Post_IngestionDown_IsUnavailable_AndStoresNothing()
    {
        _reporting.Others.Risk = null;
        using var response = await _client.PostAsync(new Uri("/reports", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        using var latest = await _client.GetAsync(new Uri("/reports/latest", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, latest.StatusCode);
    }

    [Fact]
    public async Task Get_StoredReport_IsTheSameInEveryForm_AndPagesGoBack()
    {
        var first = await MakeAsync();
        var second = await MakeAsync();
        var stored = await GetAsync<ReportResponse>($"/reports/{second.Id}");
        Assert.Equivalent(second, stored);
        Assert.Equal(second.Id, (await GetAsync<ReportResponse>("/reports/latest")).Id);
        var page = await GetAsync<List<ReportResponse>>("/reports?limit=1");
        Assert.Equal([second.Id], page.Select(report => report.Id));
        page = await GetAsync<List<ReportResponse>>($"/reports?before={second.Id}");
        Assert.Equal([first.Id], page.Select(report => report.Id));

        string csv = await _client.GetStringAsync(new Uri($"/reports/{second.Id}?format=csv", UriKind.Relative));
        string value = second.ValueAtRisk!.Var.Amount.ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"var,,valueAtRisk,{value},USD\n", csv, StringComparison.Ordinal);
        Assert.Contains("exposure,KES,inBase,1000.00,USD\n", csv, StringComparison.Ordinal);
        Assert.All(csv.TrimEnd('\n').Split('\n'), line => Assert.Equal(4, line.Count(c => c == ',')));
        string html = await _client.GetStringAsync(new Uri($"/reports/{second.Id}?format=html", UriKind.Relative));
        Assert.Contains($"{value} USD", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/reports/999999", HttpStatusCode.NotFound)]
    [InlineData("/reports?limit=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/reports?limit=101", HttpStatusCode.UnprocessableEntity)]
    public async Task Get_BadInput_HasItsDocumentedAnswer(string path, HttpStatusCode status)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, response.StatusCode);
    }

    private async Task<ReportResponse> MakeAsync()
    {
        using var response = await _client.PostAsync(new Uri("/reports", UriKind.Relative), null);
        return await ReportingService.ReadAsync<ReportResponse>(response);
    }

    private async Task<T> GetAsync<T>(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReportingService.ReadAsync<T>(response);
    }
}
