using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Engine;

/// <summary>Runs a model on this machine: processes, no containers.</summary>
internal sealed class LocalEngine(
    EngineOptions options,
    IList<IResource> resources,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    TimeProvider time) : IDisposable
{
    private readonly List<ResourceRun> _runs = [];
    private readonly List<ReplicaProxy> _proxies = [];
    private readonly SemaphoreSlim _stopping = new(1);
    private string _scratch = "";

    public IReadOnlyList<IResource> Resources => resources.AsReadOnly();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Ports.Allocate(resources, options.RandomPorts);
        _scratch = Directory.CreateTempSubdirectory("riskplatform-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL refuses root and then runs as another user, who has to pass through here.
            File.SetUnixFileMode(_scratch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        if (options.ShowsProgress)
        {
            _ = new ConsoleReport(resources.AsReadOnly(), options.Verbose, notifications, logs, time);
        }

        foreach (var resource in resources.Where(resource => resource is not ParameterResource))
        {
            int replicas = Ports.ReplicasOf(resource);
            _runs.AddRange(Enumerable.Range(0, replicas).Select(replica => new ResourceRun(
                resource, replica, _scratch, options, notifications, logs, time)));
            if (replicas > 1)
            {
                _proxies.AddRange(resource.Annotations.OfType<EndpointAnnotation>()
                    .Select(endpoint => new ReplicaProxy(endpoint.AllocatedPort, endpoint.TargetPorts)));
            }
        }

        _runs.ForEach(run => run.Start());
        return Task.CompletedTask;
    }

    /// <summary>Stops what nothing depends on first, all of those at once, then what is then free, and so on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.WaitAsync(cancellationToken);
        try
        {
            while (_runs.Count > 0)
            {
                var needed = _runs.SelectMany(run => DependenciesOf(run.Resource)).ToHashSet();
                var free = _runs.Where(run => !needed.Contains(run.Resource)).ToList();
                free = free.Count > 0 ? free : [.. _runs]; // A circle: all at once.
                await Task.WhenAll(free.Select(run => run.StopAsync()));
                free.ForEach(run =>
                {
                    _runs.Remove(run);
                    run.Dispose();
                });
            }

            foreach (var proxy in _proxies)
            {
                await proxy.DisposeAsync();
            }

            _proxies.Clear();
            if (Directory.Exists(_scratch))
            {
                Directory.Delete(_scratch, recursive: true);
            }
        }
        finally
        {
            _stopping.Release();
        }
    }

    public void Dispose() => _stopping.Dispose();

    private static IEnumerable<IResource> DependenciesOf(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource)
            .Concat(resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(other => other.Resource))
            .Concat(resource is IResourceWithParent child ? [child.Parent] : []);
}
