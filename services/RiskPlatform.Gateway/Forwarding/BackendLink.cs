using RiskPlatform.Gateway.Circuits;
using RiskPlatform.Gateway.Routing;
using RiskPlatform.ServiceDefaults.Discovery;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>The way to one backend: its address now, its circuit, its connections.</summary>
internal sealed class BackendLink(
    Backend backend, Circuit circuit, SocketsHttpHandler connections, ServiceEndpoints endpoints, TimeProvider time)
    : IDisposable
{
    private readonly Uri _logical = new($"https+http://{backend.Name}/");

    /// <summary>The row of the table.</summary>
    public Backend Backend { get; } = backend;

    /// <summary>Its circuit breaker.</summary>
    public Circuit Circuit { get; } = circuit;

    /// <summary>Sends through the circuit; every message carries its <see cref="BackendCall"/>.</summary>
    public HttpMessageInvoker Guarded { get; } =
        new(new CircuitHandler(circuit, time) { InnerHandler = connections }, disposeHandler: false);

    /// <summary>Sends past the circuit: for health questions, which are asked whatever the circuit thinks.</summary>
    public HttpMessageInvoker Direct { get; } = new(connections, disposeHandler: false);

    /// <summary>Where it listens; with several replicas the next in turn.</summary>
    public Uri Address() => endpoints.Resolve(_logical);

    public void Dispose()
    {
        Guarded.Dispose();
        Direct.Dispose();
    }
}
