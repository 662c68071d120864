using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Pricing.Tests.Options;

public sealed class OptionTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Fact]
    public async Task Price_ReferenceCases_MatchQuantLib()
    {
        foreach (var row in Reference.Cases("bs_greeks_random200.json").Take(40))
        {
            string json = string.Create(CultureInfo.InvariantCulture, $$"""
                { "type": "{{row.GetProperty("type")}}", "spot": {{row.Number("spot")}},
                  "strike": {{row.Number("strike")}},
                  "maturity": {{row.Number("t")}}, "rate": {{row.Number("r")}}, "dividendYield": {{row.Number("q")}},
                  "volatility": {{row.Number("vol")}} }
                """);
            var (status, body) = await _client.PostJsonAsync("/price", json);
            Assert.Equal(HttpStatusCode.OK, status);
            foreach (var (name, expected) in ((string, string)[])
                [
                    ("price", "value"), ("delta", "delta"), ("gamma", "gamma"), ("vega", "vega"), ("theta", "theta"),
                    ("rho", "rho"), ("rhoForeign", "dividendRho"), ("vanna", "vanna_mpmath"), ("volga", "volga_mpmath"),
                ])
            {
                double value = row.Number(expected);
                Assert.Equal(value, body.Number(name), 1e-8 * Math.Max(Math.Abs(value), 1.0));
            }

            Assert.InRange(body.Number("probabilityInTheMoney"), 0.0, 1.0);
        }
    }

    [Fact]
    public async Task Price_ByQuery_IsTheSame_AndTheNotionalMultiplies()
    {
        var (_, one) = await _client.GetJsonAsync(
            "/price?type=call&spot=100&strike=100&maturity=1&rate=0.05&volatility=0.2");
        var (_, many) = await _client.PostJsonAsync("/price", """
            { "type": "call", "spot": 100, "strike": 100, "maturity": 1, "rate": 0.05, "volatility": 0.2,
              "notional": 1000 }
            """);

        Assert.Equal(10.450583572185565, one.Number("price"), 1e-13); // Hull, 9th ed., and every textbook since.
        Assert.Equal(1000.0 * one.Number("price"), many.Number("price"), 1e-9);
        Assert.Equal(one.Number("probabilityInTheMoney"), many.Number("probabilityInTheMoney"));
    }

    [Theory]
    [InlineData("""{ "type": "call", "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2 }""", 400, "spot")]
    [InlineData("""{ "type": "call", "maturity": 1, "rate": 0, "volatility": 0.2 }""", 400, "strike")]
    [InlineData(
        """
        { "type": "straddle", "spot": 1, "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2 }
        """, 400, "type")]
    [InlineData(
        """
        { "type": "call", "spot": NaN, "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2 }
        """, 400, "")]
    [InlineData(
        """
        { "type": "call", "spot": "1", "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2 }
        """, 400, "spot")]
    [InlineData(
        """
        { "type": "call", "spot": 1e999, "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2 }
        """, 422, "spot")]
    [InlineData(
        """
        { "type": "call", "spot": -1, "strike": 0, "maturity": -1, "rate": 99, "volatility": -1 }
        """, 422, "spot strike maturity rate volatility")]
    [InlineData(
        """
        { "type": "call", "spot": 1, "strike": 1, "maturity": 500, "rate": 5, "volatility": 0.2 }
        """, 422, "rate")]
    [InlineData(
        """
        { "type": "call", "spot": 1e80, "strike": 1, "maturity": 1, "rate": 0, "volatility": 0.2, "notional": 1e300 }
        """, 422, "notional")]
    [InlineData("", 400, "")]
    [InlineData("[]", 400, "")]
    public async Task Price_BadInput_NamesEveryFault(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/price", json);

        Assert.Equal(expected, (int)status);
        Assert.All(
            named.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Iv_ReferenceCases_GoRound()
    {
        int solved = 0;
        foreach (var row in Reference.Cases("implied_vol_roundtrip.json"))
        {
            string json = string.Create(CultureInfo.InvariantCulture, $$"""
                { "type": "{{row.GetProperty("type")}}", "price": {{row.Number("price"):R}},
                  "spot": {{row.Number("spot")}},
                  "strike": {{row.Number("strike")}}, "maturity": {{row.Number("t"):R}}, "rate": {{row.Number("r")}},
                  "dividendYield": {{row.Number("q")}} }
                """);
            var (status, body) = await _client.PostJsonAsync("/iv", json);
            if (row.GetProperty("invertible").GetBoolean())
            {
                double tolerance = Math.Max(1e-12, 4.0 * row.Number("attainable_rel_precision_of_vol"));
                Assert.Equal(HttpStatusCode.OK, status);
                Assert.Equal(1.0, body.Number("volatility") / row.Number("true_vol"), tolerance);
                Assert.Equal(0.0, body.Number("priceError"), 1e-12 * row.Number("spot"));
                Assert.InRange(body.Number("iterations"), 2, 3);
                solved++;
            }
        }

        Assert.True(solved > 80, $"{solved} solved");
    }

    [Theory]
    [InlineData("4.8", "belowIntrinsic")]
    [InlineData("101", "aboveMaximum")]
    [InlineData("4.877057549928599", "noTimeValue")]
    [InlineData("-1", "belowIntrinsic")]
    public async Task Iv_PriceWithoutVolatility_SaysWhy(string price, string reason)
    {
        var (status, body) = await _client.PostJsonAsync(
            "/iv",
            $$"""{ "type": "call", "price": {{price}}, "spot": 100, "strike": 100, "maturity": 1, "rate": 0.05 }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(reason, body.GetProperty("reason").GetString());
    }

    // The original demo's regression: this price to 8 digits did not converge there.
    [Fact]
    public async Task Iv_TheOriginalsRegression_IsTwentyPercent()
    {
        var (_, body) = await _client.PostJsonAsync("/iv", """
            { "type": "call", "price": 10.45058357, "spot": 100, "strike": 100, "maturity": 1, "rate": 0.05 }
            """);

        Assert.Equal(0.2, body.Number("volatility"), 1e-9);
    }

    [Theory]
    [InlineData("type=call&spot=100&strike=100&maturity=1&rate=0.05&volatility=0.2")]
    [InlineData("type=put&spot=129.5&strike=140&maturity=0.5&rate=0.13&dividendYield=0.045&volatility=0.15")]
    public async Task Compare_ThreeEngines_Agree(string query)
    {
        var (status, body) = await _client.GetJsonAsync($"/compare?{query}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(body.GetProperty("agree").GetBoolean());
        var engines = body.GetProperty("engines").EnumerateArray().ToList();
        Assert.Equal(["closedForm", "lattice", "monteCarlo"], engines.Select(e => e.GetProperty("name").GetString()));
        Assert.True(engines[2].Number("standardError") > 0.0);
        double distance = engines.Max(one => engines.Max(other => one.Number("price") - other.Number("price")));
        Assert.Equal(distance, body.Number("maxAbsDifference"), 1e-15);
        Assert.InRange(distance, 1e-9, 0.1);
        var (_, price) = await _client.GetJsonAsync($"/price?{query}");
        Assert.Equal(price.Number("price"), engines[0].Number("price"));
    }

    [Theory]
    [InlineData("type=call&spot=100&strike=100&maturity=0&rate=0.05&volatility=0.2", "maturity")]
    [InlineData("type=call&spot=100&strike=900&maturity=1&rate=0.05&volatility=0.2", "strike")]
    [InlineData("type=call&spot=NaN&strike=100&maturity=1&rate=0.05&volatility=0.2", "spot")]
    public async Task Compare_OutOfTheLatticesReach_IsInvalid(string query, string named)
    {
        var (status, body) = await _client.GetJsonAsync($"/compare?{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }
}
