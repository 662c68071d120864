using System.Reflection;
using Npgsql;
using RiskPlatform.Contracts.Gateway;
using StackExchange.Redis;

namespace RiskPlatform.Gateway.Status;

/// <summary>Asks the gateway's stores whether they are there.</summary>
internal sealed class OwnStatus(NpgsqlDataSource database, IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly string Version = typeof(OwnStatus).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The state now, within a second.</summary>
    /// <param name="started">When the gateway began to serve.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<GatewayStatus> ReadAsync(DateTimeOffset started, CancellationToken cancellationToken)
    {
        var asked = (Database: DatabaseAnswersAsync(cancellationToken), Redis: RedisAnswersAsync(cancellationToken));
        bool hasDatabase = await asked.Database;
        bool hasRedis = await asked.Redis;
        var now = time.GetUtcNow();
        return new GatewayStatus(
            hasDatabase && hasRedis ? "ok" : "degraded",
            Version,
            (long)(now - started).TotalSeconds,
            Word(hasDatabase),
            Word(hasRedis),
            now);
    }

    private static string Word(bool answers) => answers ? "connected" : "unreachable";

    private async Task<bool> DatabaseAnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false; // That is the answer.
        }
    }

    private async Task<bool> RedisAnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (redis.IsConnected)
            {
                await redis.GetDatabase().PingAsync().WaitAsync(Patience, cancellationToken);
                return true;
            }

            return false;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return false; // That is the answer.
        }
    }
}
