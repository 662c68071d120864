using RiskPlatform.MarketData.Rates;

namespace RiskPlatform.MarketData.Replay;

/// <summary>Puts the shipped rates into the table, once, before anything asks for them.</summary>
internal sealed class ShippedHistory(RateStore store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.LoadOnceAsync(ReplayHistory.Ecb, ReplayHistory.EcbRows(), cancellationToken);
        await store.LoadOnceAsync(ReplayHistory.CurrencyApi, ReplayHistory.Panel(), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
