using System.Diagnostics;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Contracts.Strategies;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Backtesting;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;
using RiskPlatform.Strategies.ModuleHost;
using RiskPlatform.Strategies.Modules;

namespace RiskPlatform.Strategies.Backtests;

/// <summary>Runs strategies over past prices. See docs/methods/backtesting.md.</summary>
internal sealed class StrategyRuns(WorkBudget budget, StrategyModules modules, MarketDataClient marketData)
{
    /// <summary>The strategy that is built in.</summary>
    public const string Crossover = "maCrossover";

    private const int BarsMax = 1_000_000;
    private const double BarsPerYear = 252.0;
    private const double NanosecondsPerBar = 20.0; // A crossover with its equity on one core, rounded up.

    private static readonly string[] Windows = ["fast", "slow"];

    /// <summary>Runs on the prices of the request, or on the stored history of its pair.</summary>
    public async Task<Result<BacktestResponse>> RunAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        if (request.Prices?.Length > BarsMax)
        {
            return Failure.TooLarge($"prices has {request.Prices.Length} elements; a backtest may have {BarsMax}.");
        }

        if ((MissingWindow(request) ?? Check(request).Failure) is { } failure)
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

    private async Task<Result<BacktestResponse>> RunAsync(
        BacktestRequest request, double[] closes, string[]? sources, CancellationToken cancellationToken)
    {
        var cost = new WorkCost("bars", closes.Length, NanosecondsPerBar);
        if (request.Strategy == Crossover)
        {
            return await budget.RunAsync(cost, token => Run(request, closes, sources, token), cancellationToken);
        }

        if (modules.Find(request.Strategy) is not { } module)
        {
            return Failure.NotFound($"Module {request.Strategy} has just been removed.");
        }

        var ran = await module.RunAsync(request.Parameters, 1e-4 * request.CostsBp, closes, cancellationToken);
        return ran.TryGet(out var found, out var failure)
            ? await budget.RunAsync(cost, _ => Answer(found.Run, found.Wealth, sources), cancellationToken)
            : failure;
    }

    private static Result<BacktestResponse> Run(
        BacktestRequest request, double[] closes, string[]? sources, CancellationToken cancellationToken)
    {
        double[] wealth = new double[closes.Length];
        var strategy = new MovingAverageCrossover((int)request.Parameters["fast"], (int)request.Parameters["slow"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        var result = CompoundedBacktest.Run(closes, ref strategy, 1e-4 * request.CostsBp, wealth, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Answer(new ModuleRun(result.Trades, result.IsRuined, seconds, allocated), wealth, sources);
    }

    private static Result<BacktestResponse> Answer(ModuleRun run, double[] wealth, string[]? sources)
    {
        if (run.IsRuined)
        {
            return Failure.CalculationFailed(
                "Wealth reached zero: prices moved so far against a position that there is nothing to compound.") with
            {
                Code = "ruined",
            };
        }

        if (!Array.TrueForAll(wealth, worth => double.IsFinite(worth) && worth > 0.0))
        {
            return Failure.CalculationFailed("prices make more wealth than a double holds.");
        }

        return new BacktestResponse(
            run.Trades,
            wealth[^1] - 1.0,
            CompoundedBacktest.Sharpe(wealth, BarsPerYear)?.Value,
            Performance.MaximumDrawdown(wealth).Depth,
            wealth,
            wealth.Length / Math.Max(run.Seconds, 1e-9),
            run.BytesAllocated,
            sources);
    }

    /// <summary>A window that is not there is of the wrong form, not of the wrong value.</summary>
    private static Failure? MissingWindow(BacktestRequest request)
    {
        string[] missing = request.Strategy == Crossover
            ? [.. Windows.Where(window => !request.Parameters.ContainsKey(window))]
            : [];
        return missing.Length == 0
            ? null
            : Failure.Malformed([.. missing.Select(window => $"parameters.{window} is missing.")]);
    }

    private static void CheckWindows(BacktestRequest request, InputFaults faults)
    {
        var (fast, slow) = (request.Parameters["fast"], request.Parameters["slow"]);
        faults
            .Check(fast >= 1.0 && fast % 1.0 == 0.0, $"parameters.fast is {fast}; it is whole, and 1 or more.")
            .Check(
                slow > fast && slow <= BarsMax && slow % 1.0 == 0.0,
                $"parameters.slow is {slow}; it is whole, more than fast and {BarsMax} at most.");
    }

    private InputFaults Check(BacktestRequest request)
    {
        string[] strategies = [Crossover, .. modules.All.Select(module => module.Name)];
        var faults = new InputFaults()
            .Check(
                strategies.Contains(request.Strategy),
                $"strategy is '{request.Strategy}'; there is {string.Join(", ", strategies)}.")
            .Check(
                request.Parameters.Count <= StrategyFactory.ParametersMax,
                $"parameters has {request.Parameters.Count} numbers; it has {StrategyFactory.ParametersMax} at most.")
            .Check(
                request.Parameters.Keys.All(name => name.Length <= StrategyFactory.NameLengthMax),
                $"A name in parameters has {StrategyFactory.NameLengthMax} characters at most.")
            .Check(
                request.CostsBp is >= 0.0 and < 10_000.0, $"costsBp is {request.CostsBp}; it lies between 0 and 10000.")
            .Check(
                request.Prices is null != request.Pair is null,
                "Give either prices or pair: one of the two, not both.");
        if (request.Strategy == Crossover)
        {
            CheckWindows(request, faults);
        }

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
