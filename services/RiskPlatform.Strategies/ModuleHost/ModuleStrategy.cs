using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>A module's strategy as the runner takes it, which looks at the time before every bar.</summary>
internal readonly struct ModuleStrategy(ICausalStrategy strategy, CancellationToken stop) : ICausalStrategy
{
    public double Decide(AsOf known)
    {
        stop.ThrowIfCancellationRequested();
        return strategy.Decide(known);
    }
}
