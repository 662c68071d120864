using System.Data.Common;
using System.Diagnostics;
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
    // What the writer of JSON says of a number that is not finite; it has no exception of its own for it.
    private static readonly string NotFinite = WordsOnNaN();

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
        else if (exception is ArgumentException)
        {
            LogNotFinite(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
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
        ArgumentException when exception.Message == NotFinite => Failure.CalculationFailed(
            "These inputs are so large, so small or so far apart that no double holds the result.") with
        {
            Code = "notFinite",
        },
        DbException { IsTransient: true } => Failure.Unavailable("The database does not answer."),
        _ => null,
    };

    private static string WordsOnNaN()
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        try
        {
            writer.WriteNumberValue(double.NaN);
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }

        throw new UnreachableException("JSON has no NaN.");
    }

    // A method that gives such a number should say itself which input it comes from.
    [LoggerMessage(
        EventId = 3, Level = LogLevel.Warning, Message = "{Method} {Path} came to a number that is not finite")]
    private static partial void LogNotFinite(ILogger logger, Exception exception, string method, PathString path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Method} {Path} found no database: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string method, PathString path, string message);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed on a bug")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, PathString path);
}
