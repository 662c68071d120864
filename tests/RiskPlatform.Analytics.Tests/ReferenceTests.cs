using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Analytics.Tests;

/// <summary>What other programs found, over HTTP.</summary>
public sealed class ReferenceTests(WebApplicationFactory<Program> service)
    : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task TailRisk_MatchesR(int series)
    {
        var reference = Reference.Case("var_es.json", series);
        foreach (string quantile in (string[])["type7", "type1", "type6"])
        {
            var (status, body) = await _client.PostJsonAsync("/tail-risk", $$"""
                { "returns": {{Reference.Returns(series)}}, "confidence": [0.95, 0.975, 0.99],
                  "quantile": "{{quantile}}",
                  "methods": ["normal", "historical", "cornishFisher", "studentT", "ewma"] }
                """);
            Assert.Equal(HttpStatusCode.OK, status);
            var results = body.GetProperty("results").EnumerateArray().ToList();
            foreach (var row in reference.GetProperty("results").EnumerateArray())
            {
                double level = row.Number("level");
                Assert.Equal(row.Number("normal_VaR"), Of("normal").Number("var"), 1e-9);
                Assert.Equal(row.Number("normal_ES"), Of("normal").Number("es"), 1e-9);
                string name = quantile == "type1" ? "historical_VaR_type1_inverse_ecdf" : $"historical_VaR_{quantile}";
                Assert.Equal(row.Number(name), Of("historical").Number("var"), 1e-9);
                Assert.Equal(row.Number("historical_ES_exact_tail_integral"), Of("historical").Number("es"), 1e-9);
                Assert.Equal(row.Number("cornish_fisher_VaR"), Of("cornishFisher").Number("var"), 1e-9);
                Assert.Equal(row.Number("student_t_VaR"), Of("studentT").Number("var"), 1e-4);
                Assert.Equal(row.Number("student_t_ES"), Of("studentT").Number("es"), 1e-4);
                Assert.Equal(row.Number("ewma94_normal_VaR"), Of("ewma").Number("var"), 1e-9);

                JsonElement Of(string method) => results.Single(result =>
                    result.GetProperty("method").GetString() == method && result.Number("confidence") == level);
            }

            Assert.Equal(
                reference.GetProperty("moments").Number("skew"), body.GetProperty("moments").Number("skewness"), 1e-9);
        }
    }

    [Theory]
    [InlineData(0, "groundbeef.csv", 0)]
    [InlineData(2, "R_precip.csv", 1)]
    public async Task Fit_MatchesR(int index, string file, int column)
    {
        Dictionary<string, string> names = new()
        {
            ["normal"] = "normal", ["norm"] = "normal", ["lognormal"] = "logNormal", ["lnorm"] = "logNormal",
            ["gamma"] = "gamma", ["weibull"] = "weibull", ["exp"] = "exponential",
        };
        var (status, body) = await _client.PostJsonAsync(
            "/fit", $$"""{ "data": {{Reference.Column(file, column)}} }""");
        Assert.Equal(HttpStatusCode.OK, status);
        var fits = body.GetProperty("fits").EnumerateArray().ToList();
        Assert.Equal(7, fits.Count);
        foreach (var expected in Reference.Case("mle_fits.json", index).GetProperty("fits").EnumerateArray())
        {
            var fit = fits.Single(f => f.GetProperty("distribution").GetString()
                == names[expected.GetProperty("distribution").GetString()!]);
            var values = fit.GetProperty("parameters").EnumerateObject().Select(p => p.Value.GetDouble());
            Assert.All(
                expected.GetProperty("estimate").EnumerateObject().Zip(values),
                pair => Assert.Equal(1.0, pair.Second / pair.First.Value.GetDouble(), 1e-5));
            Assert.Equal(expected.Number("loglik"), fit.Number("logLikelihood"), 1e-6);
            Assert.Equal("converged", fit.GetProperty("status").GetString());
        }

        string best = body.GetProperty("best").GetString()!;
        double lowest = fits.Where(f => f.GetProperty("aic").ValueKind == JsonValueKind.Number).Min(
            f => f.Number("aic"));
        Assert.Equal(lowest, fits.Single(f => f.GetProperty("distribution").GetString() == best).Number("aic"));
    }

    [Fact]
    public async Task Garch_MatchesThePublishedBenchmark_AndFGarchsForecasts()
    {
        var expected = Reference.Case("garch11_dem2gbp.json", 0).GetProperty("fit");
        var (_, body) = await _client.PostJsonAsync("/garch", $$"""{ "returns": {{Reference.Returns(0)}} }""");

        var p = body.GetProperty("parameters");
        Assert.Equal(-0.00619041, p.Number("mu"), 5e-9); // Fiorentini, Calzolari and Panattoni (1996).
        Assert.Equal(0.0107613, p.Number("omega"), 2e-7);
        Assert.Equal(0.153134, p.Number("alpha"), 1e-6);
        Assert.Equal(0.805974, p.Number("beta"), 1e-6);
        Assert.Equal("converged", body.GetProperty("status").GetString());
        Assert.Equal(-1106.607881041288, body.Number("logLikelihood"), 1e-6);
        double?[] forecasts = body.GetProperty("forecasts").Numbers();
        Assert.All(
            expected.GetProperty("forecast_sd_1to10").Numbers().Zip(forecasts),
            pair => Assert.Equal(pair.First!.Value, Math.Sqrt(pair.Second!.Value), 1e-5));
        Assert.Equal(JsonValueKind.Null, p.GetProperty("gamma").ValueKind);

        var (_, student) = await _client.PostJsonAsync(
            "/garch", $$"""{ "returns": {{Reference.Returns(0)}}, "innovations": "studentT" }""");
        Assert.Equal(4.118, student.GetProperty("parameters").Number("nu"), 5e-3);
    }

    [Fact]
    public async Task Arima_WithMissingValuesAndWithASeason_MatchesR()
    {
        var presidents = Reference.Case("arima.json", 7).GetProperty("fit").GetProperty("coef");
        var (_, body) = await _client.PostJsonAsync(
            "/arima",
            $$"""{ "series": {{Reference.Column("R_presidents.csv", 1)}}, "order": [1, 0, 0], "horizon": 3 }""");
        Assert.Equal(presidents.Number("ar1"), body.GetProperty("ar")[0].GetDouble(), 1e-3);
        Assert.Equal(presidents.Number("intercept"), body.Number("mean"), 1e-2);
        Assert.Equal(3, body.GetProperty("forecasts").GetArrayLength());

        var deaths = Reference.Case("arima.json", 6).GetProperty("fit");
        var (_, seasonal) = await _client.PostJsonAsync("/arima", $$"""
            { "series": {{Reference.Column("R_USAccDeaths.csv", 1)}}, "order": [0, 1, 1],
              "seasonal": { "order": [0, 1, 1], "period": 12 } }
            """);
        Assert.Equal(deaths.GetProperty("coef").Number("ma1"), seasonal.GetProperty("ma")[0].GetDouble(), 1e-3);
        Assert.Equal(
            deaths.GetProperty("coef").Number("sma1"), seasonal.GetProperty("seasonalMa")[0].GetDouble(), 1e-3);
        // R gives what stood before the series a large variance; here it has none, which is the limit.
        Assert.Equal(deaths.Number("loglik"), seasonal.Number("logLikelihood"), 2e-3);
        Assert.False(seasonal.TryGetProperty("mean", out _));
    }

    [Fact]
    public async Task Ar_EveryMethod_MatchesR()
    {
        Dictionary<string, string> methods = new()
        {
            ["yule-walker"] = "yuleWalker", ["burg"] = "burg", ["ols"] = "ols", ["mle"] = "mle",
        };
        int seen = 0;
        foreach (var reference in Reference.Whole("arima.json").GetProperty("ar_fits").EnumerateArray())
        {
            var fit = reference.GetProperty("fit");
            string series = Reference.Column($"{reference.GetProperty("data")}.csv", 1);
            var (status, body) = await _client.PostJsonAsync("/ar", $$"""
                { "series": {{series}}, "order": {{fit.GetProperty("order")}},
                  "method": "{{methods[fit.GetProperty("method").GetString()!]}}" }
                """);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.All(
                fit.GetProperty("coef").Numbers().Zip(body.GetProperty("ar").Numbers()),
                pair => Assert.Equal(pair.First!.Value, pair.Second!.Value, 1e-3));
            seen++;
        }

        Assert.Equal(8, seen);
    }

    [Fact]
    public async Task Ar_MaxOrder_ChoosesAsR()
    {
        var (_, body) = await _client.PostJsonAsync(
            "/ar", $$"""{ "series": {{Reference.Column("R_lh.csv", 1)}}, "maxOrder": 10, "method": "yuleWalker" }""");
        Assert.Equal(3, body.GetProperty("ar").GetArrayLength()); // R 4.2.2: ar(lh) selects order 3.
        Assert.Equal(0.1959, body.Number("sigma2"), 5e-5); // The same page.
    }
}
