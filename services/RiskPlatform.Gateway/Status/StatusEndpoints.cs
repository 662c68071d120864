using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Status;

/// <summary>The gateway's own state.</summary>
internal static class StatusEndpoints
{
    public static WebApplicationBuilder AddStatus(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OwnStatus>();
        return builder;
    }

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        var started = routes.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        routes.MapGet("/api/status", (OwnStatus status, CancellationToken cancellationToken) =>
                GetAsync(status, started, cancellationToken))
            .WithTags("Gateway")
            .WithName("GetStatus")
            .WithSummary("Read the gateway's own state and whether it reaches its stores.");
    }

    private static async Task<Ok<GatewayStatus>> GetAsync(
        OwnStatus status, DateTimeOffset started, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.ReadAsync(started, cancellationToken));
}
