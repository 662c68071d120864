using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace RiskPlatform.ServiceDefaults.Telemetry;

/// <summary>Keeps health probes out of the traces: there are many, and they tell nothing.</summary>
internal sealed class UntracedProbes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is { } activity
            && (context.Request.Path == "/health" || context.Request.Path == "/alive"))
        {
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded; // Exporters skip what is not recorded.
        }

        return next(context);
    }
}
