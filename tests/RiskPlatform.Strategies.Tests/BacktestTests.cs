using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Strategies.Tests;

public sealed class BacktestTests : IAsyncLifetime
{
    private WebApplication _marketData = null!;
    private WebApplicationFactory<Program> _factory = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _marketData = builder.Build();
        _marketData.Run(HistoryAsync);
        await _marketData.StartAsync();
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            host.UseSetting("Services:market-data:http:0", _marketData.Urls.Single()));
        _client = _factory.CreateClient();
    }

    public async Task DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _marketData.DisposeAsync();
    }

    [Fact]
    public async Task Backtest_WorkedCase()
    {
        // Long from 12 (mean of two above that of three), short from 9: 12/12 · 9/12 long, then 1 − (6/9 − 1).
        var (status, body) = await _client.PostJsonAsync("/backtest", """
            { "strategy": "maCrossover", "parameters": { "fast": 2, "slow": 3 }, "prices": [10, 11, 12, 9, 6] }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, body.Number("trades"));
        Assert.Equal(
            [1.0, 1.0, 1.0, 0.75, 1.0], body.GetProperty("equity").Numbers().Select(x => Math.Round(x!.Value, 12)));
        Assert.Equal(0.0, body.Number("totalReturn"), 1e-14);
        Assert.Equal(0.25, body.Number("maxDrawdown"), 1e-14);
        Assert.Equal(0, body.Number("bytesAllocated"));
        Assert.True(body.Number("barsPerSecond") > 1_000);
        Assert.Equal(JsonValueKind.Null, body.GetProperty("sources").ValueKind);
    }

    [Fact]
    public async Task Backtest_OnAPair_IsThatOfItsHistory_AndCostsLower()
    {
        const string Asked = """ "strategy": "maCrossover", "parameters": { "fast": 2, "slow": 3 }""";
        var (_, given) = await _client.PostJsonAsync("/backtest", $$"""{ {{Asked}}, "prices": [10, 11, 12, 9, 6] }""");
        var (status, stored) = await _client.PostJsonAsync(
            "/backtest",
            $$"""
            { {{Asked}}, "pair": "USD/KES", "from": "2026-01-01", "to": "2026-01-31", "costsBp": 10 }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("replay", stored.GetProperty("sources")[0].GetString());
        Assert.Equal(given.Number("trades"), stored.Number("trades"));

        // One unit bought and two sold at 0.1 % each.
        Assert.Equal((1.0 + given.Number("totalReturn")) * 0.999 * 0.998, 1.0 + stored.Number("totalReturn"), 1e-12);
    }

    [Theory]
    [InlineData("""{ "strategy": "maCrossover", "prices": [1, 2, 3] }""", 400, "parameters")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 5, "slow": 5 }, "prices": [1, 2], "costsBp": -1 }
        """, 422, "slow prices costsBp")]
    [InlineData(
        """
        { "strategy": "martingale", "parameters": {}, "prices": [1, 2], "costsBp": -1 }
        """, 422, "strategy maCrossover prices costsBp")]
    [InlineData(
        """{ "strategy": "maCrossover", "parameters": { "fast": 1 }, "prices": [1, 2, 3] }""", 400, "parameters.slow")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 1.5, "slow": 3e9 }, "prices": [1, 2, 3] }
        """, 422, "fast slow")]
    [InlineData("""{ "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 } }""", 422, "prices pair")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 }, "prices": [1, 0, 1e999] }
        """, 422, "prices[2] zero")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 }, "pair": "USDKES" }
        """, 422, "pair from to")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 }, "prices": [3, 2, 5, 1] }
        """, 422, "ruined")]
    [InlineData(
        """
        { "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 }, "pair": "USD/XAF",
          "from": "2026-01-01", "to": "2026-01-31" }
        """, 424, "USD/XAF")]
    public async Task Backtest_BadInput_NamesEveryFault(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/backtest", json);

        Assert.Equal(expected, (int)status);
        Assert.All(named.Split(' '), name => Assert.Contains(
            name, body.Faults() + body.GetProperty("reason"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backtest_TenMillionPrices_AreTooLarge()
    {
        string many = string.Join(',', Enumerable.Repeat('1', 10_000_000));
        var (status, body) = await _client.PostJsonAsync(
            "/backtest",
            $$"""{ "strategy": "maCrossover", "parameters": { "fast": 1, "slow": 2 }, "prices": [{{many}}] }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("1000000", body.Faults(), StringComparison.Ordinal);
    }

    private static Task HistoryAsync(HttpContext context)
    {
        bool isKnown = context.Request.Path.Value!.Contains("/USD/KES/", StringComparison.Ordinal);
        int[] rates = isKnown ? [10, 11, 12, 9, 6] : [];
        return context.Response.WriteAsJsonAsync(new
        {
            @base = "USD",
            quote = isKnown ? "KES" : "XAF",
            points = rates.Select((rate, day) => new { date = $"2026-01-{day + 5:00}", rate, source = "replay" }),
        });
    }
}
