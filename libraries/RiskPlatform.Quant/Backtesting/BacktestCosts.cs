namespace RiskPlatform.Quant.Backtesting;

/// <summary>What trading costs. The default is nothing.</summary>
public readonly record struct BacktestCosts
{
    /// <summary>Charged for each unit bought or sold, in the price's unit: half the spread and the slippage. Zero or
    /// positive.</summary>
    public double PerUnitTraded { get; init; }
}
