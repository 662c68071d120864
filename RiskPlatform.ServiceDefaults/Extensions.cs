using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RiskPlatform.Contracts;
using RiskPlatform.ServiceDefaults.Discovery;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.Health;
using RiskPlatform.ServiceDefaults.OpenApi;
using RiskPlatform.ServiceDefaults.Resilience;
using RiskPlatform.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service has. The four methods carry the names of the Aspire template.</summary>
public static class Extensions
{
    /// <summary>Telemetry, health, discovery, resilience, problem details, JSON and OpenAPI.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServiceEndpoints>();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });

        builder.Services.ConfigureHttpJsonOptions(options => ContractJson.Apply(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = FailureProblems.Complete);
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.Services.AddOpenApi(options => options.AddOperationTransformer(RouteExample.ShowAsync));

        return builder;
    }

    /// <summary>Traces, metrics and logs; sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static WebApplicationBuilder ConfigureOpenTelemetry(this WebApplicationBuilder builder)
    {
        TelemetryPipeline.AddTo(builder);
        return builder;
    }

    /// <summary>A liveness check that is healthy as long as the process answers.</summary>
    public static WebApplicationBuilder AddDefaultHealthChecks(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck("self", () => HealthCheckResult.Healthy(), tags: [HealthReports.LiveTag]);
        return builder;
    }

    /// <summary><c>/health</c> (ready), <c>/alive</c> (running), OpenAPI, and failures as problems.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMiddleware<UntracedProbes>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<QueryNumbers>();
        app.MapOpenApi();
        app.MapHealthReports();
        return app;
    }
}
