using System.Globalization;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>PostgreSQL without a container: an installed server, else one fetched once into the cache.</summary>
public static class EmbeddedPostgres
{
    private const int ConnectionsMax = 200;

    /// <summary>
    /// Makes a server ready to start: finds or fetches its programs, makes its data directory, sets its password.
    /// </summary>
    /// <remarks>
    /// It listens on 127.0.0.1 only and asks for a password (SCRAM). Time zone UTC, encoding UTF-8, locale C.
    /// PostgreSQL refuses root, so as root it runs as <c>postgres</c> or <c>nobody</c>, who then owns the data
    /// directory.
    /// Of two preparations of the same data directory at the same time only one succeeds.
    /// </remarks>
    /// <param name="options">What it should be.</param>
    /// <param name="progress">Told in words what takes time.</param>
    /// <param name="ct">Ends the preparation; what it had begun is not seen by the next one.</param>
    /// <exception cref="ServerPreparationException">It cannot be done; the message says why and what to do.</exception>
    public static async Task<PreparedServer> PrepareAsync(
        EmbeddedPostgresOptions options, IProgress<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentException.ThrowIfNullOrEmpty(options.UserName);
        ArgumentException.ThrowIfNullOrEmpty(options.Password);
        if (options.UserName.AsSpan().ContainsAny('\n', '\0') || options.Password.AsSpan().ContainsAny('\n', '\0'))
        {
            throw new ArgumentException("User name and password are one line each.", nameof(options));
        }

        string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory));
        options = options with { DataDirectory = directory };
        var binaries = await PostgresBinaries.FindAsync(options, progress, ct);
        var user = ServerUser.Needed();
        await new PostgresCluster(binaries, user, options).PrepareAsync(progress, ct);

        IReadOnlyList<string> command =
            [binaries.Server, "-D", directory, .. Settings(options).SelectMany(setting => new[] { "-c", setting })];
        command = user?.Run(command) ?? command;
        return new PreparedServer(
            command[0],
            [.. command.Skip(1)],
            new Dictionary<string, string> { ["LC_ALL"] = "C" },
            directory,
            StopsFastOnInterrupt: true,
            $"PostgreSQL {binaries.Version} ({binaries.Directory})");
    }

    private static IEnumerable<string> Settings(EmbeddedPostgresOptions options) =>
    [
        "listen_addresses=127.0.0.1",
        string.Create(CultureInfo.InvariantCulture, $"port={options.Port}"),
        "unix_socket_directories=", // Sockets need a directory with a short path that the server's user may write to.
        string.Create(CultureInfo.InvariantCulture, $"max_connections={ConnectionsMax}"),
        "timezone=UTC",
        "log_timezone=UTC",
        "logging_collector=off",
        "log_checkpoints=off",
        "random_page_cost=1.1", // Solid-state disks.
        "jit=off", // Costs more than it gives on queries of milliseconds, and the fetched binaries lack it.
        .. options.Durable ? DurableSettings : ThrowAwaySettings,
    ];

    private static readonly string[] DurableSettings =
    [
        "shared_buffers=256MB",
        "max_wal_size=2GB",
    ];

    // Nothing of a throw-away server is read after a crash of the machine. A crash of the server alone is recovered
    // from as always: a commit has reached the page cache of the kernel before it is answered.
    private static readonly string[] ThrowAwaySettings =
    [
        "fsync=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "dynamic_shared_memory_type=mmap", // In the data directory, and so gone with it.
    ];
}
