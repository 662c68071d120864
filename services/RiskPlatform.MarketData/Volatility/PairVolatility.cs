using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Rates;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.MarketData.Volatility;

/// <summary>How much a pair has moved, from its stored history. See docs/methods/volatility.md.</summary>
internal sealed class PairVolatility(RateStore store, TimeProvider time)
{
    private const double BusinessDaysPerYear = 252.0;

    // A return over more days than a long weekend is not a daily one, and is left out.
    private const int DaysMax = 5;

    /// <summary>Estimates over the newest returns of a window.</summary>
    /// <param name="baseCode">The base currency's code.</param>
    /// <param name="quoteCode">The quote currency's code.</param>
    /// <param name="method">closeToClose or ewma.</param>
    /// <param name="window">Returns to use, 2 to 10,000.</param>
    /// <param name="lambda">Decay of ewma, strictly between 0 and 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<VolatilityResponse>> EstimateAsync(
        string baseCode,
        string quoteCode,
        string method,
        int window,
        double lambda,
        CancellationToken cancellationToken)
    {
        List<string> faults = [];
        if (method is not ("closeToClose" or "ewma"))
        {
            faults.Add($"There is no method '{method}'; there are closeToClose and ewma.");
        }

        if (window is < 2 or > 10_000)
        {
            faults.Add($"window is {window}; it lies between 2 and 10000.");
        }

        if (!(lambda is > 0.0 and < 1.0))
        {
            faults.Add($"lambda is {lambda}; it lies strictly between 0 and 1.");
        }

        if (!CurrentRates.Pair(baseCode, quoteCode).TryGet(out var pair, out var failure))
        {
            faults.AddRange(failure.Messages);
        }

        if (faults.Count > 0)
        {
            return Failure.Invalid(faults);
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var points = await store.HistoryAsync(pair.Base, pair.Quote, DateOnly.MinValue, today, cancellationToken);
        double[] returns = [.. DailyReturns(points).TakeLast(window)];
        if (returns.Length < 2)
        {
            return Failure.MissingData($"{pair.Base}/{pair.Quote} has {returns.Length} daily returns; 2 are needed.");
        }

        var estimate = method == "ewma"
            ? HistoricalVolatility.Ewma(returns, lambda, BusinessDaysPerYear)
            : HistoricalVolatility.FromReturns(returns, BusinessDaysPerYear);
        return new VolatilityResponse(estimate.Annualised, estimate.StandardError, estimate.Observations, method);
    }

    private static IEnumerable<double> DailyReturns(IReadOnlyList<RatePoint> points) =>
        points.Zip(points.Skip(1))
            .Where(pair => pair.Second.Date.DayNumber - pair.First.Date.DayNumber <= DaysMax)
            .Select(pair => Math.Log((double)(pair.Second.Rate / pair.First.Rate)));
}
