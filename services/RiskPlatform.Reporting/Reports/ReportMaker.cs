using System.Security.Cryptography;
using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Reports;

/// <summary>Asks the services and makes one report of their answers. It stores nothing.</summary>
internal sealed class ReportMaker(
    MarketDataClient marketData, IngestionClient ingestion, IConfiguration configuration, TimeProvider time)
{
    private const string ModelVersion = "risk-report/1 parametric-var/1";
    private const int Window = 500;
    private const int ObservationsMin = 60; // Fewer leave a standard error of a tenth of the figure.
    private const int HistoryDays = 5 * 365;

    private readonly Currency _base = Currency.Of(configuration["Reporting:BaseCurrency"] ?? "USD");
    private readonly double _confidence = configuration.GetValue("Reporting:Confidence", 0.99);

    /// <summary>Makes a report; what could not be had is null in it and named in its gaps.</summary>
    /// <param name="trigger">schedule, request or catchUp.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The report without an id; a failure when not even the book could be had.</returns>
    public async Task<Result<ReportResponse>> MakeAsync(string trigger, CancellationToken cancellationToken)
    {
        var asked = ingestion.RiskAsync(cancellationToken);
        var rated = marketData.RatesAsync(_base, cancellationToken);
        if (!(await asked).TryGet(out var risk, out var failure))
        {
            return failure with { Reason = FailureReason.Unavailable };
        }

        List<string> gaps = [];
        if (risk.TotalRecords == 0)
        {
            gaps.Add("No loan has been scored yet.");
        }

        if (!(await rated).TryGet(out var rates, out failure))
        {
            gaps.Add($"No rates: {string.Join(' ', failure.Messages)}");
        }

        var exposures = risk.ByCurrency.Select(row => Exposure(row, rates)).ToList();
        gaps.AddRange(exposures.Where(exposure => exposure.InBase is null)
            .Select(exposure => $"No rate of {exposure.Currency} against {_base}."));

        var returns = await ReturnsAsync(exposures, gaps, cancellationToken);
        var valueAtRisk = returns is null ? null : BookVar.Compute(
            [.. returns.Currencies.Select(c => exposures.Single(e => e.Currency == c).InBase!.Value)],
            returns,
            _confidence);
        var state = DataStates.Worst(
            exposures.Where(e => e.Currency != _base).Select(e => e.RateState).DefaultIfEmpty(DataState.Fresh));
        var now = time.GetUtcNow();
        return new ReportResponse(
            Id: 0,
            now,
            trigger,
            risk.AverageScore,
            risk.MaxScore,
            risk.MinScore,
            risk.TotalRecords,
            _base,
            rates is null ? 0 : rates.Rates.Count + 1,
            exposures,
            valueAtRisk,
            gaps,
            new Lineage(rates?.AsOf ?? now, state, ModelVersion, Hash(risk, exposures, returns)));
    }

    private CurrencyExposure Exposure(CurrencyRisk row, RatesResponse? rates)
    {
        if (row.Currency == _base)
        {
            return new CurrencyExposure(row.Currency, row.Loans, row.Outstanding, row.Outstanding, 1m, DataState.Fresh);
        }

        return rates is not null && rates.Rates.TryGetValue(row.Currency, out var rate)
            ? new CurrencyExposure(
                row.Currency,
                row.Loans,
                row.Outstanding,
                new Money(row.Outstanding.Amount / rate.Rate, _base).Rounded(),
                rate.Rate,
                rate.State)
            : new CurrencyExposure(row.Currency, row.Loans, row.Outstanding, null, null, DataState.Missing);
    }

    private async Task<DailyReturns?> ReturnsAsync(
        List<CurrencyExposure> exposures, List<string> gaps, CancellationToken cancellationToken)
    {
        var currencies = exposures.Where(e => e.Currency != _base && e.InBase is not null)
            .Select(e => e.Currency).ToList();
        if (currencies.Count == 0)
        {
            gaps.Add($"No value at risk: nothing is owed in another currency than {_base}.");
            return null;
        }

        var to = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var answers = await Task.WhenAll(currencies.Select(currency =>
            marketData.HistoryAsync(currency, _base, to.AddDays(-HistoryDays), to, cancellationToken)));
        List<RateHistoryResponse> histories = [];
        foreach (var answer in answers)
        {
            if (!answer.TryGet(out var history, out var failure))
            {
                gaps.Add($"No value at risk: {string.Join(' ', failure.Messages)}");
                return null;
            }

            histories.Add(history);
        }

        var returns = DailyReturns.Align(histories, Window);
        if (returns is null || returns.Rows < ObservationsMin)
        {
            gaps.Add($"No value at risk: {returns?.Rows ?? 0} joint daily returns, and {ObservationsMin} are needed.");
            return null;
        }

        return returns;
    }

    /// <summary>SHA-256 over the figures a report is made of, as JSON in the order of their declaration.</summary>
    private string Hash(RiskSummary risk, IReadOnlyList<CurrencyExposure> exposures, DailyReturns? returns) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { risk, exposures, returns, _confidence }, ContractJson.Options)));
}
