using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RiskPlatform.Domain;

namespace RiskPlatform.ServiceDefaults.Failures;

/// <summary>Turns what a handler threw into problem details: a bad request says why, a bug says nothing.</summary>
internal sealed partial class ExceptionProblems(IProblemDetailsService problems, ILogger<ExceptionProblems> logger)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true; // Nobody is left to read an answer.
        }

        var details = exception is BadHttpRequestException bad
            ? FailureProblems.Details(FailureOf(bad))
            : new() { Status = StatusCodes.Status500InternalServerError, Title = "The platform made a mistake." };

        if (details.Status == StatusCodes.Status500InternalServerError)
        {
            LogUnhandled(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = details.Status!.Value;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = details,
            Exception = exception,
        });
    }

    private static Failure FailureOf(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Failure.TooLarge(bad.Message),
        _ when bad.InnerException is JsonException json => Failure.Malformed(json.Message),
        _ => Failure.Malformed(bad.Message),
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed on a bug")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, PathString path);
}
