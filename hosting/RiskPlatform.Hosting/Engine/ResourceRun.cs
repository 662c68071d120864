using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using RiskPlatform.Hosting.Health;
using RiskPlatform.Hosting.Postgres;

namespace RiskPlatform.Hosting.Engine;

/// <summary>
/// The life of one resource, or of one replica of it: waits, starts, is watched, and is started again when it crashes,
/// which is to end by itself with another code than 0, or with any code where it serves at a port.
/// </summary>
internal sealed class ResourceRun(
    IResource resource,
    int replica,
    string scratch,
    EngineOptions options,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealthyLongEnough = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskAgainSoon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskAgainLater = TimeSpan.FromSeconds(5);

    // As Aspire has it: the name, and for one of several eight random letters.
    private readonly string _id = Ports.ReplicasOf(resource) == 1
        ? resource.Name
        : $"{resource.Name}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8)}";

    private readonly CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;

    public IResource Resource => resource;

    /// <summary>Begins its life; its first wait or start happens in the background.</summary>
    public void Start()
    {
        Publish(KnownResourceStates.NotStarted);
        _life = Task.Run(LiveAsync);
    }

    /// <summary>Ends its life and waits for the end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _life;
    }

    public void Dispose() => _stop.Dispose();

    private async Task LiveAsync()
    {
        var backOff = FirstBackOff;
        try
        {
            await WaitForOthersAsync();
            while (true)
            {
                long started = time.GetTimestamp();
                bool again = ElsewhereAnnotation.Of(resource) is not null ? await WatchElsewhereAsync()
                    : resource is PostgresDatabaseResource database ? await ServeDatabaseAsync(database)
                    : await RunProcessAsync();
                if (!again)
                {
                    return;
                }

                backOff = time.GetElapsedTime(started) > HealthyLongEnough ? FirstBackOff : backOff;
                logs.Write(_id, $"Starting again in {backOff.TotalSeconds:0} s.");
                await Task.Delay(backOff, time, _stop.Token);
                backOff = TimeSpan.FromTicks(Math.Min(2 * backOff.Ticks, LongestBackOff.Ticks));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Publish(KnownResourceStates.Finished);
        }
        catch (Exception fault)
        {
            // Whatever it is: nobody else sees it, and the others are to be stopped as ever.
            logs.Write(_id, fault.Message, isError: true);
            Publish(KnownResourceStates.FailedToStart, detail: fault.Message);
        }
    }

    private async Task WaitForOthersAsync()
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count == 0)
        {
            return;
        }

        Publish(KnownResourceStates.Waiting);
        foreach (var wait in waits)
        {
            string other = wait.Resource.Name;
            await (wait.WaitType switch
            {
                WaitType.WaitUntilHealthy => notifications.WaitForResourceAsync(
                    other, e => e.Snapshot.HealthStatus == HealthStatus.Healthy, failsOnEnd: true, _stop.Token),
                WaitType.WaitUntilStarted => notifications.WaitForResourceAsync(
                    other, e => e.Snapshot.State == KnownResourceStates.Running, failsOnEnd: true, _stop.Token),
                _ => WaitForCompletionAsync(wait),
            });
        }
    }

    private async Task<ResourceEvent> WaitForCompletionAsync(WaitAnnotation wait)
    {
        var ended = await notifications.WaitForResourceAsync(
            wait.Resource.Name,
            e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State),
            failsOnEnd: false,
            _stop.Token);
        return ended.Snapshot.ExitCode == wait.ExitCode
            ? ended
            : throw new DistributedApplicationException(
                $"Resource '{resource.Name}' stopped waiting for dependency resource '{wait.Resource.Name}' because it "
                + $"entered the '{ended.Snapshot.State}' state with exit code '{ended.Snapshot.ExitCode}', "
                + $"expected '{wait.ExitCode}'.");
    }

    /// <summary>Runs the process to its end.</summary>
    /// <returns>True when it crashed and is to be started again.</returns>
    private async Task<bool> RunProcessAsync()
    {
        Publish(KnownResourceStates.Starting);
        int[] ports = [.. resource.Annotations.OfType<EndpointAnnotation>().Select(e => e.TargetPorts[replica])];
        var progress = new Progress<string>(text => logs.Write(_id, text));
        var launch = await Launches.PrepareAsync(resource, ports, scratch, options, progress, _stop.Token);
        var process = await ManagedProcess.StartAsync(
            launch, (line, isError) => logs.Write(_id, line, isError), _stop.Token);

        using var watch = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var health = WatchAsync(watch.Token);
        var stopped = Task.Delay(Timeout.Infinite, _stop.Token);
        bool endedByItself = await Task.WhenAny(process.Ended, stopped) == process.Ended;
        await watch.CancelAsync();
        await health;
        if (!endedByItself)
        {
            Publish(KnownResourceStates.Stopping);
            await process.StopAsync();
        }

        int code = await process.Ended;
        code = endedByItself ? code : 0; // Our own signal is no fault.
        bool isDone = code == 0 && ports.Length == 0; // A job; what serves at a port is never done by itself.
        bool again = endedByItself && !isDone && options.Restart;
        // Finished is for good: who waits for it, or for its end, waits on while another try is to come.
        Publish(again ? KnownResourceStates.Starting : KnownResourceStates.Finished, exitCode: code);
        return again;
    }

    /// <summary>Somebody else runs it; we only look how it is.</summary>
    private async Task<bool> WatchElsewhereAsync()
    {
        await WatchAsync(_stop.Token);
        return false;
    }

    private async Task<bool> ServeDatabaseAsync(PostgresDatabaseResource database)
    {
        await notifications.WaitForResourceAsync(
            database.Parent.Name,
            e => e.Snapshot.HealthStatus == HealthStatus.Healthy,
            failsOnEnd: true,
            _stop.Token);
        Publish(KnownResourceStates.Starting);
        try
        {
            await PostgresDatabases.EnsureAsync(database, _stop.Token);
        }
        catch (NpgsqlException fault) when (fault.IsTransient && options.Restart)
        {
            logs.Write(_id, fault.Message, isError: true); // Its server died after it was healthy, or is full just now.
            return true;
        }

        await WatchAsync(_stop.Token);
        return false;
    }

    /// <summary>Asks how it is until told to stop: often while it is unwell, seldom while it is well.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            Publish(KnownResourceStates.Running, HealthStatus.Unhealthy, "Not asked yet.");
            while (true)
            {
                string? fault = await Probe.AskAsync(resource, replica, cancellationToken);
                Publish(
                    KnownResourceStates.Running,
                    fault is null ? HealthStatus.Healthy : HealthStatus.Unhealthy,
                    fault);
                await Task.Delay(fault is null ? AskAgainLater : AskAgainSoon, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ended or is to end; whoever cancelled says what comes next.
        }
    }

    private void Publish(string state, HealthStatus? health = null, string? detail = null, int? exitCode = null) =>
        notifications.Publish(new ResourceEvent(resource, _id, new CustomResourceSnapshot(state)
        {
            HealthStatus = health,
            Detail = detail,
            ExitCode = exitCode,
        }));
}
