using RiskPlatform.Hosting.JavaScript;
using RiskPlatform.Hosting.Tests.Servers;

namespace RiskPlatform.Hosting.Tests.JavaScript;

public sealed class NpmPackagesTests
{
    // Goal: two platforms started from one checkout do not install its packages under each other's feet.
    // Method: a front end without dependencies whose own install step leaves a mark and takes its time.
    [Fact]
    public async Task InstallAsync_AskedForTwiceAtOnce_RunsNpmOnce()
    {
        using var scratch = new ScratchDirectory();
        await File.WriteAllTextAsync(scratch.In("package.json"), """
            { "name": "one", "version": "1.0.0", "scripts": { "preinstall": "echo run >> runs.txt && sleep 1" } }
            """);
        await File.WriteAllTextAsync(scratch.In("package-lock.json"), """
            {
              "name": "one", "version": "1.0.0", "lockfileVersion": 3,
              "packages": { "": { "name": "one", "version": "1.0.0", "hasInstallScript": true } }
            }
            """);
        Directory.CreateDirectory(scratch.In("node_modules"));

        await Task.WhenAll(
            NpmPackages.InstallAsync(scratch.Path, new ProgressLines(), CancellationToken.None),
            NpmPackages.InstallAsync(scratch.Path, new ProgressLines(), CancellationToken.None));

        Assert.Single(await File.ReadAllLinesAsync(scratch.In("runs.txt")));
    }
}
