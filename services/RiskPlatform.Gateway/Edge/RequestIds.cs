using System.Diagnostics;

namespace RiskPlatform.Gateway.Edge;

/// <summary>Gives every request an id that the caller, the backends and the logs share.</summary>
internal sealed class RequestIds(RequestDelegate next)
{
    /// <summary>The header, in and out.</summary>
    public const string Header = "X-Request-Id";

    private const int LengthMax = 64;

    public Task InvokeAsync(HttpContext context)
    {
        string? given = context.Request.Headers[Header];
        string id = IsSane(given) ? given! : Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        context.TraceIdentifier = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        return next(context);
    }

    // It ends up in logs and headers, so it is short and plain or it is not taken.
    private static bool IsSane(string? id) => id is { Length: > 0 and <= LengthMax }
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
