using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace RiskPlatform.System.Tests;

/// <summary>The whole platform, started once by its own AppHost, with ports and data of its own.</summary>
public sealed class Platform : IAsyncLifetime
{
    public static readonly string[] Resources =
    [
        "postgres", "platformdb", "riskdb", "redis",
        "market-data", "ingestion", "pricing", "analytics", "portfolio", "simulation", "strategies", "reporting",
        "gateway", "dashboard",
    ];

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3); // The first start may fetch the servers.

    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public HttpClient Gateway => App.CreateHttpClient("gateway");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder
            .CreateAsync<Projects.RiskPlatform_AppHost>(limit.Token);
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        foreach (string resource in Resources)
        {
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, limit.Token);
        }
    }

    /// <summary>Every line a service of ours logged as an error or worse.</summary>
    public IReadOnlyList<string> Errors() =>
    [
        .. from resource in Resources
           from line in App.Services.GetRequiredService<ResourceLoggerService>().GetLines(resource)
           where line.Content.Contains(" fail: ", StringComparison.Ordinal)
               || line.Content.Contains(" crit: ", StringComparison.Ordinal)
           select $"{resource}: {line.Content}",
    ];

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
