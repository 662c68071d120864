using System.Globalization;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Redis-protocol server.</summary>
public sealed class RedisResource(string name, string password)
    : Resource(name), IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>Its only endpoint.</summary>
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    internal string Password => password;

    /// <inheritdoc/>
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        new(ElsewhereAnnotation.Of(this) ?? string.Create(
            CultureInfo.InvariantCulture, $"127.0.0.1:{PrimaryEndpoint.Port},password={password}"));
}
