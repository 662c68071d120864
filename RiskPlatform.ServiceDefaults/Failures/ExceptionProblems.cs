using System.Data.Common;
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

        var details = FailureOf(exception) is { } failure
            ? FailureProblems.Details(failure)
            : new() { Status = StatusCodes.Status500InternalServerError, Title = "The platform made a mistake." };

        if (details.Status == StatusCodes.Status500InternalServerError)
        {
            LogUnhandled(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }
        else if (exception is DbException)
        {
            LogUnreachable(logger, httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        }

        httpContext.Response.StatusCode = details.Status!.Value;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = details,
            Exception = exception,
        });
    }

    private static Failure? FailureOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Failure.TooLarge(
            exception.Message),
        BadHttpRequestException { InnerException: JsonException json } => Failure.Malformed(json.Message),
        BadHttpRequestException => Failure.Malformed(exception.Message),
        DbException { IsTransient: true } => Failure.Unavailable("The database does not answer."),
        _ => null,
    };

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Method} {Path} found no database: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string method, PathString path, string message);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed on a bug")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, PathString path);
}
