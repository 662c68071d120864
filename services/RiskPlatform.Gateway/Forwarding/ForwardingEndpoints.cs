using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Gateway.Circuits;
using RiskPlatform.Gateway.Routing;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>The routes into the backends, made from the table.</summary>
internal static class ForwardingEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    public static WebApplicationBuilder AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarder();
        builder.Services.Configure<CircuitOptions>(builder.Configuration.GetSection("Circuit"));
        builder.Services.AddSingleton<BackendLinks>();
        builder.Services.AddSingleton<Forwarder>();
        return builder;
    }

    /// <summary>For each entrance: its uploads, its cached reads, and everything else as it comes.</summary>
    public static void MapBackends(this IEndpointRouteBuilder routes)
    {
        var links = routes.ServiceProvider.GetRequiredService<BackendLinks>();
        var forwarder = routes.ServiceProvider.GetRequiredService<Forwarder>();
        foreach (var link in links.All)
        {
            foreach (var mount in link.Backend.Entrances)
            {
                MapEntrance(routes, forwarder, link, mount);
            }
        }
    }

    private static void MapEntrance(
        IEndpointRouteBuilder routes, Forwarder forwarder, BackendLink link, Mount mount)
    {
        foreach (string path in link.Backend.Uploads.Select(mount.Reach).OfType<string>())
        {
            routes.MapMethods(path, Post, context => forwarder.ForwardAsync(context, link, mount, isUpload: true))
                .WithMetadata(new DisableRequestSizeLimitAttribute());
        }

        foreach (var cached in link.Backend.Cached)
        {
            if (mount.Reach(cached.Pattern) is { } path)
            {
                routes.MapMethods(
                    path, Get, context => forwarder.AnswerAsync(context, link, mount, cached.TimeToLive));
            }
        }

        routes.Map(
            mount.Prefix + "/{**rest}", context => forwarder.ForwardAsync(context, link, mount, isUpload: false));
    }
}
