using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Tests.Engine;

/// <summary>Waiting, ending, starting again and stopping of real processes.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task WaitForCompletion_OfSuccess_StartsAfterwards()
    {
        var builder = Model.New();
        string mark = Path.GetTempFileName();
        var first = builder.AddShell("first", $"sleep 0.3; echo done > {mark}");
        builder.AddShell("second", $"cat {mark}; sleep 60").WaitForCompletion(first);
        await using var app = await builder.StartAsync();

        await app.UntilAsync("second", KnownResourceStates.Waiting);
        await Model.UntilAsync(() => app.Lines("second").Contains("done"));
        Assert.Equal(0, app.Now("first").ExitCode);
        File.Delete(mark);
    }

    [Fact]
    public async Task WaitForCompletion_OfAnotherExitCode_FailsTheWaiter_InAspiresWords()
    {
        var builder = Model.New();
        var first = builder.AddShell("b", "exit 1");
        builder.AddShell("a", "true").WaitForCompletion(first);
        await using var app = await builder.StartAsync();

        await app.UntilAsync("a", KnownResourceStates.FailedToStart);

        Assert.Equal(
            "Resource 'a' stopped waiting for dependency resource 'b' because it entered the 'Finished' state with "
            + "exit code '1', expected '0'.",
            app.Now("a").Detail);
    }

    [Fact]
    public async Task WaitFor_StartsOnlyWhenTheOtherIsHealthy()
    {
        var builder = Model.New();
        string folder = Directory.CreateTempSubdirectory("riskplatform-web-").FullName;
        var web = builder.AddServer("web", folder).WithHttpHealthCheck("/ready");
        builder.AddShell("after", "echo started; sleep 60").WaitFor(web);
        await using var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Now("web").Detail?.Contains("404", StringComparison.Ordinal) == true);
        Assert.Equal(KnownResourceStates.Waiting, app.Now("after").State);

        await File.WriteAllTextAsync(Path.Combine(folder, "ready"), "yes");
        await Model.UntilAsync(() => app.Lines("after").Contains("started"));
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Crash_IsStartedAgain_LaterEachTime()
    {
        var builder = Model.Restarting();
        builder.AddShell("weak", "echo alive; exit 3");
        await using var app = await builder.StartAsync();
        long started = Stopwatch.GetTimestamp();

        await Model.UntilAsync(() => app.Lines("weak").Count(line => line == "alive") == 3);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 2.9, 10.0); // 1 s and 2 s.
        Assert.Contains("Starting again in 1 s.", app.Lines("weak"));
        Assert.Contains("Starting again in 2 s.", app.Lines("weak"));
    }

    [Fact]
    public async Task End_WithZero_IsNoCrash_AndIsNotStartedAgain()
    {
        var builder = Model.Restarting();
        builder.AddShell("job", "echo ran");
        builder.AddShell("weak", "echo alive; exit 3");
        await using var app = await builder.StartAsync();

        await app.UntilAsync("job", KnownResourceStates.Finished);
        await Model.UntilAsync(() => app.Lines("weak").Count(line => line == "alive") == 3); // Time enough for a start.

        Assert.Equal(["ran"], app.Lines("job"));
        Assert.Equal(KnownResourceStates.Finished, app.Now("job").State);
        Assert.Equal(0, app.Now("job").ExitCode);
    }

    [Fact]
    public async Task End_WithZero_OfOneThatServes_IsStartedAgain()
    {
        var builder = Model.Restarting();
        builder.AddShell("web", "echo alive").WithHttpEndpoint(env: "PORT");
        await using var app = await builder.StartAsync();

        await Model.UntilAsync(() => app.Lines("web").Count(line => line == "alive") == 2);

        Assert.Contains("Starting again in 1 s.", app.Lines("web"));
    }

    [Fact]
    public async Task WaitForCompletion_OfOneThatCrashesFirst_WaitsForTheNextTry()
    {
        var builder = Model.Restarting();
        string mark = Path.GetTempFileName();
        var job = builder.AddShell("job", $"test -e {mark} && rm {mark} && exit 1; echo done");
        builder.AddShell("after", "echo started; sleep 60").WaitForCompletion(job);
        await using var app = await builder.StartAsync();

        await Model.UntilAsync(() => app.Lines("after").Contains("started"));

        Assert.Contains("done", app.Lines("job"));
        Assert.Contains("Starting again in 1 s.", app.Lines("job"));
    }

    [Fact]
    public async Task WaitFor_OneThatCannotStart_Fails_ThoughCrashesAreStartedAgain()
    {
        var builder = Model.Restarting();
        var ghost = builder.AddExecutable("ghost", "/no/such/program", "/");
        builder.AddShell("after", "true").WaitFor(ghost);
        await using var app = await builder.StartAsync();

        await app.UntilAsync("after", KnownResourceStates.FailedToStart);

        Assert.Contains("/no/such/program", app.Now("after").Detail);
    }

    [Fact]
    public async Task End_WithoutRestart_KeepsTheExitCode_AndAFailedWaitTellsTheLastLines()
    {
        var builder = Model.New();
        builder.AddShell(
            "weak", "echo once >&2; echo oh no >&2; sleep 0.2; for i in $(seq 30); do echo line $i; done; exit 3");
        await using var app = await builder.StartAsync();

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(async () =>
        {
            await app.UntilAsync("weak", KnownResourceStates.Finished);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("weak");
        });

        Assert.Equal(3, app.Now("weak").ExitCode);
        Assert.Contains("'weak'", fault.Message);
        Assert.Contains("exit code 3", fault.Message);
        Assert.Contains("once", fault.Message); // The error stream's last words, though thirty lines followed.
        Assert.Contains("oh no", fault.Message);
        Assert.Contains("line 11", fault.Message);
        Assert.DoesNotContain("line 10\n", fault.Message);
    }

    [Fact]
    public async Task Wait_ForAnUnknownName_FailsAtOnce_AndNamesTheKnownOnes()
    {
        var builder = Model.New();
        builder.AddShell("known", "sleep 60");
        await using var app = await builder.StartAsync();

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("unknown"));

        Assert.Equal("There is no resource 'unknown'. There are: known.", fault.Message);
    }

    [Fact]
    public async Task Stop_OfOneThatWaits_IsNoFailure()
    {
        var builder = Model.New();
        var first = builder.AddShell("first", "sleep 60");
        builder.AddShell("second", "true").WaitForCompletion(first);
        await using var app = await builder.StartAsync();
        await app.UntilAsync("second", KnownResourceStates.Waiting);

        await app.StopAsync();

        Assert.Equal(KnownResourceStates.Finished, app.Now("second").State);
        Assert.Null(app.Now("second").Detail);
        Assert.Empty(app.Lines("second"));
    }

    [Fact]
    public async Task Wait_GivenUp_SaysHowFarItCame()
    {
        var builder = Model.New();
        builder.AddShell("slow", "echo thinking; sleep 60");
        await using var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("slow").Contains("thinking"));
        await app.UntilAsync("slow", KnownResourceStates.Running);

        using var limit = new CancellationTokenSource();
        var wait = app.ResourceNotifications.WaitForResourceAsync("slow", KnownResourceStates.Finished, limit.Token);
        await limit.CancelAsync();
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);

        Assert.StartsWith("Gave up waiting for resource 'slow'. State Running", fault.Message);
        Assert.Contains("thinking", fault.Message);
        Assert.Equal(limit.Token, fault.CancellationToken);
    }

    [Fact]
    public async Task Stop_EndsGrandchildren_AndTakesLittleTime()
    {
        var builder = Model.New();
        builder.AddShell(
            "family", "sleep 600 & echo $!; setsid sh -c 'echo $$; exec sleep 601' & sleep 0.2; echo all; sleep 602");
        var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("family").Contains("all"));
        int[] children = [.. app.Lines("family").Take(2).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        Assert.All(children, child => Assert.True(Model.IsAlive(child)));

        long started = Stopwatch.GetTimestamp();
        await app.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.0, 2.0);
        await Model.UntilAsync(() => !children.Any(Model.IsAlive)); // The second is a daemon: it left the group.
    }

    [Fact]
    public async Task Stop_OfOneThatWontListen_KillsItAfterSixSeconds()
    {
        var builder = Model.New();
        builder.AddShell("deaf", "trap '' TERM; echo up; while :; do sleep 1; done");
        var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("deaf").Contains("up"));

        long started = Stopwatch.GetTimestamp();
        await app.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 5.9, 9.0);
    }

    [Fact]
    public async Task Stop_GoesAgainstTheDependencies()
    {
        var builder = Model.New();
        string order = Path.GetTempFileName();
        string Script(string name) =>
            $"trap 'echo {name} >> {order}; exit' TERM; echo up; while :; do sleep 0.05; done";
        var store = builder.AddShell("store", Script("store"));
        var service = builder.AddShell("service", Script("service")).WaitForStart(store);
        builder.AddShell("door", Script("door")).WaitForStart(service);
        var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("door").Contains("up"));

        await app.DisposeAsync();

        Assert.Equal(["door", "service", "store"], await File.ReadAllLinesAsync(order));
        File.Delete(order);
    }

    [Fact]
    public async Task Logs_KeepTheLastTenThousandLines()
    {
        var builder = Model.New();
        builder.AddShell("talker", "seq 12000; echo end; sleep 60");
        await using var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("talker") is [.., "end"]);

        var lines = app.Lines("talker");
        Assert.Equal(10_000, lines.Count);
        Assert.Equal("2002", lines[0]);
    }
}
