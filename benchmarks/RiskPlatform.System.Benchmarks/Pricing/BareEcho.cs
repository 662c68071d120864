using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Pricing;

namespace RiskPlatform.System.Benchmarks.Pricing;

/// <summary>
/// The least an ASP.NET Core service can do with the same request: decode it and send it back. No telemetry, no
/// validation, no log. This program started as <c>bare-echo PORT</c>.
/// </summary>
internal static class BareEcho
{
    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.ConfigureHttpJsonOptions(options => ContractJson.Apply(options.SerializerOptions));
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapPost("/price", (PriceRequest request) => request);
        await app.RunAsync();
        return 0;
    }
}
