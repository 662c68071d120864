using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RiskPlatform.ServiceDefaults.Tests;

/// <summary>The client defaults against a real server that fails as told.</summary>
public sealed class ResilienceTests
{
    [Theory]
    [InlineData(503)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Get_ServerFailsTwice_IsAskedAgainAndSucceeds(int status)
    {
        int calls = 0;
        await using var failing = await RunningService.StartAsync(app => app.MapGet("/x", () =>
            Results.StatusCode(Interlocked.Increment(ref calls) < 3 ? status : StatusCodes.Status200OK)));
        await using var caller = await CallerAsync(failing);

        using var response = await Client(caller).GetAsync(new Uri("/x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Get_ServerKeepsFailing_IsAskedThreeTimesAndTheAnswerStands()
    {
        int calls = 0;
        await using var failing = await RunningService.StartAsync(app => app.MapGet("/x", () =>
        {
            Interlocked.Increment(ref calls);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }));
        await using var caller = await CallerAsync(failing);

        using var response = await Client(caller).GetAsync(new Uri("/x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task Get_AnAnswerThatWouldNotChange_IsNotAskedAgain(int status)
    {
        int calls = 0;
        await using var failing = await RunningService.StartAsync(app => app.MapGet("/x", () =>
        {
            Interlocked.Increment(ref calls);
            return Results.StatusCode(status);
        }));
        await using var caller = await CallerAsync(failing);

        using var response = await Client(caller).GetAsync(new Uri("/x", UriKind.Relative));

        Assert.Equal((status, 1), ((int)response.StatusCode, calls));
    }

    [Fact]
    public async Task Post_ServerFails_IsNeverSentTwice()
    {
        int calls = 0;
        await using var failing = await RunningService.StartAsync(app => app.MapPost("/x", () =>
        {
            Interlocked.Increment(ref calls);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }));
        await using var caller = await CallerAsync(failing);

        using var response = await Client(caller).PostAsync(new Uri("/x", UriKind.Relative), content: null);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (response.StatusCode, calls));
    }

    private static Task<RunningService> CallerAsync(RunningService backend) => RunningService.StartAsync(add: builder =>
    {
        builder.Configuration["services:backend:http:0"] = backend.Client.BaseAddress!.ToString();
        builder.Services.AddHttpClient("backend", client => client.BaseAddress = new Uri("https+http://backend"));
    });

    private static HttpClient Client(RunningService caller) =>
        caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient("backend");
}
