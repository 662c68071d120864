using System.Globalization;
using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Redis;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class ThrowAwayServerTests
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> SameEnvironment = [];

    // Goal: a test run that is killed leaves no server behind.
    // Method: another process starts the fixtures and is killed with SIGKILL; then look for any process that works in,
    // or names, their directories.
    [Fact]
    public async Task OwnerKilled_LeavesNoProcessNoDirectoryAndNoSharedMemory()
    {
        using var owner = OtherProcess.Start(Path.GetTempPath(), SameEnvironment, OtherProcess.HoldServers);
        var postgres = await OtherProcess.ReadServerAsync(owner);
        var redis = await OtherProcess.ReadServerAsync(owner);
        Assert.Contains(postgres.ProcessId, ProcessesAbout(postgres.Directory));
        Assert.Contains(redis.ProcessId, ProcessesAbout(redis.Directory));

        owner.Kill();
        await owner.WaitForExitAsync();

        long start = TimeProvider.System.GetTimestamp();
        while (IsAnythingLeft() && TimeProvider.System.GetElapsedTime(start) < EndPatience)
        {
            await Task.Delay(20);
        }

        Assert.Empty(ProcessesAbout(postgres.Directory));
        Assert.Empty(ProcessesAbout(redis.Directory));
        Assert.False(Directory.Exists(postgres.Directory));
        Assert.False(Directory.Exists(redis.Directory));
        Assert.DoesNotContain(postgres.ProcessId, OwnersOfSharedMemory());

        bool IsAnythingLeft() =>
            ProcessesAbout(postgres.Directory).Length + ProcessesAbout(redis.Directory).Length > 0
            || Directory.Exists(postgres.Directory)
            || Directory.Exists(redis.Directory);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DisposeAsync_RunningOrKilled_LeavesNothing(bool isKilled)
    {
        var postgres = await PostgresServer.StartAsync();
        var redis = await RedisServer.StartAsync();
        string[] directories = [postgres.Server.Directory, redis.Server.Directory];
        int processId = postgres.Server.ProcessId;
        Assert.Contains(processId, OwnersOfSharedMemory());
        if (isKilled)
        {
            await postgres.KillAsync();
            await redis.KillAsync();
        }

        await postgres.DisposeAsync();
        await redis.DisposeAsync();

        Assert.All(directories, directory => Assert.False(Directory.Exists(directory)));
        Assert.All(directories, directory => Assert.Empty(ProcessesAbout(directory)));
        Assert.DoesNotContain(processId, OwnersOfSharedMemory());
    }

    // A server that is only starting ignores signals, or dies of them before it has tidied up.
    [Fact]
    public async Task DisposeAsync_BeforeItIsUp_LeavesNothing()
    {
        for (int delayMs = 0; delayMs < 50; delayMs += 10)
        {
            var server = await ThrowAwayServer.StartAsync(
                "postgres",
                "QUIT",
                (directory, port, progress, ct) => EmbeddedPostgres.PrepareAsync(
                    PostgresOptions(directory, port), progress, ct),
                (_, _) => Task.FromResult(true),
                CancellationToken.None);
            await Task.Delay(delayMs);

            await server.DisposeAsync();

            Assert.False(Directory.Exists(server.Directory));
            Assert.Empty(ProcessesAbout(server.Directory));
            Assert.DoesNotContain(server.ProcessId, OwnersOfSharedMemory());
        }
    }

    // Between the choice of a free port and its use somebody else may take it: here the preparation itself does.
    [Theory]
    [MemberData(nameof(InstalledServers.PostgresSources), MemberType = typeof(InstalledServers))]
    public async Task StartAsync_PortTakenInTheMeantime_TakesAnother_Postgres(string source)
    {
        using var thief = new PortThief();

        await using var server = await ThrowAwayServer.StartAsync(
            "postgres",
            "QUIT",
            (directory, port, progress, ct) =>
            {
                thief.StealFirst(port);
                return EmbeddedPostgres.PrepareAsync(
                    PostgresOptions(directory, port) with { Source = source }, progress, ct);
            },
            (port, _) => Task.FromResult(port != thief.Port),
            CancellationToken.None);

        Assert.NotEqual(0, thief.Port);
        Assert.NotEqual(thief.Port, server.Port);
    }

    [Theory]
    [MemberData(nameof(InstalledServers.RedisSources), MemberType = typeof(InstalledServers))]
    public async Task StartAsync_PortTakenInTheMeantime_TakesAnother_Redis(string source)
    {
        using var thief = new PortThief();

        await using var server = await ThrowAwayServer.StartAsync(
            "redis",
            "TERM",
            (directory, port, progress, ct) =>
            {
                thief.StealFirst(port);
                var options = new EmbeddedRedisOptions
                {
                    DataDirectory = directory,
                    Port = port,
                    Password = "x",
                    Source = source,
                };
                return EmbeddedRedis.PrepareAsync(options, progress, ct);
            },
            (port, ct) => port == thief.Port ? Task.FromResult(false) : RedisServer.AnswersAsync(port, "x", ct),
            CancellationToken.None);

        Assert.NotEqual(0, thief.Port);
        Assert.NotEqual(thief.Port, server.Port);
    }

    private static EmbeddedPostgresOptions PostgresOptions(string directory, int port) => new()
    {
        DataDirectory = Path.Combine(directory, "data"),
        Port = port,
        UserName = "postgres",
        Password = "x",
        Durable = false,
    };

    /// <summary>Ids of live processes whose working directory or command line lies in a directory.</summary>
    private static int[] ProcessesAbout(string directory)
    {
        var found = new List<int>();
        foreach (string entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out int processId))
            {
                continue;
            }

            try
            {
                string place = new FileInfo(Path.Combine(entry, "cwd")).LinkTarget ?? "";
                string command = File.ReadAllText(Path.Combine(entry, "cmdline")); // Empty for a zombie.
                if (place.StartsWith(directory, StringComparison.Ordinal)
                    || command.Contains(directory, StringComparison.Ordinal))
                {
                    found.Add(processId);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is another user's: not ours.
            }
        }

        return [.. found];
    }

    // key shmid perms size cpid lpid nattch uid …
    private static IEnumerable<int> OwnersOfSharedMemory() =>
        File.ReadLines("/proc/sysvipc/shm")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(fields => int.Parse(fields[4], CultureInfo.InvariantCulture));
}
