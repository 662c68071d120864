using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Pricing.Tests.Bonds;

public sealed class BondTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Fact]
    public async Task Bond_ReferenceCases_MatchQuantLib_FromYieldAndFromPrice()
    {
        Dictionary<string, string> dayCounts = new()
        {
            ["ACT/ACT ICMA"] = "act/act-icma", ["ACT/ACT ISMA"] = "act/act-icma", ["30/360 BondBasis"] = "30/360",
            ["30E/360"] = "30e/360", ["ACT/360"] = "act/360", ["ACT/365F"] = "act/365f",
        };
        int seen = 0;
        foreach (var row in Reference.Cases("bonds_quantlib.json"))
        {
            if (!dayCounts.TryGetValue(row.GetProperty("day_count").GetString()!, out string? dayCount))
            {
                continue;
            }

            string terms = string.Create(CultureInfo.InvariantCulture, $$"""
                "couponRate": {{row.Number("coupon")}}, "frequency": {{row.Number("frequency")}},
                  "dayCount": "{{dayCount}}",
                "issue": "{{row.GetProperty("issue")}}", "settlement": "{{row.GetProperty("settlement")}}",
                "maturity": "{{row.GetProperty("maturity")}}"
                """);
            var (status, body) = await _client.PostJsonAsync("/bond", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{ {{terms}}, "yield": {{row.Number("yield_compounded_at_frequency"):R}} }"""));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(row.Number("clean_price"), body.Number("cleanPrice"), 1e-8);
            Assert.Equal(row.Number("accrued"), body.Number("accrued"), 1e-9);
            Assert.Equal(row.Number("macaulay_duration"), body.Number("macaulayDuration"), 1e-8);
            // The last coupon and the face are one payment here.
            Assert.Equal(row.Number("n_remaining_flows") - 1, body.GetProperty("cashFlows").GetArrayLength());
            var (_, back) = await _client.PostJsonAsync("/bond", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{ {{terms}}, "cleanPrice": {{body.Number("cleanPrice"):R}}, "face": 100 }"""));
            Assert.Equal(row.Number("yield_compounded_at_frequency"), back.Number("yield"), 1e-10);
            seen++;
        }

        Assert.True(seen >= 30, $"{seen} bonds");
    }

    [Fact]
    public async Task Bond_WithoutIssue_AccruesFromTheLastCoupon_AndFaceScales()
    {
        const string Terms = """
            "couponRate": 0.06, "frequency": 2, "settlement": "2026-03-01", "maturity": "2031-06-15",
              "dayCount": "30/360",
            "yield": 0.06
            """;
        var (_, hundred) = await _client.PostJsonAsync("/bond", $$"""{ {{Terms}} }""");
        var (_, thousand) = await _client.PostJsonAsync("/bond", $$"""{ {{Terms}}, "face": 1000 }""");

        Assert.Equal(6.0 * 76.0 / 360.0, hundred.Number("accrued"), 1e-12); // 15 December to 1 March.
        Assert.Equal(10.0 * hundred.Number("dirtyPrice"), thousand.Number("dirtyPrice"), 1e-9);
        Assert.Equal(hundred.Number("dirtyPrice"), hundred.Number("cleanPrice") + hundred.Number("accrued"), 1e-12);
    }

    [Theory]
    [InlineData(
        """
        { "frequency": 2, "settlement": "2026-01-01", "maturity": "2030-01-01", "dayCount": "30/360", "yield": 0.05 }
        """, 400, "couponRate")]
    [InlineData(
        """
        { "couponRate": 0.05, "frequency": 3, "settlement": "2031-01-01", "maturity": "2030-01-01",
          "dayCount": "30/360" }
        """, 422, "frequency")]
    [InlineData(
        """
        { "couponRate": 0.05, "frequency": 2, "settlement": "2026-01-01", "maturity": "2030-01-01",
          "dayCount": "30/360", "yield": 0.05, "cleanPrice": 99 }
        """, 422, "yield or cleanPrice")]
    [InlineData(
        """
        { "couponRate": 0.05, "frequency": 2, "settlement": "2026-01-01", "maturity": "2030-01-01",
          "dayCount": "bus/252", "yield": 0.05 }
        """, 400, "dayCount")]
    [InlineData(
        """
        { "couponRate": 1e999, "frequency": 2, "settlement": "2026-01-01", "maturity": "2030-01-01",
          "dayCount": "30/360", "yield": 0.05 }
        """, 422, "couponRate")]
    [InlineData(
        """
        { "couponRate": 0.05, "frequency": 2, "settlement": "2026-02-30", "maturity": "2030-01-01",
          "dayCount": "30/360", "yield": 0.05 }
        """, 400, "settlement")]
    public async Task Bond_BadInput_IsRefused(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/bond", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }
}
