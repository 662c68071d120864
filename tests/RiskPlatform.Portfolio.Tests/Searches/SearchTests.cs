using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Portfolio.Tests.Searches;

public sealed class SearchTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    // Optima proven by GLPK and CBC.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Search_ReferenceLoans_FindsTheProvenOptimum(int index)
    {
        var reference = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_search_mip.json"))).RootElement
            .GetProperty("cases")[index];
        var (status, body) = await _client.PostJsonAsync("/search", LoanSearch.Of(reference));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("optimal", body.GetProperty("status").GetString());
        Assert.Equal(LoanSearch.Optimum(reference), body.GetProperty("objective").GetInt64());
        Assert.Equal(body.GetProperty("objective").GetInt64(), body.GetProperty("bound").GetInt64());
        Assert.Equal(0.0, body.Number("gap"));
        Assert.Equal(
            LoanSearch.OptimalIds(reference),
            body.GetProperty("chosen").EnumerateArray().Select(chosen => chosen.GetProperty("id").GetString()));
    }

    // Goal: every kind of constraint means what it says, with several units, both ways of optimising and volatility.
    // Method: 60 random problems of five items against every combination of units.
    [Fact]
    public async Task Search_RandomProblems_AgreeWithTryingEverything()
    {
        int infeasible = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var problem = RandomProblem.Of(seed);
            var (status, body) = await _client.PostJsonAsync("/search", problem.Json);
            Assert.Equal(HttpStatusCode.OK, status);
            long? best = problem.Best();
            if (best is null)
            {
                infeasible++;
                Assert.Equal("infeasible", body.GetProperty("status").GetString());
                Assert.NotEmpty(body.GetProperty("conflict").EnumerateArray());
                Assert.Empty(body.GetProperty("chosen").EnumerateArray());
                continue;
            }

            Assert.Equal("optimal", body.GetProperty("status").GetString());
            Assert.Equal(best, body.GetProperty("objective").GetInt64());
            int[] units = RandomProblem.Units(body.GetProperty("chosen"));
            Assert.True(problem.Holds(units), $"seed {seed}");
            Assert.Equal(best, problem.Objective(units));
        }

        Assert.InRange(infeasible, 1, 59);
    }

    [Fact]
    public async Task Search_Infeasible_NamesTheConflictByItsIds()
    {
        var (_, body) = await _client.PostJsonAsync("/search", """
            { "items": [{ "id": "a", "values": { "amount": 5, "profit": 1 } }, { "id": "b", "values": { "amount": 7,
              "profit": 2 } }],
              "maximise": "profit",
              "constraints": [{ "id": "budget", "kind": "sum", "value": "amount", "max": 6 },
                { "id": "all", "kind": "require", "items": ["b"] }, { "id": "few", "kind": "count", "max": 2 }] }
            """);

        Assert.Equal("infeasible", body.GetProperty("status").GetString());
        Assert.Equal(
            ["all", "budget"], body.GetProperty("conflict").EnumerateArray().Select(id => id.GetString()).Order());
    }

    // Goal: many units on offer do not make a volatility's cut too large for the solver.
    // Method: ten alike items of a thousand units, each too volatile alone.
    [Fact]
    public async Task Search_ManyUnitsAllTooVolatile_ChoosesNothing()
    {
        string items = string.Join(',', Enumerable.Range(0, 10).Select(i =>
            $$"""{ "id": "{{i}}", "values": { "p": 1 }, "maxUnits": 1000 }"""));
        string row = $"[{string.Join(',', Enumerable.Repeat("0.04", 10))}]";
        string covariance = $"[{string.Join(',', Enumerable.Repeat(row, 10))}]";
        var (status, body) = await _client.PostJsonAsync("/search", $$"""
            { "items": [{{items}}], "maximise": "p", "constraints": [{ "kind": "count", "max": 1 },
              { "kind": "maxVolatility", "max": 0.1, "covariance": {{covariance}} }] }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("optimal", body.GetProperty("status").GetString());
        Assert.Empty(body.GetProperty("chosen").EnumerateArray());
    }

    // Goal: a selection a little too volatile is cut off, however large the covariances of what is not chosen.
    // Method: A breaks the bound by a millionth; rounding a cut in Z's size loses that. A negative covariance with Z
    // cannot be made smaller, so there the selection itself is cut off.
    [Theory]
    [InlineData("900000", """{ "kind": "exclude", "items": ["Z"] }""")]
    [InlineData("-900000", """{ "kind": "exclude", "items": ["Z"] }""")]
    [InlineData("900000", """{ "kind": "count", "max": 2 }""")]
    public async Task Search_SlightlyTooVolatileBesideTheHuge_IsCutOff(string covariance, string more)
    {
        var (status, body) = await _client.PostJsonAsync("/search", $$"""
            { "items": [{ "id": "A", "values": { "p": 5 } }, { "id": "B", "values": { "p": 3 } },
                { "id": "Z", "values": { "p": 0 } }],
              "maximise": "p",
              "constraints": [{ "kind": "count", "max": 1 }, {{more}},
                { "kind": "maxVolatility", "max": 1,
                  "covariance": [[1.000001, 0, {{covariance}}], [0, 0.01, 0], [{{covariance}}, 0, 1e12]] }] }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("optimal", body.GetProperty("status").GetString());
        Assert.Equal("B", Assert.Single(body.GetProperty("chosen").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{ "items": [], "maximise": "p", "constraints": [] }""", 422, "items")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "constraints": [] }
        """, 422, "maximise or minimise")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "q": 1 } }], "maximise": "p", "constraints": [] }
        """, 422, "'p'")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1.5 } }], "maximise": "p", "constraints": [] }
        """, 400, "p")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 9007199254740993 } }], "maximise": "p", "constraints": [] }
        """, 422, "2^53")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }, { "id": "a", "values": { "p": 1 } }], "maximise": "p",
          "constraints": [] }
        """, 422, "twice")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 }, "maxUnits": 0 }], "maximise": "p", "constraints": [] }
        """, 422, "maxUnits")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p", "constraints": [{ "kind": "sum" }] }
        """, 422, "value")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p", "constraints": [{ "kind": "exclude",
          "items": ["z"] }] }
        """, 422, "'z'")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p",
          "constraints": [{ "kind": "maxVolatility", "max": 1 }] }
        """, 422, "covariance")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p", "constraints": [{ "kind": "sometimes" }] }
        """, 400, "kind")]
    [InlineData("""{ "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p" }""", 400, "constraints")]
    [InlineData("""{ "items": [null], "maximise": "p", "constraints": [] }""", 400, "items[0]")]
    [InlineData(
        """
        { "items": [{ "id": "a", "values": { "p": 1 } }], "maximise": "p", "constraints": [null] }
        """, 400, "constraints[0]")]
    public async Task Search_BadInput_IsNamed(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/search", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_TooManyItems_AreTooLarge()
    {
        string items = string.Join(
            ',', Enumerable.Range(0, 2_001).Select(i => $$"""{ "id": "{{i}}", "values": { "p": 1 } }"""));
        var (status, body) = await _client.PostJsonAsync(
            "/search", $$"""{ "items": [{{items}}], "maximise": "p", "constraints": [] }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("2000", body.Faults(), StringComparison.Ordinal);
    }

    // Goal: time that runs out is told with what is left open. Method: the 150 loans within a millisecond or two.
    [Fact]
    public async Task Search_OutOfTime_IsFeasibleWithAGap_OrSaysSo()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_search_150.json"))).RootElement
            .GetProperty("cases")[0];
        var (status, body) = await _client.PostJsonAsync("/search", LoanSearch.Of(reference, timeLimitMs: 3));
        if (status == HttpStatusCode.UnprocessableEntity)
        {
            Assert.Equal("timeLimit", body.GetProperty("reason").GetString());
            return;
        }

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(body.GetProperty("status").GetString(), (string[])["feasible", "optimal"]);
        Assert.True(body.GetProperty("bound").GetInt64() >= body.GetProperty("objective").GetInt64());
    }
}
