using System.Net;
using Microsoft.AspNetCore.Http;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Caching;

public sealed class AnswerCacheTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    // A day's history is kept for a minute, so no entry ends within a test. Each test asks for something of its own.
    private static string History(string quote, string query = "") =>
        $"/api/market-data/rates/USD/{quote}/history{query}";

    [Fact]
    public async Task Get_Twice_AsksOnce_AndCountsAMissAndAHit()
    {
        gateway.MarketData.Forget();
        var before = await StatsAsync();
        using var first = await gateway.GetAsync(History("KES"));
        using var second = await gateway.GetAsync(History("KES"));
        var after = await StatsAsync();

        Assert.Equal("miss", Source(first));
        Assert.Equal("hit", Source(second));
        Assert.NotNull(second.Headers.Age);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Single(gateway.MarketData.Requests);
        Assert.Equal((before.Hits + 1, before.Misses + 1), (after.Hits, after.Misses));
        Assert.Equal((double)after.Hits / (after.Hits + after.Misses), after.HitRate);
        Assert.Equal(before.Entries + 1, after.Entries);
    }

    [Fact]
    public async Task Get_QueryOrder_DoesNotMatter_ButValuesDo()
    {
        using var one = await gateway.GetAsync(History("NGN", "?a=1&b=2"));
        using var swapped = await gateway.GetAsync(History("NGN", "?b=2&a=1"));
        using var other = await gateway.GetAsync(History("NGN", "?a=1&b=3"));

        Assert.Equal(("miss", "hit", "miss"), (Source(one), Source(swapped), Source(other)));
    }

    [Fact]
    public async Task Get_ANameThatLooksLikeTwoParameters_IsAnotherQuestion()
    {
        using var one = await gateway.GetAsync(History("TZS", "?from%3D2024-01-01%0Ato=2024-02-01"));
        using var two = await gateway.GetAsync(History("TZS", "?from=2024-01-01&to=2024-02-01"));

        Assert.Equal(("miss", "miss"), (Source(one), Source(two)));
    }

    [Fact]
    public async Task Get_ManyAtOnce_AsksOnce_AndEveryAnswerIsCounted()
    {
        gateway.MarketData.Forget();
        var before = await StatsAsync();
        var go = new TaskCompletionSource();
        gateway.MarketData.Answer = async context =>
        {
            await go.Task;
            await BackendStub.EchoAsync(context);
        };
        var asking = Enumerable.Range(0, 30).Select(_ => gateway.GetAsync(History("INR"))).ToList();
        await GatewayService.UntilAsync(() => Task.FromResult(gateway.MarketData.Requests.Count > 0));
        await Task.Delay(300); // The others are on their way meanwhile.
        go.SetResult();
        var answers = await Task.WhenAll(asking);
        gateway.MarketData.Answer = BackendStub.EchoAsync;

        Assert.Single(gateway.MarketData.Requests);
        Assert.Equal(1, answers.Count(answer => Source(answer) == "miss"));
        Assert.Equal(29, answers.Count(answer => Source(answer) == "hit"));
        await GatewayService.UntilAsync(async () =>
            await StatsAsync() is var after && (after.Hits, after.Misses) == (before.Hits + 29, before.Misses + 1));
    }

    [Fact]
    public async Task Post_EndsWhatIsKeptOfItsService()
    {
        using var first = await gateway.GetAsync(History("PHP"));
        using var post = await gateway.Client.PostAsync(new Uri("/api/python/collect", UriKind.Relative), null);
        using var second = await gateway.GetAsync(History("PHP"));

        Assert.Equal(("miss", "miss"), (Source(first), Source(second)));
    }

    [Fact]
    public async Task Get_AfterAPost_DoesNotWaitForAQuestionPutBeforeIt()
    {
        string state = "old";
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        gateway.MarketData.Answer = async context =>
        {
            if (context.Request.Method == "POST")
            {
                state = "new";
                return;
            }

            string read = state;
            if (asked.TrySetResult())
            {
                await go.Task;
            }

            await context.Response.WriteAsync(read);
        };
        try
        {
            var first = gateway.GetAsync(History("ETB"));
            await asked.Task;
            using var post = await gateway.Client.PostAsync(new Uri("/api/python/collect", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.OK, post.StatusCode);
            var second = gateway.GetAsync(History("ETB"));
            await GatewayService.UntilAsync(() => Task.FromResult(second.IsCompleted));
            go.SetResult();
            using var before = await first;
            using var after = await second;
            using var last = await gateway.GetAsync(History("ETB"));

            Assert.Equal(("miss", "miss"), (Source(before), Source(after)));
            Assert.Equal("old", await before.Content.ReadAsStringAsync());
            Assert.Equal("new", await after.Content.ReadAsStringAsync());
            Assert.Equal("new", await last.Content.ReadAsStringAsync());
        }
        finally
        {
            go.TrySetResult();
            gateway.MarketData.Answer = BackendStub.EchoAsync;
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(424)]
    [InlineData(201)]
    public async Task Get_AnythingButOk_IsPassedOnAndNotKept(int status)
    {
        gateway.MarketData.Answer = BackendStub.Status(status);
        try
        {
            for (int i = 0; i < 2; i++)
            {
                gateway.MarketData.Forget();
                using var response = await gateway.GetAsync(History("ZMW"));
                Assert.Equal(status, (int)response.StatusCode);
                Assert.Single(gateway.MarketData.Requests);
            }
        }
        finally
        {
            gateway.MarketData.Answer = BackendStub.EchoAsync;
        }
    }

    [Fact]
    public async Task Get_WithAuthorization_IsNeverSharedOrKept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, History("GHS"));
        request.Headers.Add("Authorization", "Bearer x");
        using var own = await gateway.Client.SendAsync(request);
        using var other = await gateway.GetAsync(History("GHS"));

        Assert.Equal(("bypass", "miss"), (Source(own), Source(other)));
    }

    private static string Source(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("X-Cache").Single();
    }

    private Task<CacheStats> StatsAsync() => gateway.ReadAsync<CacheStats>("/api/cache/stats");
}
