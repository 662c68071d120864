using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Reports;

/// <summary>Joint daily log returns of several currencies' worth in the base currency.</summary>
/// <param name="Currencies">The columns.</param>
/// <param name="Values">returns × currencies, row-major, oldest first.</param>
/// <param name="Rows">How many returns.</param>
/// <param name="From">The date before the first return.</param>
/// <param name="To">The date of the last.</param>
/// <param name="Skipped">Pairs of neighbouring dates too far apart for a daily return.</param>
internal sealed record DailyReturns(
    IReadOnlyList<Currency> Currencies, double[] Values, int Rows, DateOnly From, DateOnly To, int Skipped)
{
    // A weekend and two holidays; what lies further apart is no daily return.
    private const int DaysMax = 5;

    /// <summary>Aligns histories on the dates all of them have, and takes the newest returns.</summary>
    /// <param name="histories">Worth of one unit in the base currency, a history a currency.</param>
    /// <param name="window">Returns to take at most.</param>
    /// <returns>Null when no two dates are close enough.</returns>
    public static DailyReturns? Align(IReadOnlyList<RateHistoryResponse> histories, int window)
    {
        var byDate = histories
            .Select(history => history.Points.ToDictionary(point => point.Date, point => (double)point.Rate)).ToList();
        var dates = byDate[0].Keys.Where(date => byDate.All(points => points.ContainsKey(date))).Order().ToList();
        var pairs = dates.Zip(dates.Skip(1)).ToList();
        var near = pairs.Where(pair => pair.Second.DayNumber - pair.First.DayNumber <= DaysMax)
            .TakeLast(window).ToList();
        if (near.Count == 0)
        {
            return null;
        }

        double[] values = new double[near.Count * byDate.Count];
        for (int row = 0; row < near.Count; row++)
        {
            for (int column = 0; column < byDate.Count; column++)
            {
                var points = byDate[column];
                values[row * byDate.Count + column] = Math.Log(points[near[row].Second] / points[near[row].First]);
            }
        }

        int skipped = pairs.Count(pair => pair.First >= near[0].First) - near.Count;
        return new DailyReturns(
            [.. histories.Select(history => history.Base)],
            values,
            near.Count,
            near[0].First,
            near[^1].Second,
            skipped);
    }
}
