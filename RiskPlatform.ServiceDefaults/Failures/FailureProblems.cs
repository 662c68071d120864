using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Domain;

namespace RiskPlatform.ServiceDefaults.Failures;

/// <summary>The one place where failures become status codes (RFC 9457).</summary>
public static class FailureProblems
{
    /// <summary>Seconds after which a caller may try again what was out of reach.</summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>The problem details of a failure, every fault listed in <c>errors</c>.</summary>
    public static ProblemHttpResult ToProblem(this Failure failure) => TypedResults.Problem(Details(failure));

    /// <summary>502: a service behind the one that was asked failed, or gave no answer.</summary>
    public static ProblemHttpResult ToBadGateway(this Failure failure) =>
        Behind(failure, StatusCodes.Status502BadGateway, "A service behind this one failed.");

    /// <summary>504: a service behind the one that was asked gave no answer in time.</summary>
    public static ProblemHttpResult ToGatewayTimeout(this Failure failure) =>
        Behind(failure, StatusCodes.Status504GatewayTimeout, "A service behind this one took too long.");

    /// <summary>The details alone, for a place that writes them itself.</summary>
    public static ProblemDetails Details(Failure failure)
    {
        var (status, title) = StatusOf(failure.Reason);
        var details = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = string.Join(' ', failure.Messages),
        };
        details.Extensions["reason"] = failure.Code ?? ReasonName(failure.Reason);
        details.Extensions["errors"] = failure.Messages;
        return details;
    }

    /// <summary>Adds what every problem carries: trace id, <c>errors</c>, and Retry-After where it helps.</summary>
    internal static void Complete(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        details.Instance ??= context.HttpContext.Request.Path;
        details.Extensions["traceId"] =
            Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        details.Extensions.TryAdd("errors", new[] { details.Detail ?? details.Title ?? "Unknown." });

        if (details.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            && !context.HttpContext.Response.Headers.ContainsKey("Retry-After"))
        {
            context.HttpContext.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        }
    }

    private static ProblemHttpResult Behind(Failure failure, int status, string title)
    {
        var details = Details(failure);
        (details.Status, details.Title) = (status, title);
        return TypedResults.Problem(details);
    }

    private static (int Status, string Title) StatusOf(FailureReason reason) => reason switch
    {
        FailureReason.Malformed => (StatusCodes.Status400BadRequest, "The request is malformed."),
        FailureReason.Invalid => (StatusCodes.Status422UnprocessableEntity, "The request makes no sense."),
        FailureReason.Forbidden => (StatusCodes.Status403Forbidden, "The request is not allowed."),
        FailureReason.NotFound => (StatusCodes.Status404NotFound, "There is no such thing."),
        FailureReason.Conflict => (StatusCodes.Status409Conflict, "The request contradicts what is there."),
        FailureReason.TooLarge => (StatusCodes.Status413PayloadTooLarge, "The request asks for too much."),
        FailureReason.MissingData => (StatusCodes.Status424FailedDependency, "Data for this answer is missing."),
        FailureReason.CalculationFailed =>
            (StatusCodes.Status422UnprocessableEntity, "The method does not apply to these inputs."),
        FailureReason.Unavailable =>
            (StatusCodes.Status503ServiceUnavailable, "A part this answer needs is out of reach."),
        _ => throw new UnreachableException(),
    };

    private static string ReasonName(FailureReason reason)
    {
        string name = reason.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
