using System.Globalization;
using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.MarketData;

/// <summary>Asks the market-data service. Its address is the resource name <c>market-data</c>.</summary>
/// <param name="http">A client whose base address is the service.</param>
public sealed class MarketDataClient(HttpClient http)
{
    /// <summary>Collects from every source now.</summary>
    public Task<Result<CollectResponse>> CollectAsync(CancellationToken cancellationToken) =>
        http.PostAsync<CollectResponse>("/collect", content: null, cancellationToken);

    /// <summary>All rates against one base.</summary>
    public Task<Result<RatesResponse>> RatesAsync(Currency baseCurrency, CancellationToken cancellationToken) =>
        http.GetAsync<RatesResponse>($"/rates?base={baseCurrency}", cancellationToken);

    /// <summary>All rates against one base of another time, as they are known now, corrections included.</summary>
    public Task<Result<RatesResponse>> RatesAsync(
        Currency baseCurrency, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        http.GetAsync<RatesResponse>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/rates?base={baseCurrency}&asOf={asOf.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffff}Z"),
            cancellationToken);

    /// <summary>The stored history of a pair between two dates, both included.</summary>
    public Task<Result<RateHistoryResponse>> HistoryAsync(
        Currency baseCurrency, Currency quote, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        http.GetAsync<RateHistoryResponse>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/rates/{baseCurrency}/{quote}/history?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"),
            cancellationToken);
}
