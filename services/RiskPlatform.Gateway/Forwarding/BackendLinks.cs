using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Options;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Circuits;
using RiskPlatform.Gateway.Routing;
using RiskPlatform.Gateway.SystemLogs;
using RiskPlatform.ServiceDefaults.Discovery;
using Yarp.ReverseProxy.Forwarder;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>The ways to all backends.</summary>
internal sealed partial class BackendLinks : IDisposable
{
    private readonly SystemLog _log;
    private readonly ILogger<BackendLinks> _logger;
    private readonly SocketsHttpHandler _connections = new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name may lead elsewhere by then.
        UseCookies = false,
        UseProxy = false,

        // Passes traceparent and baggage on once, and not beside the caller's own copies.
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    };

    public BackendLinks(
        ServiceEndpoints endpoints,
        IOptions<CircuitOptions> circuits,
        TimeProvider time,
        SystemLog log,
        ILogger<BackendLinks> logger)
    {
        _log = log;
        _logger = logger;
        All =
        [
            .. Backends.All.Select(backend => new BackendLink(
                backend,
                new Circuit(backend.Name, circuits.Value, time, OnChanged),
                _connections,
                endpoints,
                time)),
        ];
    }

    /// <summary>One a backend, in the order of the table.</summary>
    public IReadOnlyList<BackendLink> All { get; }

    /// <summary>The way to one backend of the table.</summary>
    public BackendLink To(string name) => All.Single(link => link.Backend.Name == name);

    public void Dispose()
    {
        foreach (var link in All)
        {
            link.Dispose();
        }

        _connections.Dispose();
    }

    private void OnChanged(string backend, CircuitState state)
    {
        LogChanged(_logger, backend, state);
        _log.Write($"circuit of {backend} is {state switch
        {
            CircuitState.Open => "open",
            CircuitState.HalfOpen => "half-open",
            _ => "closed",
        }}");
    }

    [LoggerMessage(EventId = 8001, Level = LogLevel.Warning, Message = "The circuit of {Backend} is {State}")]
    private static partial void LogChanged(ILogger logger, string backend, CircuitState state);
}
