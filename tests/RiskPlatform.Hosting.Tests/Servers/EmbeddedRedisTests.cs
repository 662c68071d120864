using System.Text.Json;
using RiskPlatform.Hosting.Redis;
using RiskPlatform.Hosting.Servers;
using RiskPlatform.Hosting.Testing;
using StackExchange.Redis;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class EmbeddedRedisTests
{
    private const string ManifestPath = ".config/dotnet-tools.json";

    [Theory]
    [MemberData(nameof(InstalledServers.RedisSources), MemberType = typeof(InstalledServers))]
    public async Task PrepareAsync_PasswordOfOddCharacters_IsTheOneAskedForAndInNoArgument(string source)
    {
        using var scratch = new ScratchDirectory();
        var options = new EmbeddedRedisOptions
        {
            DataDirectory = scratch.In("redis"),
            Port = ThrowAwayServer.FreePort(),
            Password = "hush \"hush\" \\ #1 'x'",
            Source = source,
        };

        var prepared = await EmbeddedRedis.PrepareAsync(options, new ProgressLines(), CancellationToken.None);

        Assert.DoesNotContain(prepared.Arguments, argument => argument.Contains("hush", StringComparison.Ordinal));
        string configuration = Assert.Single(Directory.GetFiles(options.DataDirectory));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(configuration));
        }

        var process = await GuardedProcess.StartAsync(prepared, scratch.Path, "TERM", CancellationToken.None);
        try
        {
            var client = new ConfigurationOptions
            {
                EndPoints = { { "127.0.0.1", options.Port } },
                Password = options.Password,
            };
            while (!await RedisServer.AnswersAsync(options.Port, options.Password, CancellationToken.None))
            {
                Assert.False(process.HasEnded, process.Output);
                await Task.Delay(20);
            }

            using var connection = await ConnectionMultiplexer.ConnectAsync(client);
            Assert.True(await connection.GetDatabase().StringSetAsync("key", "value"));
            Assert.Equal("value", (string?)await connection.GetDatabase().StringGetAsync("key"));
        }
        finally
        {
            await process.StopAsync(CancellationToken.None);
        }

        // In memory only: nothing was written next to the configuration.
        Assert.Equal([configuration], Directory.GetFiles(options.DataDirectory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task PrepareAsync_UnknownSource_SaysWhatIsKnown()
    {
        using var scratch = new ScratchDirectory();
        var options = new EmbeddedRedisOptions
        {
            DataDirectory = scratch.Path,
            Port = 1,
            Password = "x",
            Source = "/nowhere",
        };

        var failure = await Assert.ThrowsAsync<ServerPreparationException>(
            () => EmbeddedRedis.PrepareAsync(options, new ProgressLines(), CancellationToken.None));

        Assert.Equal(
            "RISKPLATFORM_REDIS=/nowhere is not a file. Name a redis-server, or 'system', or 'garnet'.",
            failure.Message);
    }

    [Fact]
    public void Version_IsTheOneOfTheToolManifest()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, ManifestPath)))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, ManifestPath)));
        var tool = manifest.RootElement.GetProperty("tools").GetProperty(GarnetTool.Package);
        Assert.Equal(GarnetTool.Version, tool.GetProperty("version").GetString());
    }
}
