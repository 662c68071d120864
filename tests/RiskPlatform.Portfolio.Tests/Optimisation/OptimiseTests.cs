using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Portfolio.Tests.Optimisation;

public sealed class OptimiseTests(WebApplicationFactory<Program> service)
    : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Fact]
    public async Task Optimise_ReferencePortfolio_MatchesQuadprog()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_cholesky.json"))).RootElement
            .GetProperty("cases")[0];
        var mean = reference.GetProperty("mean");
        string means = $"[{string.Join(',', mean.EnumerateObject().Select(asset => asset.Value.GetRawText()))}]";
        string asked = $$"""
            "expectedReturns": {{means}},
            "covariance": {{reference.GetProperty("cov").GetRawText()}}
            """;
        var (_, free) = await _client.PostJsonAsync("/optimise", $$"""{ {{asked}} }""");
        Assert.Equal(reference.Number("gmv_variance"), Math.Pow(free.Number("volatility"), 2.0), 1e-8);
        var (_, bounded) = await _client.PostJsonAsync(
            "/optimise", $$"""{ {{asked}}, "bounds": { "lower": [0, 0, 0, 0, 0, 0] } }""");
        Assert.Equal(reference.Number("long_only_min_var_value"), Math.Pow(bounded.Number("volatility"), 2.0), 1e-8);
        Assert.Equal(1.0, bounded.GetProperty("weights").Numbers().Sum()!.Value, 1e-12);
        var (_, target) = await _client.PostJsonAsync(
            "/optimise", $$"""{ {{asked}}, "bounds": { "lower": [0, 0, 0, 0, 0, 0] }, "target": 0.06 }""");
        Assert.True(target.Number("expectedReturn") >= 0.06 - 1e-12);
        Assert.True(target.Number("volatility") > bounded.Number("volatility"));
    }

    [Theory]
    [InlineData("""{ "expectedReturns": [0.1], "covariance": [[1, 0], [0, 1]] }""", 422, "expectedReturns")]
    [InlineData("""{ "expectedReturns": [0.1, 0.2], "covariance": [[1, 1], [1, 1]] }""", 422, "singular")]
    [InlineData(
        """
        { "expectedReturns": [0.1, 0.2], "covariance": [[1, 0], [0, 1]], "bounds": { "lower": [0, 0],
          "upper": [0.3, 0.3] } }
        """, 422, "bounds")]
    [InlineData(
        """
        { "expectedReturns": [0.1, 0.2], "covariance": [[1, 0], [0, 1]], "bounds": { "lower": [0, 0, 0] } }
        """, 422, "bounds.lower")]
    [InlineData(
        """
        { "expectedReturns": [0.1, 0.2], "covariance": [[1, 0], [0, 1]], "target": 1e999 }
        """, 422, "target")]
    [InlineData("""{ "covariance": [[1, 0], [0, 1]] }""", 400, "expectedReturns")]
    public async Task Optimise_BadInput_IsNamed(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/optimise", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Optimise_TooManyAssets_AreTooLarge()
    {
        string row = $"[{string.Join(',', Enumerable.Repeat('0', 1_001))}]";
        string rows = string.Join(',', Enumerable.Repeat(row, 1_001));
        var (status, _) = await _client.PostJsonAsync(
            "/optimise", $$"""{ "expectedReturns": {{row}}, "covariance": [{{rows}}] }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }
}
