using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Pricing.Tests.Curves;

public sealed class CurveTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private const string Maturities = "[0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30]";
    private readonly HttpClient _client = service.CreateClient();

    [Theory]
    [InlineData("nelson-siegel", "")]
    [InlineData("svensson", """, "beta3": 0.03, "tau2": 9 """)]
    public async Task Fit_RatesOfACurve_FindsIt(string model, string second)
    {
        string parameters = $$"""{ "beta0": 0.045, "beta1": -0.02, "beta2": 0.012, "tau1": 1.6 {{second}} }""";
        var (_, evaluated) = await _client.PostJsonAsync(
            "/curve/evaluate", $$"""{ "parameters": {{parameters}}, "maturities": {{Maturities}} }""");
        string yields = string.Join(
            ",",
                evaluated.GetProperty("zeroRates").Numbers().Select(
                    x => x!.Value.ToString("R", CultureInfo.InvariantCulture)));
        var (status, fit) = await _client.PostJsonAsync(
            "/curve/fit", $$"""{ "model": "{{model}}", "maturities": {{Maturities}}, "yields": [{{yields}}] }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(fit.GetProperty("converged").GetBoolean());
        Assert.Equal(0.045, fit.Number("beta0"), 1e-6);
        Assert.Equal(1.6, fit.Number("tau1"), 1e-3);
        Assert.True(fit.Number("rmseBp") < 1e-4);
    }

    [Fact]
    public async Task Evaluate_AtZero_IsTheShortRate_AndFactorsDiscount()
    {
        var (_, body) = await _client.PostJsonAsync("/curve/evaluate", """
            { "parameters": { "beta0": 0.045, "beta1": -0.02, "beta2": 0.01, "tau1": 1.8 }, "maturities": [0, 5] }
            """);

        Assert.Equal(0.025, body.GetProperty("zeroRates")[0].GetDouble(), 1e-15); // The original demo said 0.045.
        Assert.Equal(0.025, body.GetProperty("forwardRates")[0].GetDouble(), 1e-15);
        Assert.Equal(
            Math.Exp(-5.0 * body.GetProperty("zeroRates")[1].GetDouble()),
            body.GetProperty("discountFactors")[1].GetDouble(),
            1e-15);
    }

    [Theory]
    [InlineData(
        "/curve/fit",
        """
        { "model": "nelson-siegel", "maturities": [1, 2], "yields": [0.01, 0.02] }
        """, 422, "maturities")]
    [InlineData(
        "/curve/fit",
        """
        { "model": "nelson-siegel", "maturities": [1, 2, -3], "yields": [0.01, 1e999] }
        """, 422, "yields")]
    [InlineData("/curve/fit", """{ "model": "cubic", "maturities": [1], "yields": [0.01] }""", 400, "model")]
    [InlineData("/curve/fit", """{ "model": "svensson", "maturities": [1] }""", 400, "yields")]
    [InlineData(
        "/curve/evaluate",
        """
        { "parameters": { "beta0": 0.04, "beta1": 0, "beta2": 0, "tau1": 1, "beta3": 0.1 }, "maturities": [1] }
        """, 422, "tau2")]
    [InlineData(
        "/curve/evaluate",
        """
        { "parameters": { "beta0": 0.04, "beta1": 0, "beta2": 0, "tau1": 1 }, "maturities": [-1] }
        """, 422, "maturities")]
    public async Task BadInput_IsRefused(string path, string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync(path, json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyMaturities_AreTooLarge()
    {
        string many = string.Join(",", Enumerable.Repeat("1", 100_001));
        var fit = await _client.PostJsonAsync(
            "/curve/fit", $$"""{ "model": "svensson", "maturities": [{{many}}], "yields": [{{many}}] }""");
        var evaluated = await _client.PostJsonAsync(
            "/curve/evaluate",
            $$"""{ "parameters": { "beta0": 0.04, "beta1": 0, "beta2": 0, "tau1": 1 }, "maturities": [{{many}}] }""");

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge),
            (fit.Status, evaluated.Status));
    }
}
