using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using RiskPlatform.Hosting.Tests.Servers;

namespace RiskPlatform.Hosting.Tests.Engine;

/// <summary>Models of small shell programs, with random ports and nothing on the console.</summary>
internal static class Model
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly string[] Quiet =
    [
        "--DcpPublisher:RandomizePorts=true", "--RiskPlatform:Hosting:ThrowAway=true",
        "--RiskPlatform:Hosting:Console=false",
    ];

    /// <summary>A model without restarts, as in tests.</summary>
    public static IDistributedApplicationBuilder New(params string[] arguments) =>
        DistributedApplication.CreateBuilder([.. Quiet, "--RiskPlatform:Hosting:Restart=false", .. arguments]);

    /// <summary>A model that starts again what crashed, as in run mode.</summary>
    public static IDistributedApplicationBuilder Restarting(params string[] arguments) =>
        DistributedApplication.CreateBuilder([.. Quiet, .. arguments]);

    /// <summary>Adds a program of the shell.</summary>
    public static IResourceBuilder<ExecutableResource> AddShell(
        this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", "/", "-c", script);

    /// <summary>Adds a web server: this assembly as a process of its own.</summary>
    public static IResourceBuilder<ExecutableResource> AddServer(
        this IDistributedApplicationBuilder builder, string name, string folder) =>
        builder.AddExecutable(name, "dotnet", "/", typeof(Model).Assembly.Location, OtherProcess.Serve, folder)
            .WithHttpEndpoint(env: "PORT");

    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationBuilder builder)
    {
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    /// <summary>Waits for a state.</summary>
    public static Task UntilAsync(this DistributedApplication app, string name, string state)
    {
        var limit = new CancellationTokenSource(Limit);
        return app.ResourceNotifications.WaitForResourceAsync(name, state, limit.Token);
    }

    public static CustomResourceSnapshot Now(this DistributedApplication app, string name)
    {
        Assert.True(app.ResourceNotifications.TryGetCurrentState(name, out var now));
        return now!.Snapshot;
    }

    /// <summary>What it wrote, without the times.</summary>
    public static List<string> Lines(this DistributedApplication app, string name)
    {
        var logs = (ResourceLoggerService)app.Services.GetService(typeof(ResourceLoggerService))!;
        return [.. logs.GetLines(name).Select(line => line.Content[(line.Content.IndexOf(' ') + 1)..])];
    }

    public static bool IsAlive(int processId) => Directory.Exists(
        Path.Combine("/proc", processId.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
