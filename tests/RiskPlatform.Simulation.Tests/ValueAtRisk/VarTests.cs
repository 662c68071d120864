using System.Globalization;
using System.Net;
using System.Text.Json;
using RiskPlatform.Domain;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Quant.Risk;

namespace RiskPlatform.Simulation.Tests.ValueAtRisk;

[Collection(SimulationCollection.Name)]
public sealed class VarTests(SimulationService servers)
{
    private static readonly string[] Methods =
    [
        "parametric", "cornishFisher", "historical", "ageWeighted", "volatilityScaled", "filteredHistorical",
        "monteCarlo",
    ];

    // The stated convention: profit is exposure times the simple return of the currency's worth. A history whose simple
    // returns are the reference series, and an exposure of 100 units of base currency, give R's figures in percent:
    // those that /api/analytics/tail-risk is tested against as well.
    [Theory]
    [InlineData("parametric", "normal_VaR", "normal_ES")]
    [InlineData("historical", "historical_VaR_type7", "historical_ES_exact_tail_integral")]
    [InlineData("cornishFisher", "cornish_fisher_VaR", null)]
    public async Task Var_OnePosition_IsTheTailRiskOfItsReturns(string method, string value, string? shortfall)
    {
        double[] returns = Reference.MarkReturns();
        decimal[] worths = new decimal[returns.Length + 1];
        worths[0] = 1m;
        for (int i = 0; i < returns.Length; i++)
        {
            worths[i + 1] = worths[i] * (1m + (decimal)returns[i] / 100m);
        }

        servers.MarketData.Worths[Currency.Of("MAD")] = worths;
        string amount = (100m / worths[^1]).ToString(CultureInfo.InvariantCulture);
        var (status, body) = await servers.Client.PostJsonAsync("/var", $$"""
            { "positions": [{ "currency": "MAD", "amount": {{amount}} }], "baseCurrency": "USD", "horizonDays": 1,
              "confidence": [0.95, 0.975, 0.99], "method": "{{method}}", "windowDays": 1974 }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1974, body.Number("observations"));
        var expected = Reference.Cases("var_es.json")[0].GetProperty("results").EnumerateArray().ToList();
        foreach (var result in body.GetProperty("results").EnumerateArray())
        {
            var r = expected.Single(row => row.Number("level") == result.Number("confidence"));
            Assert.Equal(r.Number(value), result.Number("var"), 1e-8);
            Assert.Equal(result.Number("var"), result.GetProperty("components")[0].Number("var"), 1e-12);
            if (shortfall is not null)
            {
                Assert.Equal(r.Number(shortfall), result.Number("es"), 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryMethod))]
    public async Task Var_EveryMethod_HasComponentsThatSum_AndIsTheKernelsOwnAnswer(string method)
    {
        var (status, body) = await servers.Client.PostJsonAsync("/var", Book(method));

        Assert.Equal(HttpStatusCode.OK, status);
        var (returns, rows, exposures) = Inputs();
        foreach (var result in body.GetProperty("results").EnumerateArray())
        {
            var parts = result.GetProperty("components").EnumerateArray().ToList();
            Assert.Equal(["KES", "USD", "UGX", "EUR"], parts.Select(x => x.GetProperty("currency").GetString()));
            Assert.Equal(0.0, parts[1].Number("var"));
            Assert.Equal(1.0, parts.Sum(part => part.Number("var")) / result.Number("var"), 1e-9);
            Assert.Equal(1.0, parts.Sum(part => part.Number("share")), 1e-9);
            Assert.True(result.Number("es") > result.Number("var"), result.ToString());
            Assert.InRange(result.Number("standardError") / result.Number("var"), 1e-4, 1.0);

            var alone = PortfolioVar.Compute(
                Enum.Parse<VarMethod>(method, ignoreCase: true),
                returns,
                rows,
                exposures,
                new PortfolioVarSettings { Confidence = result.Number("confidence"), HorizonDays = 10, Seed = 5 });
            Assert.Equal(1.0, result.Number("var") / alone.ValueAtRisk, 1e-9);
            Assert.Equal(1.0, result.Number("es") / alone.ExpectedShortfall, 1e-9);
        }

        Assert.Equal(
            body.GetProperty("results")[0].GetProperty("components").GetRawText(),
            body.GetProperty("components").GetRawText());
        var lineage = body.GetProperty("lineage");
        Assert.Equal("replayed", lineage.GetProperty("dataState").GetString());
        Assert.Equal(method == "monteCarlo", lineage.GetProperty("seed").ValueKind == JsonValueKind.Number);
        var (_, again) = await servers.Client.PostJsonAsync("/var", Book(method));
        Assert.Equal(body.GetRawText(), again.GetRawText());
    }

    public static TheoryData<string> EveryMethod => [.. Methods];

    // With s the deviation's part and m the mean's, a day is s − m, four are 2s − 4m and sixteen 4s − 16m.
    [Fact]
    public async Task Var_PositionsOfOneCurrency_AreTheirSum_AndDeviationsGrowByTheRootOfDays()
    {
        const string Whole = """[{ "currency": "KES", "amount": 1000 }]""";
        double one = await AskAsync(Whole, days: 1);
        double four = await AskAsync(Whole, days: 4);
        double mean = one - 0.5 * four;

        Assert.Equal(4.0 * (one + mean) - 16.0 * mean, await AskAsync(Whole, days: 16), 1e-9);
        Assert.Equal(one, await AskAsync(
            """[{ "currency": "KES", "amount": 1500 }, { "currency": "KES", "amount": -500 }]""", days: 1));

        async Task<double> AskAsync(string positions, int days)
        {
            var (_, body) = await servers.Client.PostJsonAsync("/var", $$"""
                { "positions": {{positions}}, "baseCurrency": "USD", "horizonDays": {{days}}, "confidence": [0.99],
                  "method": "parametric" }
                """);
            return body.GetProperty("results")[0].Number("var");
        }
    }

    [Fact]
    public async Task Var_OfTheBaseCurrencyAlone_IsZero()
    {
        var (status, body) = await servers.Client.PostJsonAsync("/var", """
            { "positions": [{ "currency": "USD", "amount": 5 }], "baseCurrency": "USD", "horizonDays": 1,
              "confidence": [0.99], "method": "historical" }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0.0, body.GetProperty("results")[0].Number("var"));
        Assert.Equal(0, body.Number("observations"));
    }

    [Fact]
    public async Task Var_AsOfADate_ReadsNothingLater()
    {
        var (_, now) = await servers.Client.PostJsonAsync("/var", Book("historical"));
        string asked = Book("historical").Replace(
            "\"seed\"", "\"asOf\": \"2026-03-31\", \"seed\"", StringComparison.Ordinal);
        var (status, then) = await servers.Client.PostJsonAsync("/var", asked);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("2026-03-31", then.GetProperty("to").GetString());
        Assert.Equal("2026-09-29", now.GetProperty("to").GetString());
    }

    [Theory]
    [InlineData("KES", "\"method\": \"historical\"", 400, "horizonDays confidence")]
    [InlineData("XXQ", "\"horizonDays\": 1, \"confidence\": [0.99], \"method\": \"historical\"", 400, "XXQ")]
    [InlineData("KES", "\"horizonDays\": 1, \"confidence\": [0.99], \"method\": \"guess\"", 400, "method")]
    [InlineData(
        "KES",
        "\"horizonDays\": 1e999, \"confidence\": [1, 0.2], \"method\": \"historical\", \"windowDays\": 5",
        422,
        "horizonDays confidence[0] confidence[1] windowDays")]
    [InlineData(
        "KES",
        "\"horizonDays\": 1, \"confidence\": [0.99], \"method\": \"historical\", \"asOf\": \"yesterday\"",
        400,
        "asOf")]
    [InlineData("GHS", "\"horizonDays\": 1, \"confidence\": [0.99], \"method\": \"historical\"", 422,
        "19 joint daily returns; 30 are needed")]
    [InlineData("CHF", "\"horizonDays\": 1, \"confidence\": [0.99], \"method\": \"historical\"", 424, "CHF")]
    public async Task Var_BadInput_IsRefusedByName(string currency, string rest, int expected, string named)
    {
        var (status, body) = await servers.Client.PostJsonAsync("/var", $$"""
            { "positions": [{ "currency": "{{currency}}", "amount": 100 }], "baseCurrency": "USD", {{rest}} }
            """);

        Assert.Equal(expected, (int)status);
        Assert.All(
            expected == 400 || !named.Contains("joint", StringComparison.Ordinal) ? named.Split(' ') : [named],
            name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Var_ShapesThatAreNone_AreRefused()
    {
        var (none, _) = await servers.Client.PostJsonAsync("/var", """
            { "positions": [], "baseCurrency": "USD", "horizonDays": 1, "confidence": [0.9], "method": "historical" }
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none);
        var (hole, _) = await servers.Client.PostJsonAsync("/var", """
            { "positions": [null], "baseCurrency": "USD", "horizonDays": 1, "confidence": [0.9],
              "method": "historical" }
            """);
        Assert.Equal(HttpStatusCode.BadRequest, hole);
        string many = string.Join(',', Enumerable.Repeat("""{ "currency": "KES", "amount": 1 }""", 501));
        var (tooMany, body) = await servers.Client.PostJsonAsync("/var", $$"""
            { "positions": [{{many}}], "baseCurrency": "USD", "horizonDays": 1, "confidence": [0.9],
              "method": "historical" }
            """);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMany);
        Assert.Contains("500", body.Faults(), StringComparison.Ordinal);
    }

    private static string Book(string method) => $$"""
        { "positions": [{ "currency": "KES", "amount": 129000 }, { "currency": "USD", "amount": 777 },
          { "currency": "UGX", "amount": 3700000 }, { "currency": "EUR", "amount": -300 }],
          "baseCurrency": "USD", "horizonDays": 10, "confidence": [0.95, 0.99], "method": "{{method}}", "seed": 5 }
        """;

    /// <summary>The last 500 returns of the stub's worths, computed here, and what the book is worth.</summary>
    private (double[] Returns, int Rows, double[] Exposures) Inputs()
    {
        var worths = ((string[])["KES", "UGX", "EUR"])
            .Select(code => servers.MarketData.Worths[Currency.Of(code)].Select(x => (double)x).ToArray()).ToArray();
        int days = worths[0].Length;
        double[] returns =
        [
            .. Enumerable.Range(days - 500, 500).SelectMany(day => worths.Select(w => w[day] / w[day - 1] - 1.0)),
        ];
        return (returns, 500, [129_000 * worths[0][^1], 3_700_000 * worths[1][^1], -300 * worths[2][^1]]);
    }
}
