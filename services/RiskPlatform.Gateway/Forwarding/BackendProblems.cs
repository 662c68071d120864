using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Domain;
using RiskPlatform.Gateway.Circuits;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>What a caller is told when a backend gave no answer. Never a 200.</summary>
internal static class BackendProblems
{
    /// <summary>True for what a call to a backend throws when no answer came.</summary>
    public static bool IsNoAnswer(Exception fault) =>
        fault is HttpRequestException or TimeoutException or CircuitOpenException or IOException;

    /// <summary>503 with Retry-After from an open circuit, 504 when time ran out, 502 otherwise.</summary>
    public static ProblemHttpResult Of(string backend, Exception? fault, HttpContext context)
    {
        if (fault is CircuitOpenException open)
        {
            context.Response.Headers.RetryAfter = open.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return Of(backend, fault);
    }

    /// <summary>The same, for a part of an answer that has no headers of its own.</summary>
    public static ProblemHttpResult Of(string backend, Exception? fault) => fault switch
    {
        CircuitOpenException => (Failure.Unavailable(fault.Message) with { Code = "circuitOpen" }).ToProblem(),
        TimeoutException or OperationCanceledException =>
            (Failure.Unavailable($"{backend}: {(fault is TimeoutException ? fault.Message : "No answer in time.")}")
                with { Code = "backendTimeout" }).ToGatewayTimeout(),
        _ => (Failure.Unavailable($"{backend} is out of reach: {Reason(fault)}.")
            with { Code = "backendUnreachable" }).ToBadGateway(),
    };

    /// <summary>Why there was no answer, in a word or two.</summary>
    // The message of an HttpRequestException has the address in it, which is nobody's business outside.
    public static string Reason(Exception? fault) => fault switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        HttpRequestException { InnerException: { } inner } => Reason(inner),
        HttpRequestException http => http.HttpRequestError.ToString(),
        HttpIOException io => io.HttpRequestError.ToString(),
        null => "no answer",
        _ => fault.GetType().Name,
    };
}
