using System.Net;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Tests.Prices;

[Collection(SimulationCollection.Name)]
public sealed class MonteCarloTests(SimulationService servers)
{
    private const string Usual = "\"spot\": 100, \"drift\": 0.05, \"volatility\": 0.2, \"horizon\": 1";
    private readonly HttpClient _client = servers.Client;

    public static TheoryData<int, string> References
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < Reference.Cases("gbm_var_cvar_closed_form.json").Count; i++)
            {
                data.Add(i, "\"steps\": 1");
                data.Add(i, "\"steps\": 12");
                data.Add(i, "\"antithetic\": true, \"steps\": 3");
                data.Add(i, "\"sampler\": \"sobol\"");
                data.Add(i, "\"sampler\": \"sobol\", \"antithetic\": true");
            }

            return data;
        }
    }

    // R's closed form, within 4.5 of the stated errors: once in 150,000 figures by chance; the errors of 32 parts are
    // themselves uncertain by an eighth, hence 6 there.
    [Theory]
    [MemberData(nameof(References))]
    public async Task MonteCarlo_EverySampler_ApproachesTheClosedForm(int index, string how)
    {
        var r = Reference.Cases("gbm_var_cvar_closed_form.json")[index];
        var (status, body) = await _client.PostJsonAsync("/montecarlo", $$"""
            { "spot": {{r.Number("S0")}}, "drift": {{r.Number("mu")}}, "volatility": {{r.Number("sigma")}},
              "horizon": {{r.Number("T")}}, "paths": 524288, "confidence": [{{r.Number("level")}}], {{how}} }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        double errors = how.Contains("sobol", StringComparison.Ordinal)
            || how.Contains("antithetic", StringComparison.Ordinal) ? 6.0 : 4.5;
        var value = body.GetProperty("valueAtRisk")[0];
        var shortfall = body.GetProperty("expectedShortfall")[0];
        Within(r.Number("VaR_loss"), value.Number("value"), errors * value.Number("standardError"));
        Within(r.Number("CVaR_loss"), shortfall.Number("value"), errors * shortfall.Number("standardError"));
        Within(r.Number("mean_ST"), body.Number("mean"), errors * body.Number("standardError"));
        Assert.Equal(1.0, body.Number("standardDeviation") / r.Number("sd_ST"), 0.02);
        Assert.Equal(1.0, body.GetProperty("percentiles").Number("p50") / r.Number("median"), 0.01);

        // VaR at 95 % is the spot less the 5th percentile, but for the two conventions' distance of one rank.
        if (r.Number("level") == 0.95)
        {
            Assert.Equal(r.Number("S0") - body.GetProperty("percentiles").Number("p5"), value.Number("value"), 0.01);
        }
    }

    // Goal: errors are the spread they claim, also where paths depend on each other.
    // Method: 60 seeds; the standard deviation of their figures against the mean stated error, within what a standard
    // deviation of 60 is known to (9 %), four times.
    [Theory]
    [InlineData("\"sampler\": \"philox\"")]
    [InlineData("\"antithetic\": true")]
    [InlineData("\"sampler\": \"sobol\"")]
    public async Task MonteCarlo_StatedErrors_AreTheSpreadOverSeeds(string how)
    {
        List<(double Value, double Error)> values = [];
        List<(double Value, double Error)> shortfalls = [];
        List<(double Value, double Error)> means = [];
        for (int seed = 0; seed < 60; seed++)
        {
            var (_, body) = await _client.PostJsonAsync(
                "/montecarlo", $$"""{ {{Usual}}, "paths": 32768, "seed": {{seed}}, "confidence": [0.95], {{how}} }""");
            means.Add((body.Number("mean"), body.Number("standardError")));
            values.Add(Of(body.GetProperty("valueAtRisk")[0]));
            shortfalls.Add(Of(body.GetProperty("expectedShortfall")[0]));
        }

        Assert.All([means, values, shortfalls], figures =>
        {
            double mean = figures.Average(figure => figure.Value);
            double spread = Math.Sqrt(figures.Sum(figure => Math.Pow(figure.Value - mean, 2)) / (figures.Count - 1));
            Assert.InRange(spread / figures.Average(figure => figure.Error), 0.63, 1.37);
        });

        static (double, double) Of(JsonElement figure) => (figure.Number("value"), figure.Number("standardError"));
    }

    [Theory]
    [InlineData("\"steps\": 5, \"paths\": 300001")]
    [InlineData("\"antithetic\": true, \"paths\": 320000, \"steps\": 2")]
    [InlineData("\"sampler\": \"sobol\", \"paths\": 320000")]
    public async Task MonteCarlo_AnyNumberOfThreads_GivesTheSameBits(string how)
    {
        string[] answers = await Task.WhenAll(((string[])["1", "2", "3", "7"]).Select(async threads =>
        {
            await using var other = await servers.InsideAsync(("Simulation:Threads", threads));
            var (_, body) = await other.CreateClient().PostJsonAsync("/montecarlo", $$"""{ {{Usual}}, {{how}} }""");
            Assert.Equal(threads, $"{body.Number("threads")}");
            return Figures(body);
        }));

        Assert.Single(answers.Distinct());
        var (_, again) = await _client.PostJsonAsync("/montecarlo", $$"""{ {{Usual}}, {{how}}, "seed": 43 }""");
        Assert.NotEqual(answers[0], Figures(again));
    }

    // Numbers of paths that 32 does not divide, and too few for 32 parts.
    [Theory]
    [InlineData("\"antithetic\": true", 100_000)]
    [InlineData("\"antithetic\": true, \"steps\": 3", 10_002)]
    [InlineData("\"sampler\": \"sobol\"", 10_007)]
    [InlineData("\"sampler\": \"sobol\", \"antithetic\": true", 4_500)]
    public async Task MonteCarlo_DependentPathsOfAnyNumber_AreNearTheTruth(string how, int paths)
    {
        var (status, body) = await _client.PostJsonAsync(
            "/montecarlo", $$"""{ {{Usual}}, "paths": {{paths}}, {{how}} }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(paths, body.Number("paths"));
        Within(105.127109637602, body.Number("mean"), 8.0 * body.Number("standardError") + 1e-3);
        Within(25.8418881384942, body.GetProperty("valueAtRisk")[0].Number("value"), 1.5);
        Within(39.4177213865328, body.GetProperty("expectedShortfall")[1].Number("value"), 2.5);
        Assert.InRange(body.GetProperty("expectedShortfall")[1].Number("standardError"), 1e-3, 2.0);
    }

    // The kernels asked one by one, and a sorted sample: what the route adds is the route.
    [Fact]
    public async Task MonteCarlo_Philox_IsTheKernelsOwnAnswer()
    {
        var (_, body) = await _client.PostJsonAsync("/montecarlo", $$"""{ {{Usual}}, "paths": 50000, "seed": 7 }""");
        var model = new GeometricBrownianMotion(100.0, 0.05, 0.2);
        var settings = new SimulationSettings { Seed = 7, Paths = 50_000, Threads = 1 };
        var tail = GbmSimulation.Tail(model, 1.0, 0.99, settings, default);
        double[] prices = new double[50_000];
        model.FillTerminal(1.0, 7, 0, prices);
        Array.Sort(prices);

        Assert.Equal(tail.ValueAtRisk, body.GetProperty("valueAtRisk")[1].Number("value"));
        Assert.Equal(tail.ValueAtRiskError, body.GetProperty("valueAtRisk")[1].Number("standardError"));
        Assert.Equal(tail.ExpectedShortfall, body.GetProperty("expectedShortfall")[1].Number("value"));
        Assert.Equal(prices.Average(), body.Number("mean"), 1e-9);
        double low = prices[499] + 0.99 * (prices[500] - prices[499]); // (n − 1) · 0.01 = 499.99.
        Assert.Equal(low, body.GetProperty("percentiles").Number("p1"), 1e-9);
        Assert.Equal(7, body.GetProperty("lineage").Number("seed"));
        Assert.Equal(64, body.GetProperty("lineage").GetProperty("inputsHash").GetString()!.Length);
    }

    [Fact]
    public async Task MonteCarlo_NoVolatility_IsTheForwardWithoutError()
    {
        var (_, body) = await _client.PostJsonAsync("/montecarlo", """
            { "spot": 100, "drift": 0.05, "volatility": 0, "horizon": 2, "paths": 2000 }
            """);

        Assert.Equal(100.0 * Math.Exp(0.1), body.Number("mean"), 1e-10);
        Assert.Equal(0.0, body.Number("standardError"), 1e-12);
        Assert.Equal(-(100.0 * Math.Exp(0.1) - 100.0), body.GetProperty("valueAtRisk")[0].Number("value"), 1e-10);
    }

    [Theory]
    [InlineData("""{ "drift": 0.05, "volatility": 0.2, "horizon": 1 }""", 400, "spot")]
    [InlineData("""{ "spot": 100, "volatility": 0.2 }""", 400, "drift horizon")]
    [InlineData("""{ "spot": "100", "drift": 0.05, "volatility": 0.2, "horizon": 1 }""", 400, "spot")]
    [InlineData("""{ "spot": NaN, "drift": 0.05, "volatility": 0.2, "horizon": 1 }""", 400, "")]
    [InlineData("""{ "spot": 1e999, "drift": -1e999, "volatility": 1e999, "horizon": 1e999 }""", 422,
        "spot drift volatility horizon")]
    [InlineData("""{ "spot": 0, "drift": 11, "volatility": -0.1, "horizon": 0, "steps": 0, "paths": 1 }""", 422,
        "spot drift volatility horizon steps paths")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 50, "horizon": 1 }""", 422, "e^200")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "confidence": [] }""", 422, "confidence")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "confidence": [0.5, 99, 1] }""", 422,
        "confidence[0] confidence[1] confidence[2]")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "confidence": [0.99991] }""", 422,
        "paths confidence[0]")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "sampler": "halton" }""", 400, "sampler")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "antithetic": true, "paths": 100001 }""",
        422, "even")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "sampler": "sobol", "paths": 3000 }""",
        422, "confidence[1] 0.99")]
    [InlineData("""{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "paths": 20000001 }""", 413, "20000000")]
    [InlineData(
        """{ "spot": 1, "drift": 0, "volatility": 0.1, "horizon": 1, "paths": 10000000, "steps": 1000 }""",
        413, "Work:LimitMs")]
    [InlineData("", 400, "")]
    [InlineData("[1, 2]", 400, "")]
    public async Task MonteCarlo_BadInput_IsRefusedByName(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/montecarlo", json);

        Assert.Equal(expected, (int)status);
        Assert.All(named.Split(' '), name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }

    private static void Within(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected - tolerance, expected + tolerance);

    /// <summary>All that must be equal: the whole answer but its times and threads.</summary>
    private static string Figures(JsonElement body) => string.Join('\n', body.EnumerateObject()
        .Where(field => field.Name is not ("threads" or "elapsedMs" or "lineage"))
        .Select(field => field.Value.GetRawText()));
}
