using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment.</summary>
/// <param name="State">One of <see cref="KnownResourceStates"/>.</param>
public sealed record CustomResourceSnapshot(string State)
{
    /// <summary>Null unless running; then the worst of its checks.</summary>
    public HealthStatus? HealthStatus { get; init; }

    /// <summary>Why it is not healthy, or why it did not start.</summary>
    public string? Detail { get; init; }

    /// <summary>Of its process, once ended.</summary>
    public int? ExitCode { get; init; }
}

/// <summary>A change of a resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="ResourceId">The resource, or one replica of it.</param>
/// <param name="Snapshot">What is known of it now.</param>
public sealed record ResourceEvent(IResource Resource, string ResourceId, CustomResourceSnapshot Snapshot);
