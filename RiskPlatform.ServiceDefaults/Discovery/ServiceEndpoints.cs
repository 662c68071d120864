using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace RiskPlatform.ServiceDefaults.Discovery;

/// <summary>Addresses of services by name, as the AppHost puts them into configuration.</summary>
/// <remarks>
/// The convention is Aspire's: <c>Services:{name}:{scheme or endpoint name}:{index}</c>; <c>https+http://name</c> takes
/// the schemes in order; <c>http://_admin.name</c> asks for the endpoint named admin; several addresses take turns;
/// a name that configuration does not have is left to DNS.
/// </remarks>
public sealed class ServiceEndpoints(IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The address to use now for a logical one.</summary>
    /// <param name="logical">Absolute, such as <c>https+http://market-data/rates?base=USD</c>.</param>
    /// <returns>The same path and query at a real authority; the input itself where the name is unknown.</returns>
    public Uri Resolve(Uri logical)
    {
        string[] schemes = logical.Scheme.Split('+');
        (string name, string? endpoint) = Split(logical.Host);

        foreach (string key in endpoint is null ? schemes : [endpoint])
        {
            var addresses = configuration.GetSection($"Services:{name}:{key}").GetChildren()
                .Select(child => child.Value)
                .OfType<string>()
                .ToList();
            if (addresses.Count > 0)
            {
                int turn = _turns.AddOrUpdate($"{name}/{key}", 0, (_, last) => (last + 1) & int.MaxValue);
                return new Uri(new Uri(addresses[turn % addresses.Count]), logical.PathAndQuery);
            }
        }

        return schemes.Length == 1
            ? logical
            : new UriBuilder(logical) { Scheme = schemes[^1], Port = logical.IsDefaultPort ? -1 : logical.Port }.Uri;
    }

    private static (string Name, string? Endpoint) Split(string host)
    {
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return host.StartsWith('_') && dot > 1 ? (host[(dot + 1)..], host[1..dot]) : (host, null);
    }
}
