using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Pricing.Tests.CashFlows;

public sealed class CashFlowTests(WebApplicationFactory<Program> service)
    : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Fact]
    public async Task Dcf_ParBond_IsWorthItsFace_AndDurationIsTheSlope()
    {
        const string Flows = """
            [{ "time": 1, "amount": 5 }, { "time": 2, "amount": 5 }, { "time": 3, "amount": 105 }]
            """;
        var (_, at) = await _client.PostJsonAsync("/dcf", $$"""{ "cashFlows": {{Flows}}, "rate": 0.05 }""");
        var (_, up) = await _client.PostJsonAsync("/dcf", $$"""{ "cashFlows": {{Flows}}, "rate": 0.0501 }""");
        var (_, down) = await _client.PostJsonAsync("/dcf", $$"""{ "cashFlows": {{Flows}}, "rate": 0.0499 }""");

        Assert.Equal(100.0, at.Number("presentValue"), 1e-12);
        double slope = (up.Number("presentValue") - down.Number("presentValue")) / 2e-4;
        Assert.Equal(-slope / 100.0 * 1.05, at.Number("duration"), 1e-5);
        double second = (up.Number("presentValue") - 200.0 + down.Number("presentValue")) / 1e-8;
        Assert.Equal(second / 100.0, at.Number("convexity"), 1e-3);
    }

    [Fact]
    public async Task Dcf_OnAFlatCurve_IsContinuousDiscounting_AlsoWithPaymentsOfBothSigns()
    {
        var (_, body) = await _client.PostJsonAsync("/dcf", """
            { "cashFlows": [{ "time": 0, "amount": -50 }, { "time": 2, "amount": 100 }],
              "curve": { "beta0": 0.04, "beta1": 0, "beta2": 0, "tau1": 1 } }
            """);
        double value = -50.0 + 100.0 * Math.Exp(-0.08);

        Assert.Equal(value, body.Number("presentValue"), 1e-12);
        Assert.Equal(200.0 * Math.Exp(-0.08) / value, body.Number("duration"), 1e-12);
    }

    [Theory]
    [InlineData("""{ "rate": 0.05 }""", 400, "cashFlows")]
    [InlineData("""{ "cashFlows": [], "rate": 0.05 }""", 422, "cashFlows")]
    [InlineData("""{ "cashFlows": [{ "time": 1, "amount": 5 }] }""", 422, "rate or curve")]
    [InlineData("""{ "cashFlows": [{ "time": 1 }], "rate": 0.05 }""", 400, "amount")]
    [InlineData("""{ "cashFlows": [{ "time": -1, "amount": 1 }], "rate": -1 }""", 422, "cashFlows[0].time")]
    [InlineData(
        """
        { "cashFlows": [{ "time": 1, "amount": 5 }], "curve": { "beta0": 0, "beta1": 0, "beta2": 0, "tau1": 0 } }
        """, 422, "tau1")]
    [InlineData("""{ "cashFlows": [{ "time": 1, "amount": 0 }], "rate": 0.05 }""", 422, "duration")]
    public async Task Dcf_BadInput_IsRefused(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/dcf", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    [Fact] // Microsoft's documented example of XIRR: 37.34 %.
    public async Task Xirr_PublishedExample()
    {
        var (_, body) = await _client.PostJsonAsync("/xirr", """
            { "cashFlows": [{ "date": "2008-01-01", "amount": -10000 }, { "date": "2008-03-01", "amount": 2750 },
              { "date": "2008-10-30", "amount": 4250 }, { "date": "2009-02-15", "amount": 3250 },
              { "date": "2009-04-01", "amount": 2750 }] }
            """);

        Assert.Equal(0.373362535, body.Number("rate"), 5e-9);
        Assert.Equal(0.0, body.Number("npvAtRate"), 1e-6);
    }

    [Theory]
    [InlineData(
        """
        [{ "date": "1980-01-01", "amount": 0 }, { "date": "2020-01-01", "amount": -1000 },
          { "date": "2021-01-01", "amount": 1100 }]
        """, 0.0997135859)] // 1.1^(365/366) − 1.
    [InlineData(
        """
        [{ "date": "2025-01-01", "amount": -1000 }, { "date": "2026-01-01", "amount": 500 },
          { "date": "2067-01-01", "amount": 0 }]
        """, -0.5)]
    public async Task Xirr_PaymentsOfNothing_LeaveTheRate(string flows, double rate)
    {
        var (status, body) = await _client.PostJsonAsync("/xirr", $$"""{ "cashFlows": {{flows}} }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(rate, body.Number("rate"), 1e-10);
        Assert.Equal(0.0, body.Number("npvAtRate"), 1e-9);
    }

    [Theory]
    [InlineData("""[{ "date": "2026-01-01", "amount": 0 }]""", "noSignChange")]
    [InlineData(
        """[{ "date": "2026-01-01", "amount": -1e10 }, { "date": "2029-01-01", "amount": 0.001 }]""", "noValue")]
    [InlineData(
        """[{ "date": "2026-01-01", "amount": -1e18 }, { "date": "2029-01-01", "amount": 1e5 }]""", "noValue")]
    [InlineData("""[{ "date": "2026-01-01", "amount": 1 }, { "date": "2027-01-01", "amount": 1 }]""", "noSignChange")]
    [InlineData(
        """
        [{ "date": "2026-01-01", "amount": -1000 }, { "date": "2027-01-01", "amount": 2300 },
          { "date": "2028-01-01", "amount": -1320 }]
        """, "severalRates")]
    public async Task Xirr_WithoutOneRate_SaysWhy(string flows, string reason)
    {
        var (status, body) = await _client.PostJsonAsync("/xirr", $$"""{ "cashFlows": {{flows}} }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(reason, body.GetProperty("reason").GetString());
    }
}
