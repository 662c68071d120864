using Microsoft.Extensions.DependencyInjection;

namespace RiskPlatform.ServiceDefaults.Discovery;

/// <summary>Adds discovery to HTTP clients.</summary>
internal static class ServiceDiscoveryExtensions
{
    public static IHttpClientBuilder AddServiceDiscovery(this IHttpClientBuilder http) =>
        http.AddHttpMessageHandler(services =>
            new ServiceDiscoveryHandler(services.GetRequiredService<ServiceEndpoints>()));
}
