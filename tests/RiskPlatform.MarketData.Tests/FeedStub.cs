using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Tests;

/// <summary>A real HTTP server that stands where the publishers are, and answers as a test says.</summary>
public sealed class FeedStub : IAsyncDisposable
{
    /// <summary>The live feeds.</summary>
    public static readonly string[] Names = [.. FeedCatalogue.Live.Select(feed => feed.Name)];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = [];

    private FeedStub(WebApplication app) => _app = app;

    /// <summary>Where a feed finds its source.</summary>
    public Uri AddressOf(string feed) => new($"{_app.Urls.Single()}/{feed}");

    public static async Task<FeedStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new FeedStub(builder.Build());
        stub._app.Run(context => stub._answers.TryGetValue(context.Request.Path.Value![1..], out var answer)
            ? answer(context)
            : Status(context, StatusCodes.Status404NotFound));
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>The feed answers with this, after a while.</summary>
    public void Answer(string feed, string payload, TimeSpan after = default) =>
        Answer(feed, Encoding.UTF8.GetBytes(payload), after);

    /// <summary>The feed answers with these bytes, after a while.</summary>
    public void Answer(string feed, byte[] payload, TimeSpan after = default) => Answer(feed, async context =>
    {
        await Task.Delay(after, context.RequestAborted);
        await context.Response.Body.WriteAsync(payload, context.RequestAborted);
    });

    /// <summary>The feed does this.</summary>
    public void Answer(string feed, RequestDelegate answer) => _answers[feed] = answer;

    /// <summary>Nothing is found here any more.</summary>
    public void Forget() => _answers.Clear();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
