using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RiskPlatform.ServiceDefaults.Telemetry;

/// <summary>
/// Owns the tracer and meter providers of the process. OpenTelemetry's own hosting package would do this; not every
/// feed holds it, and it is these lines.
/// </summary>
internal sealed class TelemetryPipeline : IHostedService, IDisposable
{
    /// <summary>Those of the framework, and all of ours.</summary>
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "RiskPlatform.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        "Npgsql", "Polly", "RiskPlatform.*",
    ];

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryPipeline(string serviceName)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(serviceName))
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(serviceName))
            .AddMeter(Meters)
            .AddOtlpExporter()
            .Build();
    }

    /// <summary>Adds the pipeline when there is somewhere to send to; without, nothing is collected or kept.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        // A line a statement or a request is for a trace, not for a log.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });

        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        string name = builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
            logs.SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(name));
            logs.AddOtlpExporter();
        });
        builder.Services.AddHostedService(_ => new TelemetryPipeline(name));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces.Dispose(); // Flushes.
        _metrics.Dispose();
    }
}
