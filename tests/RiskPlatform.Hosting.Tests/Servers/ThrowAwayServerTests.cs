using System.Globalization;
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
