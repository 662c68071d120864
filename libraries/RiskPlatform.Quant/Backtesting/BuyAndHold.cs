namespace RiskPlatform.Quant.Backtesting;

/// <summary>Long one unit from the first bar on: what every other strategy is compared with.</summary>
public readonly struct BuyAndHold : ICausalStrategy
{
    /// <inheritdoc/>
    public double Decide(AsOf known) => 1.0;
}
