using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using RiskPlatform.Hosting.Engine;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.JavaScript;

/// <summary>Installs a front end's packages as its lock file says.</summary>
internal static class NpmPackages
{
    private const int LinesInFailure = 20;

    /// <summary>Runs <c>npm ci</c> unless the lock file is the one that was installed last.</summary>
    /// <remarks>
    /// One process at a time: <c>npm ci</c> deletes what is there, and a second one would do so under the feet of the
    /// front end that the first has started.
    /// </remarks>
    /// <exception cref="DistributedApplicationException">npm failed; its last lines are in the message.</exception>
    public static async Task InstallAsync(
        string directory, IProgress<string> progress, CancellationToken cancellationToken)
    {
        CachedDirectory.CreateReachable(PlatformDirectories.Cache);
        string folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)));
        await using var alone = await FileLock.TakeAsync(
            Path.Combine(PlatformDirectories.Cache, $"npm-{folder[..16]}.lock"), cancellationToken);

        string stamp = Path.Combine(directory, "node_modules", ".riskplatform-lock");
        byte[] lockFile = await File.ReadAllBytesAsync(Path.Combine(directory, "package-lock.json"), cancellationToken);
        string wanted = Convert.ToHexStringLower(SHA256.HashData(lockFile));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == wanted)
        {
            return;
        }

        progress.Report("installing npm packages");
        Queue<string> lines = new();
        var npm = await ManagedProcess.StartAsync(
            new Launch("npm", ["ci", "--no-audit", "--no-fund"], new Dictionary<string, string>(), directory),
            (line, _) => Keep(lines, line),
            cancellationToken);
        await using var stop = cancellationToken.Register(() => _ = npm.StopAsync());
        int code = await npm.Ended;
        cancellationToken.ThrowIfCancellationRequested();
        if (code != 0)
        {
            throw new DistributedApplicationException(
                $"npm ci in {directory} ended with {code}:{Environment.NewLine}"
                + string.Join(Environment.NewLine, lines));
        }

        await File.WriteAllTextAsync(stamp, wanted, cancellationToken);
    }

    private static void Keep(Queue<string> lines, string line)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesInFailure)
            {
                lines.Dequeue();
            }
        }
    }
}
