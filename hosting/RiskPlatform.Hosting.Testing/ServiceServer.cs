using System.Globalization;
using System.Net;
using System.Reflection;

namespace RiskPlatform.Hosting.Testing;

/// <summary>
/// One service as a process of its own, on a port of its own, gone when disposed and when the test process dies: for
/// tests that cut connections, kill, or count replicas.
/// </summary>
public sealed class ServiceServer : IAsyncDisposable
{
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);
    private readonly ThrowAwayServer _server;

    private ServiceServer(ThrowAwayServer server, HttpClient client)
    {
        _server = server;
        Client = client;
    }

    /// <summary>Asks this service; it waits as long as the service takes.</summary>
    public HttpClient Client { get; }

    /// <summary>The port on 127.0.0.1. It stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port => _server.Port;

    /// <summary>The process id.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Its last lines.</summary>
    public string Output => _server.Output;

    /// <summary>Starts a service and waits until it says that it is ready.</summary>
    /// <param name="service">The assembly to run.</param>
    /// <param name="settings">Its configuration, as <c>Section:Key</c>.</param>
    /// <param name="ct">Gives up; nothing is left running.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    public static async Task<ServiceServer> StartAsync(
        Assembly service, IReadOnlyDictionary<string, string> settings, CancellationToken ct = default)
    {
        string name = service.GetName().Name!;
        var server = await ThrowAwayServer.StartAsync(
            name,
            stopSignal: "TERM",
            (directory, port, _, _) => Task.FromResult(new PreparedServer(
                "dotnet",
                // Not as environment variables: a shell stands between, and drops names that have a hyphen.
                [
                    service.Location,
                    string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{port}"),
                    .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
                ],
                new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
                directory,
                StopsFastOnInterrupt: true,
                name)),
            (port, token) => IsReadyAsync(port, token),
            ct);
        return new ServiceServer(server, new HttpClient
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}")),
            Timeout = Timeout.InfiniteTimeSpan,
        });
    }

    /// <summary>Kills the process (SIGKILL), as a crash would.</summary>
    /// <param name="ct">Stops waiting for its end.</param>
    public Task KillAsync(CancellationToken ct = default) => _server.KillAsync(ct);

    /// <summary>Stops it if it runs, and starts it again on the same port.</summary>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    public Task RestartAsync(CancellationToken ct = default) => _server.RestartAsync(ct);

    /// <summary>The most memory it ever held, in MiB, as Linux counts it (VmHWM).</summary>
    public int PeakMebibytes()
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/status");
        string line = File.ReadLines(status).First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
        string kibibytes = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return int.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(int port, CancellationToken ct)
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(HealthPatience);
        try
        {
            var health = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health"));
            using var response = await client.GetAsync(health, patience.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false; // Busy with its start.
        }
    }
}
