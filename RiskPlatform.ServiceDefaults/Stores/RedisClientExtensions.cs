using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>A Redis-protocol server for a service, by Aspire's name.</summary>
public static class RedisClientExtensions
{
    /// <summary>
    /// Registers an <see cref="IConnectionMultiplexer"/> that keeps trying in the background, and a health check.
    /// Redis is only fast: without it a service is degraded, never down.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="connectionName">The Redis resource's name: <c>ConnectionStrings:{connectionName}</c>.</param>
    /// <exception cref="InvalidOperationException">No connection string has that name.</exception>
    public static IHostApplicationBuilder AddRedisClient(this IHostApplicationBuilder builder, string connectionName)
    {
        string connectionString = builder.Configuration.GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not configured.");

        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1_000;
        options.SyncTimeout = 1_000;
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            connectionName,
            services => new RedisHealthCheck(services.GetRequiredService<IConnectionMultiplexer>()),
            HealthStatus.Degraded,
            tags: null,
            timeout: TimeSpan.FromSeconds(2)));
        return builder;
    }

    private sealed class RedisHealthCheck(IConnectionMultiplexer redis) : IHealthCheck
    {
        // Shorter than whoever asks for the health waits. The client itself waits for an answer for ever.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await redis.GetDatabase().PingAsync().WaitAsync(Patience, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException)
            {
                return HealthCheckResult.Degraded("Redis is out of reach: caches are bypassed.");
            }
        }
    }
}
