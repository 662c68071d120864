using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Domain;
using RiskPlatform.Gateway.Caching;
using RiskPlatform.Gateway.Edge;
using RiskPlatform.Gateway.Routing;
using RiskPlatform.ServiceDefaults.Failures;
using Yarp.ReverseProxy.Forwarder;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>Answers a request from a backend: passed through as it streams, or from the cache.</summary>
internal sealed class Forwarder(IHttpForwarder proxy, AnswerCache answers)
{
    // Between two bytes in either direction. A stream that is silent for longer is taken for dead.
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(5) };

    /// <summary>Passes the request on and the answer back, unbuffered both ways.</summary>
    public async Task ForwardAsync(HttpContext context, BackendLink link, Mount mount, bool isUpload)
    {
        if (!isUpload && context.Request.ContentLength > EdgeExtensions.RequestBytesMax)
        {
            await TooLarge().ExecuteAsync(context); // Without asking the backend, and without waiting for the body.
            return;
        }

        var error = await proxy.SendAsync(
            context,
            link.Address().GetLeftPart(UriPartial.Authority),
            link.Guarded,
            Config,
            new BackendTransformer(link, mount, isUpload, answers));
        if (error != ForwarderError.None
            && !context.Response.HasStarted // Else it broke off in the middle, and the proxy has ended the connection.
            && !context.RequestAborted.IsCancellationRequested)
        {
            await ProblemOf(context, link, error).ExecuteAsync(context);
        }
    }

    /// <summary>Answers a read from the cache; on a miss from the backend, asked once for all who wait.</summary>
    public async Task AnswerAsync(HttpContext context, BackendLink link, Mount mount, TimeSpan timeToLive)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("Authorization"))
        {
            context.Response.Headers["X-Cache"] = "bypass"; // What one caller may see is not kept for all.
            await ForwardAsync(context, link, mount, isUpload: false);
            return;
        }

        // Both read now: by the time the backend is asked, this caller may have left and its request be gone.
        string path = mount.Lead(request.Path).ToUriComponent();
        string question = path + request.QueryString.ToUriComponent();
        try
        {
            var served = await answers.GetAsync(
                CacheKey.Of(link.Backend.Name, path, request.Query),
                timeToLive,
                () => link.AskAsync(
                    HttpMethod.Get,
                    question,
                    link.Backend.ReadTimeout,
                    idempotencyKey: null,
                    CancellationToken.None), // Others wait for it too: it does not end with whoever came first.
                context.RequestAborted);
            await WriteAsync(context, served);
        }
        catch (Exception fault) when (BackendProblems.IsNoAnswer(fault))
        {
            await BackendProblems.Of(link.Backend.Name, fault, context).ExecuteAsync(context);
        }
    }

    private static async Task WriteAsync(HttpContext context, ServedAnswer served)
    {
        var response = context.Response;
        response.StatusCode = served.Answer.Status;
        response.ContentType = served.Answer.ContentType;
        response.ContentLength = served.Answer.Body.Length;
        response.Headers["X-Cache"] = served.Source.ToString().ToLowerInvariant();
        if (served.Age is { } age)
        {
            response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (served.Answer.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = retryAfter;
        }

        await response.Body.WriteAsync(served.Answer.Body, context.RequestAborted);
    }

    private static ProblemHttpResult ProblemOf(HttpContext context, BackendLink link, ForwarderError error)
    {
        int told = context.Response.StatusCode;
        context.Response.Clear();
        var fault = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        return error switch
        {
            ForwarderError.RequestBodyClient when told == StatusCodes.Status413PayloadTooLarge => TooLarge(),
            ForwarderError.RequestBodyClient => Failure.Malformed("The body broke off.").ToProblem(),
            ForwarderError.RequestTimedOut => BackendProblems.Of(link.Backend.Name, new TimeoutException(
                "Nothing happened for 5 minutes.", fault), context),
            _ => BackendProblems.Of(link.Backend.Name, fault, context),
        };
    }

    private static ProblemHttpResult TooLarge() => Failure.TooLarge(
        $"A body has {EdgeExtensions.RequestBytesMax} bytes at most here; "
            + "bulk data goes to POST /api/ingestion/batches.")
        .ToProblem();
}
