using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RiskPlatform.Gateway.Tests;

/// <summary>A real HTTP server that stands where a backend is, and answers as a test says.</summary>
public sealed class BackendStub : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = [];
    private WebApplication _app;

    private BackendStub(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    /// <summary>Method, path and query of everything it was asked, health questions excepted.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>What it does with a request; by default it says the path and the body back.</summary>
    public RequestDelegate Answer { get; set; } = EchoAsync;

    public static async Task<BackendStub> StartAsync()
    {
        var stub = new BackendStub(null!);
        await stub.ListenAsync("http://127.0.0.1:0");
        stub.Address = stub._app.Urls.Single();
        return stub;
    }

    public static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new
        {
            path = context.Request.Path.Value, query = context.Request.QueryString.Value, length = body.Length,
        });
    }

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Stops listening: connections are refused from now on.</summary>
    public ValueTask GoAsync() => _app.DisposeAsync();

    /// <summary>Listens again where it was.</summary>
    public Task ComeBackAsync() => ListenAsync(Address);

    public void Forget() => _requests.Clear();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ListenAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(context =>
        {
            if (context.Request.Path == "/health" || context.Request.Path == "/alive")
            {
                return context.Response.WriteAsJsonAsync(new { status = "Healthy", checks = new { } });
            }

            _requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return Answer(context);
        });
        await _app.StartAsync();
    }
}
