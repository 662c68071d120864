using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

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
    // A weekend and two holidays; what lies further apart is no daily return.
    private const int DaysMax = 5;

    /// <summary>Joint returns on the dates all histories have, the newest of them.</summary>
    public static Market Align(
        IReadOnlyList<RateHistoryResponse> histories,
        IReadOnlyList<RateSummary> rates,
        int window,
        DateTimeOffset asOf)
    {
        var byDate = histories
            .Select(history => history.Points.ToDictionary(point => point.Date, point => point.Rate)).ToList();
        var dates = byDate[0].Keys.Where(date => byDate.All(points => points.ContainsKey(date))).Order().ToList();
        var near = dates.Zip(dates.Skip(1))
            .Where(pair => pair.Second.DayNumber - pair.First.DayNumber <= DaysMax).TakeLast(window).ToList();
        double[] returns =
        [
            .. near.SelectMany(
                _ => byDate, (pair, points) => (double)(points[pair.Second] / points[pair.First] - 1m)),
        ];
        return new Market(
            [.. histories.Select(history => history.Base)],
            [.. rates.Select(rate => 1.0 / (double)rate.Rate)],
            returns,
            near.Count,
            near.Count > 0 ? near[0].First : null,
            near.Count > 0 ? near[^1].Second : null,
            asOf,
            DataStates.Worst(rates.Select(rate => rate.State)));
    }
}
