using System.Diagnostics;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Strategies;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Backtesting;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Strategies.Backtests;

/// <summary>Runs strategies over past prices. See docs/methods/backtesting.md.</summary>
internal sealed class StrategyRuns(WorkBudget budget, MarketDataClient marketData)
{
    private const int BarsMax = 1_000_000;
    private const double BarsPerYear = 252.0;
    private const double NanosecondsPerBar = 20.0; // A crossover with its equity on one core, rounded up.

    /// <summary>Runs on the prices of the request, or on the stored history of its pair.</summary>
    public async Task<Result<BacktestResponse>> RunAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        if (request.Prices?.Length > BarsMax)
        {
            return Failure.TooLarge($"prices has {request.Prices.Length} elements; a backtest may have {BarsMax}.");
        }

        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        if (request.Prices is { } prices)
        {
            return await RunAsync(request, prices, null, cancellationToken);
        }

        if (!(await HistoryAsync(request, cancellationToken)).TryGet(out var history, out var missing))
        {
            return missing;
        }

        double[] closes = [.. history.Points.Select(point => (double)point.Rate)];
        return closes.Length < 3
            ? Failure.MissingData($"{request.Pair} has {closes.Length} stored rates between the dates; 3 are needed.")
            : await RunAsync(
                request, closes, [.. history.Points.Select(point => point.Source).Distinct()], cancellationToken);
    }

    private Task<Result<BacktestResponse>> RunAsync(
        BacktestRequest request, double[] closes, string[]? sources, CancellationToken cancellationToken) =>
        budget.RunAsync(
            new WorkCost("bars", closes.Length, NanosecondsPerBar),
            token => Run(request, closes, sources, token),
            cancellationToken);

    private static Result<BacktestResponse> Run(
        BacktestRequest request, double[] closes, string[]? sources, CancellationToken cancellationToken)
    {
        double[] wealth = new double[closes.Length];
        var strategy = new MovingAverageCrossover(request.Parameters.Fast, request.Parameters.Slow);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        var result = CompoundedBacktest.Run(closes, ref strategy, 1e-4 * request.CostsBp, wealth, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (result.IsRuined)
        {
            return Failure.CalculationFailed(
                "Wealth reached zero: prices moved so far against a position that there is nothing to compound.") with
            {
                Code = "ruined",
            };
        }

        if (!double.IsFinite(result.FinalWealth))
        {
            return Failure.CalculationFailed("prices make more wealth than a double holds.");
        }

        return new BacktestResponse(
            result.Trades,
            result.FinalWealth - 1.0,
            CompoundedBacktest.Sharpe(wealth, BarsPerYear)?.Value,
            Performance.MaximumDrawdown(wealth).Depth,
            wealth,
            closes.Length / Math.Max(seconds, 1e-9),
            allocated,
            sources);
    }

    private static InputFaults Check(BacktestRequest request)
    {
        var faults = new InputFaults()
            .Check(request.Strategy == "maCrossover", $"strategy is '{request.Strategy}'; there is maCrossover.")
            .Check(request.Parameters.Fast >= 1, $"parameters.fast is {request.Parameters.Fast}; it is 1 or more.")
            .Check(
                request.Parameters.Slow > request.Parameters.Fast && request.Parameters.Slow <= BarsMax,
                $"parameters.slow is {request.Parameters.Slow}; it is more than fast and {BarsMax} at most.")
            .Check(
                request.CostsBp is >= 0.0 and < 10_000.0, $"costsBp is {request.CostsBp}; it lies between 0 and 10000.")
            .Check(
                request.Prices is null != request.Pair is null,
                "Give either prices or pair: one of the two, not both.");
        if (request.Prices is { } prices)
        {
            faults.AtLeast("prices", prices.Length, 3).AllFinite("prices", prices)
                .Check(Array.TrueForAll(prices, price => !(price <= 0.0)), "Every element of prices is above zero.");
        }

        if (request.Pair is { } pair)
        {
            faults.Check(
                    pair.Split('/') is [var bought, var sold] && Currency.TryParse(bought, out _)
                        && Currency.TryParse(sold, out _),
                    $"pair is '{pair}'; it is two currencies, such as USD/KES.")
                .Check(request is { From: not null, To: not null }, "from and to are needed with a pair.")
                .Check(!(request.From > request.To), "from is not after to.");
        }

        return faults;
    }

    private Task<Result<RateHistoryResponse>> HistoryAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        string[] codes = request.Pair!.Split('/');
        return marketData.HistoryAsync(
            Currency.Of(codes[0]), Currency.Of(codes[1]), request.From!.Value, request.To!.Value, cancellationToken);
    }
}
