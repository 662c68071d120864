using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>PostgreSQL for a service, by Aspire's name.</summary>
public static class NpgsqlDataSourceExtensions
{
    /// <summary>Registers a pooled <see cref="NpgsqlDataSource"/> and a health check that asks it.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="connectionName">The database resource's name: <c>ConnectionStrings:{connectionName}</c>.</param>
    /// <exception cref="InvalidOperationException">No connection string has that name.</exception>
    public static IHostApplicationBuilder AddNpgsqlDataSource(
        this IHostApplicationBuilder builder, string connectionName)
    {
        string connectionString = builder.Configuration.GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not configured.");

        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(connectionString)
            .UseLoggerFactory(services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>())
            .Build());
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            connectionName,
            services => new NpgsqlHealthCheck(services.GetRequiredService<NpgsqlDataSource>()),
            HealthStatus.Unhealthy,
            tags: null,
            timeout: TimeSpan.FromSeconds(2)));
        return builder;
    }

    private sealed class NpgsqlHealthCheck(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = source.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException fault)
            {
                return HealthCheckResult.Unhealthy($"PostgreSQL is out of reach: {fault.Message}");
            }
        }
    }
}
