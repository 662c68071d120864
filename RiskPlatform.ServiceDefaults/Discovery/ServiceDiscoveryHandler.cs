namespace RiskPlatform.ServiceDefaults.Discovery;

/// <summary>Sends a request for a service's name to where that service listens.</summary>
internal sealed class ServiceDiscoveryHandler(ServiceEndpoints endpoints) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var logical = request.RequestUri;
        if (logical is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        try
        {
            request.RequestUri = endpoints.Resolve(logical);
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = logical; // A retry asks again, and may get another replica.
        }
    }
}
