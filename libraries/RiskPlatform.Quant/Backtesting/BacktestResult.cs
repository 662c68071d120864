namespace RiskPlatform.Quant.Backtesting;

/// <summary>How a strategy did over a series.</summary>
/// <param name="ProfitAndLoss">Σ position · change of the close, less costs; in the price's unit, a loss is
/// negative.</param>
/// <param name="Costs">What trading cost in all; zero or positive.</param>
/// <param name="MaximumDrawdown">The largest fall of the running profit from its peak so far, which starts at zero;
/// zero or positive.</param>
/// <param name="Trades">Bars at which the position changed, opening included; closing at the end is not a
/// trade.</param>
/// <param name="Bars">Closes in the series.</param>
/// <param name="FinalPosition">Units held after the last bar, whose close they were decided at.</param>
public readonly record struct BacktestResult(
    double ProfitAndLoss, double Costs, double MaximumDrawdown, long Trades, int Bars, double FinalPosition);
