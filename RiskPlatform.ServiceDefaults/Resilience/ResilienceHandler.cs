using System.Net;
using Polly;

namespace RiskPlatform.ServiceDefaults.Resilience;

/// <summary>Runs each request through a pipeline that sends safe requests again.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    /// <summary>Set on the context of a request that may be sent more than once.</summary>
    public static readonly ResiliencePropertyKey<bool> IsSafe = new("RiskPlatform.IsSafe");

    /// <summary>True for what may pass on its own: no answer, no time, or a server that says so.</summary>
    public static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or Polly.Timeout.TimeoutRejectedException
        || outcome.Result?.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(IsSafe, request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);
        try
        {
            return await pipeline.ExecuteAsync(
                async attempt => await base.SendAsync(request, attempt.CancellationToken), context);
        }
        catch (Polly.Timeout.TimeoutRejectedException fault)
        {
            throw new HttpRequestException(
                HttpRequestError.Unknown, $"No answer within {fault.Timeout.TotalSeconds:0} s.", fault);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
