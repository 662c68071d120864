using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Health;

/// <summary>A GET that tells whether a resource is healthy.</summary>
/// <param name="Path">On its first HTTP endpoint.</param>
/// <param name="StatusCode">The status of a healthy answer.</param>
internal sealed record HttpProbeAnnotation(string Path, int StatusCode) : IResourceAnnotation;
