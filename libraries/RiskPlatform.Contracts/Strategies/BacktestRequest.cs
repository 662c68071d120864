namespace RiskPlatform.Contracts.Strategies;

/// <summary>Asks how a strategy would have done: on prices given, or on the stored history of a pair.</summary>
/// <param name="Strategy">maCrossover, or the name of a loaded module.</param>
/// <param name="Parameters">Numbers by name. Of a crossover: fast, bars of the quick mean, 1 or more; and slow, more
/// than fast. Of a module: those that it lists.</param>
/// <param name="Prices">Closing prices, oldest first, positive; 3 to 1,000,000; or</param>
/// <param name="Pair">a pair, such as USD/KES, whose daily rates are taken.</param>
/// <param name="From">With a pair: the first date.</param>
/// <param name="To">With a pair: the last date.</param>
/// <param name="CostsBp">What trading costs, in hundredths of a percent of what is traded; 0 to below 10,000.</param>
public sealed record BacktestRequest(
    string Strategy,
    IReadOnlyDictionary<string, double> Parameters,
    double[]? Prices = null,
    string? Pair = null,
    DateOnly? From = null,
    DateOnly? To = null,
    double CostsBp = 0.0);

/// <summary>How a strategy did, on wealth of one at the start.</summary>
/// <param name="Trades">Changes of position, opening included.</param>
/// <param name="TotalReturn">As a fraction.</param>
/// <param name="Sharpe">Annual, of 252 bars; null if wealth never moved.</param>
/// <param name="MaxDrawdown">Largest fall from a peak, 0 to 1.</param>
/// <param name="Equity">Wealth after each bar.</param>
/// <param name="BarsPerSecond">Of the run itself, measured.</param>
/// <param name="BytesAllocated">By the run itself, measured.</param>
/// <param name="Sources">Where the history comes from; null for prices that were given.</param>
public sealed record BacktestResponse(
    long Trades,
    double TotalReturn,
    double? Sharpe,
    double MaxDrawdown,
    double[] Equity,
    double BarsPerSecond,
    long BytesAllocated,
    IReadOnlyList<string>? Sources);
