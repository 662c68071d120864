using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Rates;
using StackExchange.Redis;

namespace RiskPlatform.MarketData.Streaming;

/// <summary>
/// Sends each change of a rate or its state to the Redis channel <c>fx.ticks</c>; without Redis nothing waits.
/// </summary>
internal sealed partial class TickPublisher(
    CurrentRates current, IConnectionMultiplexer redis, ILogger<TickPublisher> logger) : IHostedService
{
    public const string Channel = "fx.ticks";
    private static readonly Currency Dollar = Currency.Of("USD");
    private bool _isDown;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        current.Changed += Publish;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        current.Changed -= Publish;
        return Task.CompletedTask;
    }

    private void Publish(RateBoard before, RateBoard after)
    {
        if (!redis.IsConnected)
        {
            if (!_isDown)
            {
                LogDown();
            }

            _isDown = true;
            return;
        }

        _isDown = false;
        var subscriber = redis.GetSubscriber();
        foreach (var rate in after.ChangesSince(before, Dollar))
        {
            string tick = JsonSerializer.Serialize(current.Tick(rate), ContractJson.Options);
            subscriber.Publish(Channel, tick, CommandFlags.FireAndForget);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Redis is out of reach: no ticks go out by it")]
    private partial void LogDown();
}
