using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Forwarding;

namespace RiskPlatform.Gateway.Circuits;

/// <summary>Shows the circuit breakers.</summary>
internal static class CircuitEndpoints
{
    public static void MapCircuits(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/circuit/status", Status)
            .WithTags("Gateway")
            .WithName("GetCircuits")
            .WithSummary("Read the state of each backend's circuit breaker.");

    private static Ok<CircuitsResponse> Status(BackendLinks links) =>
        TypedResults.Ok(new CircuitsResponse([.. links.All.Select(link => link.Circuit.Status)]));
}
