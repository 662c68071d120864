using Npgsql;
using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Testing;

/// <summary>
/// A throw-away PostgreSQL server of its own: own port, own directory, gone when disposed and when the test process
/// dies.
/// </summary>
/// <remarks>
/// The environment variable RISKPLATFORM_POSTGRES chooses the binaries, as for the engine. Needs a Unix shell.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string UserName = "postgres";

    // An immediate stop: no checkpoint, no waiting for clients, but shared memory is given back.
    private const string StopSignal = "QUIT";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly ThrowAwayServer _server;
    private readonly string _password;
    private int _databaseCount;

    private PostgresServer(ThrowAwayServer server, string password)
    {
        _server = server;
        _password = password;
    }

    /// <summary>An Npgsql connection string to the database <c>postgres</c>, as superuser.</summary>
    public string ConnectionString => ConnectionStringTo(_server.Port, _password, "postgres");

    /// <summary>The port on 127.0.0.1. It stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port => _server.Port;

    /// <summary>Which PostgreSQL it is: name, version and where the programs are.</summary>
    public string Description => _server.Description;

    /// <summary>The server itself: process id and directory.</summary>
    internal ThrowAwayServer Server => _server;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="ct">Gives up; nothing is left running.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    /// <exception cref="ServerPreparationException">There is no PostgreSQL and none can be fetched.</exception>
    public static Task<PostgresServer> StartAsync(CancellationToken ct = default) => StartAsync(source: null, ct);

    /// <summary>Makes a fresh, empty database.</summary>
    /// <returns>The connection string to it.</returns>
    /// <param name="ct">Gives up.</param>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct = default)
    {
        string name = $"test_{Interlocked.Increment(ref _databaseCount)}";
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0", connection);
        await command.ExecuteNonQueryAsync(ct);
        return ConnectionStringTo(Port, _password, name);
    }

    /// <summary>Kills the server (SIGKILL), as a crash would. Its data stays.</summary>
    /// <param name="ct">Stops waiting for its end.</param>
    public Task KillAsync(CancellationToken ct = default) => _server.KillAsync(ct);

    /// <summary>Stops the server at once if it runs, and starts it again on the same port and data.</summary>
    /// <remarks>Open and pooled connections break, as they would in earnest.</remarks>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last output.</exception>
    public Task RestartAsync(CancellationToken ct = default) => _server.RestartAsync(ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await ReleaseSharedMemoryAsync();
        await _server.DisposeAsync();
    }

    /// <summary>
    /// Starts a server from chosen binaries: <c>system</c>, <c>embedded</c>, a directory, or null for the usual
    /// choice.
    /// </summary>
    internal static async Task<PostgresServer> StartAsync(string? source, CancellationToken ct)
    {
        string password = ThrowAwayServer.NewPassword();
        var server = await ThrowAwayServer.StartAsync(
            "postgres",
            StopSignal,
            (directory, port, progress, token) =>
            {
                var options = new EmbeddedPostgresOptions
                {
                    DataDirectory = Path.Combine(directory, "data"),
                    Port = port,
                    UserName = UserName,
                    Password = password,
                    Durable = false,
                };
                return EmbeddedPostgres.PrepareAsync(
                    source is null ? options : options with { Source = source }, progress, token);
            },
            (port, token) => AnswersAsync(ConnectionStringTo(port, password, "postgres"), token),
            ct);
        return new PostgresServer(server, password);
    }

    // A killed server leaves its segment of System V shared memory, and the system has room for some thousands only.
    // Line 7 of its lock file is the segment's key and id; the next start would remove it, but there is none.
    private async Task ReleaseSharedMemoryAsync()
    {
        string lockFile = Path.Combine(_server.Directory, "data", "postmaster.pid");
        if (!File.Exists(lockFile) || ExecutableSearch.OnPath("ipcrm") is not { } ipcrm)
        {
            return;
        }

        string[] lines = await File.ReadAllLinesAsync(lockFile);
        if (lines.ElementAtOrDefault(6)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var id])
        {
            await ExternalCommand.RunAsync([ipcrm, "-m", id], null, null, null, CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not listening yet, or still starting up (SQLSTATE 57P03).
        }
    }

    private static string ConnectionStringTo(int port, string password, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = UserName,
            Password = password,
            Database = database,
            Timeout = (int)ConnectTimeout.TotalSeconds,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = true,
        }.ConnectionString;
}
