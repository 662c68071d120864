using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Strategies.Modules;

namespace RiskPlatform.Strategies.Tests.Modules;

/// <summary>The service with modules on, and what a caller does with it.</summary>
internal sealed class ModuleService : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;

    public ModuleService(params (string Key, string Value)[] settings)
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Strategies:AllowModules", "true");
            host.UseSetting("Logging:LogLevel:Default", "None");
            host.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None");
            foreach (var (key, value) in settings)
            {
                host.UseSetting(key, value);
            }
        });
        Client = _factory.CreateClient();
    }

    public HttpClient Client { get; }

    public int ProcessIdOf(string module) =>
        _factory.Services.GetRequiredService<StrategyModules>().Find(module)!.ProcessId;

    public async Task<(HttpStatusCode Status, JsonElement Body)> LoadAsync(
        string name, byte[] assembly, string type = "application/octet-stream")
    {
        using var content = new ByteArrayContent(assembly);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await Client.PostAsync(new Uri($"/modules/{name}", UriKind.Relative), content);
        return (response.StatusCode, await BodyAsync(response));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> RemoveAsync(string name)
    {
        using var response = await Client.DeleteAsync(new Uri($"/modules/{name}", UriKind.Relative));
        return (response.StatusCode, await BodyAsync(response));
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> BacktestAsync(
        string strategy, IEnumerable<double> prices, string parameters = "{}", double costsBp = 0.0)
    {
        string list = string.Join(
            ',', prices.Select(price => price.ToString("R", CultureInfo.InvariantCulture)));
        string cost = costsBp.ToString("R", CultureInfo.InvariantCulture);
        return Client.PostJsonAsync("/backtest", $$"""
            { "strategy": "{{strategy}}", "parameters": {{parameters}}, "costsBp": {{cost}}, "prices": [{{list}}] }
            """);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _factory.DisposeAsync();
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
}
