using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a resource can be reached.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    /// <summary>An endpoint by its name and scheme.</summary>
    public EndpointAnnotation(string name, string uriScheme, int? port = null, int? targetPort = null)
    {
        Name = name;
        UriScheme = uriScheme;
        Port = port;
        TargetPort = targetPort;
    }

    /// <summary>Its name, unique in the resource; <c>http</c> unless given.</summary>
    public string Name { get; }

    /// <summary>http, https, tcp or redis.</summary>
    public string UriScheme { get; set; }

    /// <summary>The public port; allocated when null.</summary>
    public int? Port { get; set; }

    /// <summary>Where the process listens; allocated when null.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Whether it may be reached from outside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>The variable that tells the process its target port.</summary>
    internal string? PortVariable { get; set; }

    /// <summary>The public port once allocated; 0 before.</summary>
    internal int AllocatedPort { get; set; }

    /// <summary>Where the processes listen, one a replica; the public port when there is one process.</summary>
    internal IReadOnlyList<int> TargetPorts { get; set; } = [];

    internal string Url => string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://localhost:{AllocatedPort}");
}

/// <summary>A resource's endpoint, whose address is known once it is allocated.</summary>
public sealed class EndpointReference : IValueProvider
{
    /// <summary>The endpoint of this name.</summary>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName) =>
        (Resource, EndpointName) = (owner, endpointName);

    /// <summary>Whose endpoint it is.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>Its name.</summary>
    public string EndpointName { get; }

    /// <summary>Whether its address is known yet.</summary>
    public bool IsAllocated => Annotation.AllocatedPort > 0;

    /// <summary>Its public port.</summary>
    /// <exception cref="InvalidOperationException">It is not allocated yet.</exception>
    public int Port => IsAllocated
        ? Annotation.AllocatedPort
        : throw new InvalidOperationException($"Endpoint '{EndpointName}' of '{Resource.Name}' is not allocated yet.");

    /// <summary>Its address, such as <c>http://localhost:8080</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not allocated yet.</exception>
    public string Url => Port > 0 ? Annotation.Url : "";

    private EndpointAnnotation Annotation =>
        Resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => endpoint.Name == EndpointName)
        ?? throw new InvalidOperationException($"Resource '{Resource.Name}' has no endpoint '{EndpointName}'.");

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);
}
