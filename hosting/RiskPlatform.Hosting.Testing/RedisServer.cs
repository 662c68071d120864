using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RiskPlatform.Hosting.Redis;

namespace RiskPlatform.Hosting.Testing;

/// <summary>
/// A throw-away Redis server of its own: own port, gone when disposed and when the test process dies.
/// </summary>
/// <remarks>
/// The environment variable RISKPLATFORM_REDIS chooses the server, as for the engine. It keeps everything in memory:
/// after <see cref="RestartAsync"/> it is empty. Needs a Unix shell.
/// </remarks>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly ThrowAwayServer _server;
    private readonly string _password;

    private RedisServer(ThrowAwayServer server, string password)
    {
        _server = server;
        _password = password;
    }

    /// <summary>As StackExchange.Redis takes it: <c>127.0.0.1:port,password=…</c>.</summary>
    public string ConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_server.Port},password={_password}");

    /// <summary>The port on 127.0.0.1. It stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port => _server.Port;

    /// <summary>Which server it is: name and where it was found.</summary>
    public string Description => _server.Description;

    /// <summary>The server itself: process id and directory.</summary>
    internal ThrowAwayServer Server => _server;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="ct">Gives up; nothing is left running.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    /// <exception cref="Servers.ServerPreparationException">There is no Redis and none can be fetched.</exception>
    public static Task<RedisServer> StartAsync(CancellationToken ct = default) => StartAsync(source: null, ct);

    /// <summary>Kills the server (SIGKILL), as a crash would.</summary>
    /// <param name="ct">Stops waiting for its end.</param>
    public Task KillAsync(CancellationToken ct = default) => _server.KillAsync(ct);

    /// <summary>Freezes the server (SIGSTOP): connections stay, and nothing is answered.</summary>
    /// <param name="ct">Gives up.</param>
    public Task FreezeAsync(CancellationToken ct = default) => _server.SignalAsync("STOP", ct);

    /// <summary>Lets a frozen server go on where it was (SIGCONT).</summary>
    /// <param name="ct">Gives up.</param>
    public Task ThawAsync(CancellationToken ct = default) => _server.SignalAsync("CONT", ct);

    /// <summary>Stops the server if it runs, and starts it again, empty, on the same port.</summary>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    public Task RestartAsync(CancellationToken ct = default) => _server.RestartAsync(ct);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Starts a chosen server: <c>system</c>, <c>garnet</c>, a path, or null for the usual choice.</summary>
    internal static async Task<RedisServer> StartAsync(string? source, CancellationToken ct)
    {
        string password = ThrowAwayServer.NewPassword();
        var server = await ThrowAwayServer.StartAsync(
            "redis",
            stopSignal: "TERM",
            (directory, port, progress, token) =>
            {
                var options = new EmbeddedRedisOptions { DataDirectory = directory, Port = port, Password = password };
                return EmbeddedRedis.PrepareAsync(
                    source is null ? options : options with { Source = source }, progress, token);
            },
            (port, token) => AnswersAsync(port, password, token),
            ct);
        return new RedisServer(server, password);
    }

    /// <summary>Whether the server of that password answers. Another one on the port is not taken for it.</summary>
    internal static async Task<bool> AnswersAsync(int port, string password, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            var stream = client.GetStream();
            string question = string.Create(
                CultureInfo.InvariantCulture,
                $"*2\r\n$4\r\nAUTH\r\n${password.Length}\r\n{password}\r\n*1\r\n$4\r\nPING\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(question), ct);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(ct) == "+OK" && await reader.ReadLineAsync(ct) == "+PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false; // Not listening yet.
        }
    }
}
