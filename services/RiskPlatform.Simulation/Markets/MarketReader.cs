using System.Globalization;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;

namespace RiskPlatform.Simulation.Markets;

/// <summary>Reads rates and histories from market data. See docs/methods/fx-var.md.</summary>
internal sealed class MarketReader(MarketDataClient marketData, TimeProvider time)
{
    // Business days are five of seven, and some stretches of a history have gaps.
    private const int CalendarDaysPerReturn = 3;
    private const int CalendarDaysMore = 100;

    /// <summary>The positions' sum by currency, in the order of their first appearance.</summary>
    public static IReadOnlyList<PositionAmount> Net(IReadOnlyList<PositionAmount> positions) =>
    [
        .. positions.GroupBy(position => position.Currency)
            .Select(group => new PositionAmount(group.Key, group.Sum(position => position.Amount))),
    ];

    /// <summary>Reads the time a text names.</summary>
    /// <param name="text">A time, or a date, which means its end; null for now.</param>
    /// <param name="asOf">The time; null for now, which is not the same as its moment: now has replayed rates.</param>
    /// <returns>Whether the text names a time.</returns>
    public static bool TryTime(string? text, out DateTimeOffset? asOf)
    {
        asOf = null;
        if (text is null)
        {
            return true;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            asOf = new DateTimeOffset(date, new TimeOnly(23, 59, 59), TimeSpan.Zero);
        }
        else if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            asOf = at;
        }

        return asOf is not null;
    }

    /// <summary>Reads what is needed for currencies in a base.</summary>
    /// <param name="currencies">None of them the base; at least one.</param>
    /// <param name="baseCurrency">The base.</param>
    /// <param name="asOf">Nothing later is read; null for now.</param>
    /// <param name="window">Returns to take at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>MissingData where a currency has no rate; a market with few returns is no failure here.</returns>
    public async Task<Result<Market>> ReadAsync(
        IReadOnlyList<Currency> currencies,
        Currency baseCurrency,
        DateTimeOffset? asOf,
        int window,
        CancellationToken cancellationToken)
    {
        var asked = asOf is { } past
            ? await marketData.RatesAsync(baseCurrency, past, cancellationToken)
            : await marketData.RatesAsync(baseCurrency, cancellationToken);
        if (!asked.TryGet(out var table, out var failure))
        {
            return failure;
        }

        var missing = currencies.Where(currency =>
            !table.Rates.TryGetValue(currency, out var rate) || rate.State == DataState.Missing).ToList();
        if (missing.Count > 0)
        {
            return Failure.MissingData([.. missing.Select(currency => $"No rate of {currency} in {baseCurrency}.")]);
        }

        var to = DateOnly.FromDateTime((asOf ?? time.GetUtcNow()).UtcDateTime);
        var from = to.AddDays(-Math.Min(to.DayNumber, CalendarDaysPerReturn * window + CalendarDaysMore));
        var answers = await Task.WhenAll(currencies.Select(currency =>
            marketData.HistoryAsync(currency, baseCurrency, from, to, cancellationToken)));
        List<RateHistoryResponse> histories = [];
        foreach (var answer in answers)
        {
            if (!answer.TryGet(out var history, out failure))
            {
                return failure;
            }

            histories.Add(history);
        }

        return Market.Align(histories, [.. currencies.Select(currency => table.Rates[currency])], window, table.AsOf);
    }
}
