using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Redis;

/// <summary>
/// Garnet, a server that speaks Redis' protocol, as a .NET tool, for machines without a Redis of their own.
/// </summary>
internal static class GarnetTool
{
    /// <summary>The tool's package.</summary>
    public const string Package = "garnet-server";

    /// <summary>The version fetched, the same as in <c>.config/dotnet-tools.json</c>.</summary>
    public const string Version = "2.2.8";

    /// <summary>The assembly to start with <c>dotnet</c>; fetched now if it has not been.</summary>
    /// <exception cref="ServerPreparationException">It is not there and cannot be fetched.</exception>
    public static async Task<string> GetAsync(
        EmbeddedRedisOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string path = Path.Combine(options.CacheDirectory, $"garnet-{Version}");
        await CachedDirectory.GetAsync(
            path, (directory, token) => FetchAsync(options, directory, progress, token), cancellationToken);

        // .store/garnet-server/2.2.8/garnet-server/2.2.8/tools/net10.0/any/GarnetServer.dll
        string tools = Path.Combine(path, ".store", Package, Version, Package, Version, "tools");
        return Directory.EnumerateFiles(tools, "GarnetServer.dll", SearchOption.AllDirectories)
            .OrderBy(file => file.Length)
            .ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault()
            ?? throw new ServerPreparationException(
                $"The fetched Garnet in {path} is damaged. Delete it to have it fetched again.");
    }

    private static async Task FetchAsync(
        EmbeddedRedisOptions options, string directory, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string step = $"Redis: fetching .NET tool {Package} {Version} (16 MB), once";
        progress.Report(step);
        var installed = await ExternalCommand.RunAsync(
            [ExecutableSearch.DotNet(), "tool", "install", Package, "--version", Version, "--tool-path", directory],
            input: null,
            workingDirectory: directory,
            elapsed => progress.Report($"{step}: {elapsed.TotalSeconds:0} s"),
            cancellationToken);
        if (installed.ExitCode != 0)
        {
            throw ServerPreparationException.NothingToStart(
                "Redis",
                "install redis-server or valkey-server (on Debian: apt-get install redis-server)",
                options.ResourceName,
                options.CacheDirectory,
                $"dotnet tool install {Package} failed: {installed.Complaint}");
        }
    }
}
