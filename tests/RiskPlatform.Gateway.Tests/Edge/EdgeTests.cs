using System.Net;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Edge;

public sealed class EdgeTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    [Theory]
    [InlineData(GatewayService.FrontEnd, true)]
    [InlineData("http://localhost:5175", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task Cors_OnlyTheFrontEnds(string origin, bool isAllowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/market-data/rates");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        using var asked = await gateway.Client.SendAsync(preflight);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/market-data/rates");
        request.Headers.Add("Origin", origin);
        using var answered = await gateway.Client.SendAsync(request);

        foreach (var response in (HttpResponseMessage[])[asked, answered])
        {
            Assert.Equal(
                isAllowed ? [origin] : null,
                response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : null);
        }
    }

    [Theory]
    [InlineData("abc-123_x.y", true)]
    [InlineData("has space", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", false)]
    public async Task RequestId_IsTakenWhenPlain_ElseMade(string given, bool isTaken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.TryAddWithoutValidation("X-Request-Id", given);
        using var response = await gateway.Client.SendAsync(request);

        string id = response.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal(isTaken, id == given);
        Assert.NotEmpty(id);
    }

    [Fact]
    public async Task Status_SaysWhatIsThere()
    {
        var status = await gateway.ReadAsync<GatewayStatus>("/api/status");

        Assert.Equal(("ok", "connected", "connected"), (status.Status, status.Db, status.Redis));
        using var health = await gateway.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    // Goal: uptime counts from the start, also for the first one who asks. Method: a gateway nobody has asked yet.
    [Fact]
    public async Task Status_FirstAsked_KnowsHowLongTheGatewayIsUp()
    {
        await gateway.Service.RestartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.2));

        Assert.True((await gateway.ReadAsync<GatewayStatus>("/api/status")).UptimeSeconds >= 1);
    }

    [Fact]
    public async Task Aggregate_NamesEveryServiceWithItsOldNames()
    {
        var all = await gateway.ReadAsync<AggregateResponse>("/api/aggregate");

        Assert.Equal((gateway.Stubs.Count, gateway.Stubs.Count), (all.Online, all.Total));
        var marketData = all.Services.Single(service => service.Name == "market-data");
        Assert.Equal(["python", "crystal", "lua", "scala"], marketData.Aliases);
        Assert.Equal(new Uri(gateway.MarketData.Address).Port, marketData.Port);
        Assert.True(marketData.LatencyMs >= 0.0);
    }

    [Fact]
    public async Task AggregateStream_TellsAllFirst_AndResumesAfterAnId()
    {
        var (ids, names) = await EventsAsync(lastEventId: null, gateway.Stubs.Count);
        Assert.Equal(gateway.Stubs.Keys.Order(), names.Order());

        var (resumed, _) = await EventsAsync(lastEventId: ids[0], gateway.Stubs.Count - 1);
        Assert.Equal(ids[1..], resumed);
    }

    private async Task<(List<string> Ids, List<string> Names)> EventsAsync(string? lastEventId, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/aggregate/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync();
        List<string> ids = [];
        List<string> names = [];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(limit.Token))
        {
            if (item.EventType == "status")
            {
                ids.Add(item.EventId!);
                names.Add(System.Text.Json.JsonDocument.Parse(item.Data).RootElement.GetProperty("name").GetString()!);
            }

            if (ids.Count == count)
            {
                break;
            }
        }

        return (ids, names);
    }
}
