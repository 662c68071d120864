using System.Net;
using Aspire.Hosting.ApplicationModel;
using Npgsql;
using StackExchange.Redis;

namespace RiskPlatform.Hosting.Health;

/// <summary>Asks a resource how it is.</summary>
internal static class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    /// <summary>Null when it, or one replica of it, is well, otherwise why not.</summary>
    public static async Task<string?> AskAsync(
        IResource resource, int replica, CancellationToken cancellationToken)
    {
        try
        {
            return resource switch
            {
                PostgresDatabaseResource database => await PostgresAsync(database, cancellationToken),
                PostgresServerResource server => await PostgresAsync(server, cancellationToken),
                RedisResource redis => await RedisAsync(redis, cancellationToken),
                IResourceWithEndpoints web => await HttpAsync(web, replica, cancellationToken),
                _ => null,
            };
        }
        catch (Exception fault) when (fault is NpgsqlException or HttpRequestException or RedisException
            or TimeoutException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return fault.Message;
        }
    }

    private static async Task<string?> PostgresAsync(
        IResourceWithConnectionString resource, CancellationToken cancellationToken)
    {
        string? text = await resource.GetConnectionStringAsync(cancellationToken);
        int seconds = (int)Patience.TotalSeconds;
        var settings = new NpgsqlConnectionStringBuilder(text) { Pooling = false, Timeout = seconds };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(cancellationToken);
        return null;
    }

    private static async Task<string?> RedisAsync(RedisResource resource, CancellationToken cancellationToken)
    {
        string text = (await resource.GetConnectionStringAsync(cancellationToken))!;
        var options = ConfigurationOptions.Parse(text);
        options.ConnectTimeout = (int)Patience.TotalMilliseconds;
        using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        await connection.GetDatabase().PingAsync();
        return null;
    }

    private static async Task<string?> HttpAsync(
        IResourceWithEndpoints resource, int replica, CancellationToken cancellationToken)
    {
        foreach (var probe in resource.Annotations.OfType<HttpProbeAnnotation>())
        {
            var endpoint = resource.Annotations.OfType<EndpointAnnotation>().First(e => e.UriScheme is "http");
            var own = new UriBuilder(endpoint.Url) { Port = endpoint.TargetPorts[replica] };
            var address = new Uri(own.Uri, probe.Path);
            using var response = await Http.GetAsync(
                address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != (HttpStatusCode)probe.StatusCode)
            {
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                return $"GET {address} answered {(int)response.StatusCode}: {body}";
            }
        }

        return null;
    }
}
