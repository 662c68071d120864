using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;

namespace RiskPlatform.ServiceDefaults.OpenApi;

/// <summary>Gives a route its example.</summary>
public static class RouteExampleExtensions
{
    /// <summary>A JSON body that works as it stands.</summary>
    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder route, [StringSyntax(StringSyntaxAttribute.Json)] string body) =>
        route.WithMetadata(new RouteExample(body, null));

    /// <summary>Query and route values that work as they stand, as <c>name=value&amp;…</c>.</summary>
    public static RouteHandlerBuilder WithExampleQuery(this RouteHandlerBuilder route, string query) =>
        route.WithMetadata(new RouteExample(null, query));
}
