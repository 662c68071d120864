using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Simulation.Markets;

/// <summary>Currencies' worth in a base currency, and their joint daily returns.</summary>
/// <param name="Currencies">The columns; none of them is the base.</param>
/// <param name="Worths">One unit of each, in the base currency.</param>
/// <param name="Returns">
/// Simple returns of that worth over a day, returns × currencies, row-major, oldest first.
/// </param>
/// <param name="Rows">How many returns.</param>
/// <param name="From">The date before the first return; null without any.</param>
/// <param name="To">The date of the last.</param>
/// <param name="AsOf">The time the worths are of.</param>
/// <param name="State">Of the worst rate.</param>
internal sealed record Market(
    IReadOnlyList<Currency> Currencies,
    double[] Worths,
    double[] Returns,
    int Rows,
    DateOnly? From,
    DateOnly? To,
    DateTimeOffset AsOf,
    DataState State)
{
    /// <summary>Joint returns on the dates all histories have, the newest of them.</summary>
    public static Market Align(
        IReadOnlyList<RateHistoryResponse> histories,
        IReadOnlyList<RateSummary> rates,
        int window,
        DateTimeOffset asOf)
    {
        var byDate = histories
            .Select(history => history.Points.ToDictionary(point => point.Date, point => point.Rate)).ToList();
        var near = JointDays.Pair([.. byDate.Select(points => points.Keys)], window).Pairs;
        double[] returns =
        [
            .. near.SelectMany(
                _ => byDate, (pair, points) => (double)(points[pair.After] / points[pair.Before] - 1m)),
        ];
        return new Market(
            [.. histories.Select(history => history.Base)],
            [.. rates.Select(rate => 1.0 / (double)rate.Rate)],
            returns,
            near.Count,
            near.Count > 0 ? near[0].Before : null,
            near.Count > 0 ? near[^1].After : null,
            asOf,
            DataStates.Worst(rates.Select(rate => rate.State)));
    }
}
