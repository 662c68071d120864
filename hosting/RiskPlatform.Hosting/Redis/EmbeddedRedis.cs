using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Redis;

/// <summary>A Redis server without a container: an installed one, else Garnet, fetched once into the cache.</summary>
public static partial class EmbeddedRedis
{
    /// <summary>Makes a server ready to start: finds or fetches it and writes its configuration.</summary>
    /// <remarks>
    /// It listens on 127.0.0.1 only, asks for a password, runs Lua scripts, and keeps everything in memory: the
    /// platform uses it for caches, counters and channels, which may all be lost.
    /// </remarks>
    /// <param name="options">What it should be.</param>
    /// <param name="progress">Told in words what takes time.</param>
    /// <param name="ct">Ends the preparation; what it had begun is not seen by the next one.</param>
    /// <exception cref="ServerPreparationException">It cannot be done; the message says why and what to do.</exception>
    public static async Task<PreparedServer> PrepareAsync(
        EmbeddedRedisOptions options, IProgress<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentException.ThrowIfNullOrEmpty(options.Password);
        if (options.Password.AsSpan().ContainsAny('\n', '\r', '\0'))
        {
            throw new ArgumentException("The password is one line.", nameof(options));
        }

        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        string? installed = FindInstalled(options.Source);
        return installed is not null
            ? await PrepareRedisAsync(installed, options, ct)
            : await PrepareGarnetAsync(await GarnetTool.GetAsync(options, progress, ct), options, ct);
    }

    private static string? FindInstalled(string? source)
    {
        string? onPath = ExecutableSearch.OnPath("redis-server") ?? ExecutableSearch.OnPath("valkey-server");
        return source switch
        {
            null or "" => onPath,
            "garnet" => null,
            "system" => onPath
                ?? throw new ServerPreparationException(
                    "RISKPLATFORM_REDIS=system, but neither redis-server nor valkey-server is on PATH."),
            _ when File.Exists(source) => Path.GetFullPath(source),
            _ => throw new ServerPreparationException(
                $"RISKPLATFORM_REDIS={source} is not a file. Name a redis-server, or 'system', or 'garnet'."),
        };
    }

    private static async Task<PreparedServer> PrepareRedisAsync(
        string server, EmbeddedRedisOptions options, CancellationToken cancellationToken)
    {
        var asked = await ExternalCommand.RunAsync([server, "--version"], null, null, null, cancellationToken);
        var version = VersionLine().Match(asked.Output);
        if (!version.Success)
        {
            throw new ServerPreparationException(
                $"{server} is not a Redis server. Asked for its version it said: {asked.Output}{asked.Error}");
        }

        string file = await WriteConfigurationAsync(
            options,
            "redis.conf",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                bind 127.0.0.1
                port {options.Port}
                requirepass {Quoted(options.Password)}
                dir {Quoted(options.DataDirectory)}
                save ""
                appendonly no
                daemonize no

                """),
            cancellationToken);
        return new PreparedServer(
            server,
            [file],
            new Dictionary<string, string>(),
            options.DataDirectory,
            StopsFastOnInterrupt: false,
            $"{version.Groups["name"]} {version.Groups["version"]} ({server})");
    }

    private static async Task<PreparedServer> PrepareGarnetAsync(
        string assembly, EmbeddedRedisOptions options, CancellationToken cancellationToken)
    {
        string file = await WriteConfigurationAsync(
            options,
            "garnet.json",
            JsonSerializer.Serialize(new { AuthenticationMode = "Password", options.Password }),
            cancellationToken);
        return new PreparedServer(
            ExecutableSearch.DotNet(),
            [
                assembly,
                "--config-import-path", file,
                "--bind", "127.0.0.1",
                "--port", options.Port.ToString(CultureInfo.InvariantCulture),
                "--lua",
                "--lua-transaction-mode",
                "--memory", "256m", // Unasked it reserves 16 GB.
                "--page", "4m",
                "--index", "16m",
                "--checkpointdir", options.DataDirectory,
                "-q",
            ],
            new Dictionary<string, string>
            {
                ["DOTNET_ROLL_FORWARD"] = "Major",
                ["DOTNET_gcServer"] = "0",
            },
            options.DataDirectory,
            StopsFastOnInterrupt: false,
            $"Garnet {GarnetTool.Version} ({assembly})");
    }

    // In a file that others can't read, because arguments are for everyone to see.
    private static async Task<string> WriteConfigurationAsync(
        EmbeddedRedisOptions options, string name, string text, CancellationToken cancellationToken)
    {
        CachedDirectory.CreateReachable(options.DataDirectory);
        string path = Path.Combine(options.DataDirectory, name);
        File.Delete(path);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, creation);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
        return path;
    }

    // Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0
    [GeneratedRegex(@"^(?<name>\w+) server v=(?<version>\S+)")]
    private static partial Regex VersionLine();

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
