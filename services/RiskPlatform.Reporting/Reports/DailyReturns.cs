using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.Quant.TimeSeries;

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
    /// <summary>Aligns histories on the dates all of them have, and takes the newest returns.</summary>
    /// <param name="histories">Worth of one unit in the base currency, a history a currency.</param>
    /// <param name="window">Returns to take at most.</param>
    /// <returns>Null when no two dates are close enough.</returns>
    public static DailyReturns? Align(IReadOnlyList<RateHistoryResponse> histories, int window)
    {
        var byDate = histories
            .Select(history => history.Points.ToDictionary(point => point.Date, point => (double)point.Rate)).ToList();
        var (near, skipped) = JointDays.Pair([.. byDate.Select(points => points.Keys)], window);
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
                values[row * byDate.Count + column] = Math.Log(points[near[row].After] / points[near[row].Before]);
            }
        }

        return new DailyReturns(
            [.. histories.Select(history => history.Base)],
            values,
            near.Count,
            near[0].Before,
            near[^1].After,
            skipped);
    }
}
