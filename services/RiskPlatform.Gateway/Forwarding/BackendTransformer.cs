using RiskPlatform.Gateway.Caching;
using RiskPlatform.Gateway.Circuits;
using RiskPlatform.Gateway.Edge;
using RiskPlatform.Gateway.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>
/// Changes a request on its way in and its answer on its way out: prefix, forwarded headers, locations.
/// </summary>
internal sealed class BackendTransformer(BackendLink link, Mount mount, bool isUpload, AnswerCache answers)
    : HttpTransformer
{
    private static readonly string[] ForwardedHeaders =
        ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext,
        HttpRequestMessage proxyRequest,
        string destinationPrefix,
        CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(
            destinationPrefix, mount.Lead(request.Path), request.QueryString);
        proxyRequest.Headers.Host = null;

        // The gateway is the first hop that can be trusted, so what the client claims of earlier ones is dropped.
        foreach (string header in ForwardedHeaders)
        {
            proxyRequest.Headers.Remove(header);
        }

        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", $"{httpContext.Connection.RemoteIpAddress}");
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.Value);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", mount.Prefix);
        proxyRequest.Headers.Remove(RequestIds.Header);
        proxyRequest.Headers.TryAddWithoutValidation(RequestIds.Header, httpContext.TraceIdentifier);

        proxyRequest.Options.Set(BackendCall.Key, new BackendCall(TimeoutOf(request), httpContext.RequestAborted));
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is { IsSuccessStatusCode: true } && !IsRead(httpContext.Request))
        {
            // Before the writer gets the answer: what it reads next must not be older than what it wrote.
            await answers.ForgetAsync(link.Backend.Name);
        }

        bool copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        headers.Remove("Server");
        headers.Remove(RequestIds.Header); // Set by the edge, once.
        if (proxyResponse?.Headers.Location is { } location)
        {
            headers.Location = FromOutside(location, proxyResponse.RequestMessage?.RequestUri);
        }

        return copies;
    }

    /// <summary>A place inside the backend, as a client of the gateway reaches it.</summary>
    private string FromOutside(Uri location, Uri? asked)
    {
        bool isOfTheBackend = !location.IsAbsoluteUri || location.Authority == asked?.Authority;
        string path = location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
        bool isInside = isOfTheBackend && path.StartsWith('/') && !path.StartsWith("/api/", StringComparison.Ordinal);
        return isInside ? $"/api/{link.Backend.Name}{path}" : isOfTheBackend ? path : location.OriginalString;
    }

    private TimeSpan TimeoutOf(HttpRequest request) =>
        isUpload ? Timeout.InfiniteTimeSpan
        : IsRead(request) ? link.Backend.ReadTimeout
        : link.Backend.WorkTimeout;

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || HttpMethods.IsOptions(request.Method);
}
