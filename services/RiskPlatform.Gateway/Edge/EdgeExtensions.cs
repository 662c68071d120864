using Microsoft.AspNetCore.Cors.Infrastructure;

namespace RiskPlatform.Gateway.Edge;

/// <summary>What holds for every request that comes in: size, origin, id.</summary>
internal static class EdgeExtensions
{
    /// <summary>Bytes a body may have, except where bulk data is loaded: 10 MiB.</summary>
    public const long RequestBytesMax = 10 * 1024 * 1024;

    // Running streams would otherwise hold up a stop for half a minute.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);

        string[] origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, origins)));
        return builder;
    }

    public static WebApplication UseEdge(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseCors();
        return app;
    }

    private static void Allow(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins([.. origins.Select(origin => origin.TrimEnd('/'))])
        .WithMethods("GET", "HEAD", "POST", "PUT", "DELETE")
        .WithHeaders(
            "Accept", "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "traceparent",
            "tracestate", RequestIds.Header)
        .WithExposedHeaders("Age", "Location", "Retry-After", "X-Cache", RequestIds.Header)
        .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
}
