using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells what becomes of resources, and waits for it.</summary>
public sealed class ResourceNotificationService(ResourceLoggerService logs)
{
    private const int LogLinesInFailure = 20;
    private const int ErrorLinesInFailure = 5;
    private readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();

    /// <summary>Raised for each change, in order.</summary>
    internal event Action<ResourceEvent>? Published;

    /// <summary>What is known of a resource now.</summary>
    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent) =>
        _latest.TryGetValue(resourceId, out resourceEvent);

    /// <summary>Waits until a resource is running and healthy, all replicas of it.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource, or it ended.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; says how far the resource came.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(
            resourceName, e => e.Snapshot.HealthStatus == HealthStatus.Healthy, failsOnEnd: true, cancellationToken);

    /// <summary>Waits until a resource is in one state.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; says how far the resource came.</exception>
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

            var latest = Replicas(name);
            if (latest.Count == 0)
            {
                throw new DistributedApplicationException(
                    $"There is no resource '{name}'. There are: {string.Join(", ", _latest.Keys.Order())}.");
            }

            if (latest.TrueForAll(one => condition(one)))
            {
                return latest[^1];
            }

            if (failsOnEnd && latest.Find(one => KnownResourceStates.TerminalStates.Contains(one.Snapshot.State))
                is { } ended)
            {
                throw new DistributedApplicationException($"Resource '{name}' ended. {Describe(ended)}");
            }

            try
            {
                await changed.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException fault)
            {
                throw new OperationCanceledException(
                    $"Gave up waiting for resource '{name}'. {Describe(latest.First(one => !condition(one)))}",
                    fault,
                    cancellationToken);
            }
        }
    }

    /// <summary>What is known of all replicas of a resource, or of the one with this id.</summary>
    private List<ResourceEvent> Replicas(string name) =>
    [
        .. _latest.Values.Where(one => string.Equals(one.Resource.Name, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(one.ResourceId, name, StringComparison.OrdinalIgnoreCase)),
    ];

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Describe(ResourceEvent latest)
    {
        // The two streams are two pipes: which was written last can't be told, so that the reason on the error
        // stream may stand before much output.
        var all = logs.GetLines(latest.ResourceId);
        var lines = all.Where(line => line.IsErrorMessage).TakeLast(ErrorLinesInFailure)
            .Union(all.TakeLast(LogLinesInFailure))
            .OrderBy(line => line.LineNumber)
            .Select(line => line.Content);
        return $"State {latest.Snapshot.State}, health {latest.Snapshot.HealthStatus?.ToString() ?? "none"}"
            + (latest.Snapshot.ExitCode is { } code ? $", exit code {code}" : "")
            + (latest.Snapshot.Detail is { } detail ? $": {detail}" : "")
            + $"{Environment.NewLine}Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }
}
