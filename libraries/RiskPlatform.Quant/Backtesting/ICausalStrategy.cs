namespace RiskPlatform.Quant.Backtesting;

/// <summary>
/// Decides a position bar by bar from what is known then. Implemented by structs, which the runner inlines.
/// </summary>
public interface ICausalStrategy
{
    /// <summary>Decides the position to hold from this bar's close to the next one's.</summary>
    /// <param name="known">The closes so far. The runner calls once for each bar, in order.</param>
    /// <returns>Units held: 1 is long one unit, −1 short one, 0 out of the market.</returns>
    double Decide(AsOf known);
}
