using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Analytics.Tests;

public sealed class MeasureTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Fact]
    public async Task Indicators_StockChartsExample_AndWarmUpIsNull()
    {
        var example = Reference.Whole("ema_rsi_ttr.json").GetProperty("stockcharts_rsi14");
        string prices = example.EnumerateObject().First(p => p.Value.ValueKind == JsonValueKind.Array).Value.GetRawText(
            );
        var (status, body) = await _client.PostJsonAsync(
            "/indicators",
            $$"""
            { "prices": {{prices}}, "rsi": 14, "sma": [3], "ema": [3], "macd": {}, "bollinger": { "window": 3 } }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        double?[] rsi = body.GetProperty("rsi").Numbers();
        Assert.All(rsi.Take(14), Assert.Null);
        Assert.Equal(70.53, rsi[14]!.Value, 0.01);
        double?[] sma = body.GetProperty("sma").GetProperty("3").Numbers();
        double?[] given = JsonDocument.Parse(prices).RootElement.Numbers();
        Assert.Null(sma[1]);
        Assert.Equal(given.Take(3).Sum()!.Value / 3.0, sma[2]!.Value, 1e-12);
        Assert.Equal(sma[2], body.GetProperty("ema").GetProperty("3").Numbers()[2]);
        Assert.Equal(given.Length, body.GetProperty("macd").GetProperty("signal").GetArrayLength());
        Assert.True(body.GetProperty("bollinger").GetProperty("upper").Numbers()[^1]
            > body.GetProperty("bollinger").GetProperty("lower").Numbers()[^1]);
    }

    [Fact]
    public async Task Performance_WorkedCase()
    {
        var (_, body) = await _client.PostJsonAsync(
            "/performance", """{ "returns": [0.1, -0.2, 0.25, 0.0], "riskFreeRate": 0, "periodsPerYear": 4 }""");

        Assert.Equal(1.1 * 0.8 * 1.25 - 1.0, body.Number("annualReturn"), 1e-14);
        Assert.Equal(0.2, body.Number("maxDrawdown"), 1e-14);
        Assert.Equal(body.Number("annualReturn") / 0.2, body.Number("calmar"), 1e-12);
        double deviation = Math.Sqrt((0.0625 * 0.0625 + 0.2375 * 0.2375 + 0.2125 * 0.2125 + 0.0375 * 0.0375) / 3.0);
        Assert.Equal(0.0375 / deviation * 2.0, body.Number("sharpe"), 1e-12);
        Assert.Equal(0.0375 / 0.1 * 2.0, body.Number("sortino"), 1e-12); // √(0.04/4) is 0.1.
        var (_, flat) = await _client.PostJsonAsync(
            "/performance", """{ "returns": [0.01, 0.01, 0.01], "riskFreeRate": 0, "periodsPerYear": 12 }""");
        Assert.Equal(JsonValueKind.Null, flat.GetProperty("sharpe").ValueKind);
        Assert.Equal(JsonValueKind.Null, flat.GetProperty("calmar").ValueKind);
    }

    [Theory]
    [InlineData("closeToClose")]
    [InlineData("ewma")]
    [InlineData("parkinson")]
    [InlineData("garmanKlass")]
    [InlineData("yangZhang")]
    public async Task Volatility_EveryMethod_IsPositiveWithItsError(string method)
    {
        var (status, body) = await _client.PostJsonAsync("/volatility", $$"""
            { "open": [100, 101, 99, 100], "high": [102, 102, 101, 103], "low": [99, 98, 98, 100],
              "close": [101, 99, 100, 102],
              "method": "{{method}}" }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.InRange(body.Number("annualised"), 0.05, 1.0);
        Assert.InRange(body.Number("standardError"), 1e-3, 0.5);
    }

    // The rolling test of R's reference: its exceptions, given as returns and values at risk.
    [Fact]
    public async Task VarBacktest_PublishedCounts()
    {
        // Basel's table: 5 exceptions in 250 days are amber, 4 green, 10 red; spread so that none follows another.
        foreach (var (exceptions, light) in ((int, string)[])[(4, "green"), (5, "amber"), (10, "red")])
        {
            string returns = string.Join(
                ',', Enumerable.Range(0, 250).Select(t => t % 20 == 0 && t / 20 < exceptions ? "-2" : "0.1"));
            string ones = string.Join(',', Enumerable.Repeat("1", 250));
            var (status, body) = await _client.PostJsonAsync(
                "/var-backtest", $$"""{ "returns": [{{returns}}], "var": [{{ones}}], "confidence": 0.99 }""");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(exceptions, body.Number("exceptions"));
            Assert.Equal(light, body.GetProperty("trafficLight").GetString());
            Assert.Equal(light == "red" ? "rejected" : "accepted", body.GetProperty("verdict").GetString());
            if (exceptions == 4)
            {
                Assert.Equal(0.769138364385846, body.GetProperty("kupiec").Number("statistic"), 1e-9);
            }
        }
    }

    [Fact]
    public async Task VarBacktest_LossesAndShortfalls_AreTheSameTheOtherWayRound()
    {
        const string Tail = """
            "var": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "es": [1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3],
            "confidence": 0.9
            """;
        var (_, one) = await _client.PostJsonAsync(
            "/var-backtest", $$"""{ "returns": [0.1, -1.5, 0.2, 0.1, -0.3, 0.4, -2.6, 0.1, 0.3, 0.2], {{Tail}} }""");
        var (_, two) = await _client.PostJsonAsync(
            "/var-backtest", $$"""{ "losses": [-0.1, 1.5, -0.2, -0.1, 0.3, -0.4, 2.6, -0.1, -0.3, -0.2], {{Tail}} }""");

        Assert.Equal(one.GetRawText(), two.GetRawText());
        double z2 = one.GetProperty("acerbiSzekely").GetProperty("z2").Number("statistic");
        Assert.Equal((-1.5 - 2.6) / 1.3 / (10 * 0.1) + 1.0, z2, 1e-12);
    }

    [Theory]
    [InlineData("/fit", """{ "distributions": ["normal"] }""", 400, "data")]
    [InlineData("/fit", """{ "data": [1, 2, 1e999] }""", 422, "data[2]")]
    [InlineData("/fit", """{ "data": [1, NaN] }""", 400, "")]
    [InlineData("/fit", """{ "data": [], "distributions": [] }""", 422, "data distributions")]
    [InlineData("/fit", """{ "data": [1], "distributions": ["cauchy"] }""", 400, "distributions")]
    [InlineData(
        "/tail-risk",
        """
        { "returns": [1, 2], "confidence": [0.5, 99], "methods": [], "lambda": 1 }
        """, 422, "confidence[0] confidence[1] methods lambda")]
    [InlineData("/tail-risk", """{ "returns": [1, 1, 1], "confidence": [0.95], "methods": ["normal"] }""", 422, "vary")]
    [InlineData("/tail-risk", """{ "returns": [1, 2], "methods": ["normal"] }""", 400, "confidence")]
    [InlineData("/garch", """{ "returns": [1, -1e999] }""", 422, "returns[1]")]
    [InlineData("/garch", """{ "returns": [1, 2], "model": "figarch" }""", 400, "model")]
    [InlineData("/garch", """{ "returns": [1, 2], "horizon": -1 }""", 422, "horizon")]
    [InlineData("/arima", """{ "series": [1, 2, 3], "order": [1, 0] }""", 422, "order")]
    [InlineData("/arima", """{ "series": [1, 2, 3], "order": [1, 1, 0], "includeMean": true }""", 422, "includeMean")]
    [InlineData("/arima", """{ "series": [1, 2, 3], "order": [5, 0, 5] }""", 422, "tooFewObservations")]
    [InlineData("/arima", """{ "series": [null, null], "order": [1, 0, 0] }""", 422, "series")]
    [InlineData("/ar", """{ "series": [1, 2, 3], "method": "burg" }""", 422, "order or maxOrder")]
    [InlineData("/ar", """{ "series": [1, 1, 1, 1, 1], "order": 1, "method": "ols" }""", 422, "noVariation")]
    [InlineData(
        "/performance",
        """
        { "returns": [0.1, -1], "riskFreeRate": 0, "periodsPerYear": 0 }
        """, 422, "returns periodsPerYear")]
    [InlineData("/performance", """{ "returns": [0.1, 0.2], "riskFreeRate": 0 }""", 400, "periodsPerYear")]
    [InlineData(
        "/indicators",
        """
        { "prices": [1, 2], "rsi": 0, "macd": { "fast": 30, "slow": 20 } }
        """, 422, "window fast")]
    [InlineData("/volatility", """{ "close": [1, 2, 3], "method": "yangZhang" }""", 422, "high open")]
    [InlineData("/volatility", """{ "close": [1, -2, 3], "method": "closeToClose" }""", 422, "close")]
    [InlineData(
        "/volatility",
        """
        { "close": [3, 2, 3], "high": [1, 2, 3], "low": [1, 2, 3], "method": "parkinson" }
        """, 422, "low is the lowest")]
    [InlineData("/indicators", """{ "prices": [1e308, 1e308, 1e308], "sma": [2] }""", 422, "prices")]
    [InlineData(
        "/indicators",
        """
        { "prices": [1e308, -1e308], "bollinger": { "window": 2 } }
        """, 422, "prices")]
    [InlineData(
        "/indicators",
        """
        { "prices": [1, 1e99], "bollinger": { "window": 2, "deviations": 1e300 } }
        """, 422, "deviations")]
    [InlineData("/volatility", """{ "close": [1e-320, 1, 1e99], "method": "closeToClose" }""", 422, "close")]
    [InlineData("/fit", """{ "data": [1e-300, 2e-300, 3e-299, 4e-298, 1e-297] }""", 422, "data")]
    [InlineData(
        "/var-backtest",
        """
        { "returns": [-1e308, -1e308], "var": [1e-300, 1e-300], "es": [1e-300, 1e-300], "confidence": 0.99 }
        """, 422, "returns es")]
    [InlineData("/var-backtest", """{ "var": [1, 1], "confidence": 0.99 }""", 422, "returns or losses")]
    [InlineData(
        "/var-backtest",
        """
        { "returns": [1, 1, 1], "var": [1, 1], "es": [0.5, 2], "confidence": 1 }
        """, 422, "returns es confidence")]
    public async Task BadInput_NamesEveryFault(string path, string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync(path, json);

        Assert.Equal(expected, (int)status);
        Assert.All(
            named.Contains("or", StringComparison.Ordinal) || named.Contains("is the", StringComparison.Ordinal)
                ? [named]
                : named.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            name => Assert.Contains(name, body.Faults() + body.GetProperty("reason"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task TenMillionElements_AreTooLarge()
    {
        string many = $"[{string.Join(',', Enumerable.Repeat('1', 10_000_000))}]";
        foreach (string json in (string[])
            [
                $$"""/fit { "data": {{many}} }""",
                $$"""/garch { "returns": {{many}} }""",
                $$"""/indicators { "prices": {{many}} }""",
            ])
        {
            int space = json.IndexOf(' ', StringComparison.Ordinal);
            var (status, body) = await _client.PostJsonAsync(json[..space], json[(space + 1)..]);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
            Assert.Contains("10000000", body.Faults(), StringComparison.Ordinal);
        }
    }
}
