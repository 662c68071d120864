using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RiskPlatform.Gateway.Tests.Forwarding;

public sealed class RouteTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    [Theory]
    [InlineData("/api/market-data/rates?base=USD", "market-data", "GET /rates?base=USD")]
    [InlineData("/api/market-data/rates/USD/KES/history?from=1", "market-data", "GET /rates/USD/KES/history?from=1")]
    [InlineData("/api/python/convert?x=1", "market-data", "GET /convert?x=1")]
    [InlineData("/api/crystal/rates", "market-data", "GET /rates")]
    [InlineData("/api/lua/schedule", "market-data", "GET /schedule")]
    [InlineData("/api/scala/rates", "market-data", "GET /rates")]
    [InlineData("/api/ingestion/batches/1", "ingestion", "GET /batches/1")]
    [InlineData("/api/rust/risk", "ingestion", "GET /risk")]
    [InlineData("/api/rust/api/risk", "ingestion", "GET /risk")]
    [InlineData("/api/reporting/reports?take=3", "reporting", "GET /reports?take=3")]
    [InlineData("/api/kotlin/reports/latest", "reporting", "GET /reports/latest")]
    [InlineData("/api/scheduler/next", "reporting", "GET /next")]
    [InlineData("/api/reports/7/csv", "reporting", "GET /reports/7/csv")]
    [InlineData("/api/report", "reporting", "GET /reports/latest")]
    [InlineData("/api/pricing/price?spot=1", "pricing", "GET /price?spot=1")]
    [InlineData("/api/fsharp/iv", "pricing", "GET /iv")]
    [InlineData("/api/dart/bond", "pricing", "GET /bond")]
    [InlineData("/api/pricer/dcf", "pricing", "GET /dcf")]
    [InlineData("/api/haskell/price?type=call", "pricing", "GET /price?type=call")]
    [InlineData("/api/haskell/price/batch", "pricing", "GET /price/batch")]
    [InlineData("/api/workflow/option-compare?type=put", "pricing", "GET /compare?type=put")]
    [InlineData("/api/simulation/jobs/7", "simulation", "GET /jobs/7")]
    [InlineData("/api/julia/montecarlo", "simulation", "GET /montecarlo")]
    [InlineData("/api/haskell/montecarlo", "simulation", "GET /montecarlo")]
    [InlineData("/api/haskell/stream?limit=1", "simulation", "GET /stream?limit=1")]
    [InlineData("/api/scala/stream?limit=1", "simulation", "GET /stream?limit=1")]
    [InlineData("/api/analytics/garch", "analytics", "GET /garch")]
    [InlineData("/api/r/fit", "analytics", "GET /fit")]
    [InlineData("/api/nim/indicators", "analytics", "GET /indicators")]
    [InlineData("/api/portfolio/search", "portfolio", "GET /search")]
    [InlineData("/api/prolog/search", "portfolio", "GET /search")]
    [InlineData("/api/rust/api/matrix/cholesky", "portfolio", "GET /matrix/cholesky")]
    [InlineData("/api/rust/api/portfolio/variance", "portfolio", "GET /variance")]
    [InlineData("/api/strategies/modules", "strategies", "GET /modules")]
    [InlineData("/api/v/backtest", "strategies", "GET /backtest")]
    [InlineData("/api/erlang/modules/m", "strategies", "GET /modules/m")]
    public async Task Get_CanonicalAndOldNames_ReachTheirService(string path, string service, string expected)
    {
        using var response = await gateway.GetAsync(path);

        // Kept answers are shared by all names, so the answer itself says where it was asked.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var said = (await response.Content.ReadFromJsonAsync<Said>())!;
        Assert.Equal(expected, $"GET {said.Path}{said.Query}");
        Assert.Contains(expected, gateway.Stubs[service].Requests);
        Assert.True(response.Headers.Contains("X-Request-Id"));
    }

    [Theory]
    [InlineData("/api/nothing/here")]
    [InlineData("/nothing")]
    [InlineData("/api")]
    public async Task Get_UnknownPath_IsNotFoundWithAProblem(string path)
    {
        using var response = await gateway.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await GatewayService.ProblemAsync(response);
    }

    [Fact]
    public async Task Post_Body_GoesThroughWhole_AndTooLargeOnesDoNot()
    {
        using var fits = await gateway.Client.PostAsync(
            new Uri("/api/market-data/collect", UriKind.Relative), Body(10 * 1024 * 1024));
        Assert.Equal(10 * 1024 * 1024, await LengthAsync(fits));

        // A client that does not ask first may find the connection closed while it still sends.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/market-data/collect")
        {
            Content = Body(10 * 1024 * 1024 + 1),
            Headers = { ExpectContinue = true },
        };
        using var tooLarge = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        await GatewayService.ProblemAsync(tooLarge);
    }

    [Fact]
    public async Task Post_Upload_HasNoLimit()
    {
        using var response = await gateway.Client.PostAsync(
            new Uri("/api/rust/batches?dataset=loans", UriKind.Relative), Body(40 * 1024 * 1024));

        Assert.Equal(40 * 1024 * 1024, await LengthAsync(response));
    }

    [Fact]
    public async Task Get_Stream_ArrivesEventByEvent_AndEndsWithTheClient()
    {
        var left = new TaskCompletionSource();
        gateway.MarketData.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.RequestAborted.Register(() => left.TrySetResult());
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        };
        try
        {
            using var response = await gateway.Client.GetAsync(
                new Uri("/api/market-data/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using (var stream = await response.Content.ReadAsStreamAsync())
            {
                using var reader = new StreamReader(stream, Encoding.UTF8);
                Assert.Equal("data: one", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5)));
            }

            response.Dispose();
            await left.Task.WaitAsync(TimeSpan.FromSeconds(5));
        }
        finally
        {
            gateway.MarketData.Answer = BackendStub.EchoAsync;
        }
    }

    [Fact]
    public async Task Get_AnswerThatBreaksOff_IsNotTakenForWhole()
    {
        var arrived = new TaskCompletionSource();
        gateway.MarketData.Answer = async context =>
        {
            await context.Response.WriteAsync("half of");
            await context.Response.Body.FlushAsync();
            await arrived.Task;
            context.Abort();
        };
        try
        {
            using var response = await gateway.Client.GetAsync(
                new Uri("/api/market-data/anything", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            arrived.SetResult();
            await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
        }
        finally
        {
            gateway.MarketData.Answer = BackendStub.EchoAsync;
        }
    }

    private sealed record Said(string Path, string Query);

    private static ByteArrayContent Body(int length)
    {
        byte[] body = new byte[length];
        Array.Fill(body, (byte)'x');
        return new ByteArrayContent(body) { Headers = { ContentType = new("text/csv") } };
    }

    private static async Task<int> LengthAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("length").GetInt32();
    }
}
