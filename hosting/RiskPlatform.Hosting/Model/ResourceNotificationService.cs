using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells what becomes of resources, and waits for it.</summary>
public sealed class ResourceNotificationService(ResourceLoggerService logs)
{
    private const int LogLinesInFailure = 20;
    private readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();

    /// <summary>Raised for each change, in order.</summary>
    internal event Action<ResourceEvent>? Published;

    /// <summary>What is known of a resource now.</summary>
    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent) =>
        _latest.TryGetValue(resourceId, out resourceEvent);

    /// <summary>Waits until a resource is running and healthy.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource, or it ended.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(
            resourceName, e => e.Snapshot.HealthStatus == HealthStatus.Healthy, failsOnEnd: true, cancellationToken);

    /// <summary>Waits until a resource is in one state.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    public Task WaitForResourceAsync(
        string resourceName, string targetState, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, e => e.Snapshot.State == targetState, failsOnEnd: false, cancellationToken);

    internal void Publish(ResourceEvent change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _latest[change.ResourceId] = change;
            Published?.Invoke(change);
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    internal async Task<ResourceEvent> WaitForResourceAsync(
        string name, Func<ResourceEvent, bool> condition, bool failsOnEnd, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (!_latest.TryGetValue(name, out var latest))
            {
                throw new DistributedApplicationException(
                    $"There is no resource '{name}'. There are: {string.Join(", ", _latest.Keys.Order())}.");
            }

            if (condition(latest))
            {
                return latest;
            }

            if (failsOnEnd && KnownResourceStates.TerminalStates.Contains(latest.Snapshot.State))
            {
                throw new DistributedApplicationException($"Resource '{name}' ended. {Describe(latest)}");
            }

            try
            {
                await changed.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException fault)
            {
                throw new DistributedApplicationException(
                    $"Gave up waiting for resource '{name}'. {Describe(_latest[name])}", fault);
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Describe(ResourceEvent latest)
    {
        var lines = logs.GetLines(latest.Resource.Name).TakeLast(LogLinesInFailure).Select(line => line.Content);
        return $"State {latest.Snapshot.State}, health {latest.Snapshot.HealthStatus?.ToString() ?? "none"}"
            + (latest.Snapshot.ExitCode is { } code ? $", exit code {code}" : "")
            + (latest.Snapshot.Detail is { } detail ? $": {detail}" : "")
            + $"{Environment.NewLine}Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }
}
