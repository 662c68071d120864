using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Pricing.Tests.Loans;

public sealed class LoanTests(WebApplicationFactory<Program> service) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _client = service.CreateClient();

    [Theory]
    [InlineData("annuity", "monthly", "KES", 100)]
    [InlineData("equalPrincipal", "weekly", "KES", 100)]
    [InlineData("flat", "biweekly", "UGX", 1)]
    [InlineData("annuity", "fourWeekly", "KWD", 1000)]
    public async Task Loan_SumsExactlyInMinorUnits(string method, string frequency, string currency, int units)
    {
        var (status, body) = await _client.PostJsonAsync("/loan", $$"""
            { "principal": { "amount": 12345, "currency": "{{currency}}" }, "annualRate": 0.37, "method": "{{method}}",
              "payments": 23, "frequency": "{{frequency}}", "firstDate": "2026-02-28" }
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        var schedule = body.GetProperty("schedule").EnumerateArray().ToList();
        Assert.Equal(23, schedule.Count);
        decimal owed = 12345m;
        decimal interest = 0m;
        foreach (var row in schedule)
        {
            decimal principal = row.GetProperty("principal").GetProperty("amount").GetDecimal();
            interest += row.GetProperty("interest").GetProperty("amount").GetDecimal();
            owed -= principal;
            Assert.Equal(owed, row.GetProperty("balance").GetProperty("amount").GetDecimal());
            Assert.Equal(0m, principal * units % 1m);
        }

        Assert.Equal(0m, owed);
        Assert.Equal(interest, body.GetProperty("totalInterest").GetProperty("amount").GetDecimal());
        Assert.True(body.Number("effectiveAnnualRate") > 0.37);
    }

    [Fact]
    public async Task Loan_PublishedPayment_AndFeesRaiseTheRates()
    {
        // Octave's pmt(0.01, 12, 1000) = 88.8487886783416; a month's rate of 1 % compounds to 12.6825 % a year.
        const string Terms = """
            "principal": { "amount": 1000, "currency": "USD" }, "annualRate": 0.12, "method": "annuity", "payments": 12,
            "frequency": "monthly", "firstDate": "2026-02-01"
            """;
        var (_, plain) = await _client.PostJsonAsync("/loan", $$"""{ {{Terms}} }""");
        var (_, charged) = await _client.PostJsonAsync(
            "/loan", $$"""{ {{Terms}}, "fees": { "amount": 20, "currency": "USD" } }""");

        var first = plain.GetProperty("schedule")[0];
        Assert.Equal(
            88.85m,
            first.GetProperty("principal").GetProperty("amount").GetDecimal()
                + first.GetProperty("interest").GetProperty("amount").GetDecimal());
        Assert.Equal(Math.Pow(1.01, 12) - 1.0, plain.Number("apr"), 1e-4);
        Assert.True(charged.Number("apr") > plain.Number("apr") + 0.02);
        Assert.Equal(20m, charged.GetProperty("schedule")[0].GetProperty("fee").GetProperty("amount").GetDecimal());
    }

    [Fact]
    public async Task Loan_GraceDays_MoveThePayout_AndLowerTheRate()
    {
        const string Terms = """
            "principal": { "amount": 1000, "currency": "USD" }, "annualRate": 0.24, "method": "annuity", "payments": 6,
            "frequency": "monthly", "firstDate": "2026-02-01"
            """;
        var (_, plain) = await _client.PostJsonAsync("/loan", $$"""{ {{Terms}} }""");
        var (_, late) = await _client.PostJsonAsync("/loan", $$"""{ {{Terms}}, "graceDays": 14 }""");

        Assert.Equal("2026-01-01", plain.GetProperty("paidOut").GetString());
        Assert.Equal("2025-12-18", late.GetProperty("paidOut").GetString());
        Assert.True(late.Number("effectiveAnnualRate") < plain.Number("effectiveAnnualRate"));
    }

    [Theory]
    [InlineData(
        """
        { "annualRate": 0.3, "method": "annuity", "payments": 12, "frequency": "monthly", "firstDate": "2026-02-01" }
        """, 400, "principal")]
    [InlineData(
        """
        { "principal": { "amount": 10.001, "currency": "USD" }, "annualRate": -0.3, "method": "annuity",
          "payments": 0, "frequency": "monthly", "firstDate": "2026-02-01", "graceDays": -1 }
        """, 422, "principal annualRate payments graceDays")]
    [InlineData(
        """
        { "principal": { "amount": 10, "currency": "XXQ" }, "annualRate": 0.3, "method": "annuity", "payments": 12,
          "frequency": "monthly", "firstDate": "2026-02-01" }
        """, 400, "currency")]
    [InlineData(
        """
        { "principal": { "amount": 10, "currency": "USD" }, "annualRate": 0.3, "method": "balloon", "payments": 12,
          "frequency": "monthly", "firstDate": "2026-02-01" }
        """, 422, "balloon")]
    [InlineData(
        """
        { "principal": { "amount": 10, "currency": "USD" }, "annualRate": 0.3, "method": "annuity", "payments": 12,
          "frequency": "yearly", "firstDate": "2026-02-01" }
        """, 400, "frequency")]
    [InlineData(
        """
        { "principal": { "amount": 10, "currency": "USD" }, "annualRate": 0.3, "method": "annuity", "payments": 12,
          "frequency": "monthly", "firstDate": "2026-02-01", "fees": { "amount": 1, "currency": "KES" } }
        """, 422, "fees")]
    [InlineData(
        """
        { "principal": { "amount": 10, "currency": "USD" }, "annualRate": 0.3, "method": "annuity", "payments": 12,
          "frequency": "monthly", "firstDate": "2026-02-01", "fees": { "currency": "USD" } }
        """, 400, "amount")]
    [InlineData(
        """
        { "principal": { "amount": 10 }, "annualRate": 0.3, "method": "annuity", "payments": 12,
          "frequency": "monthly", "firstDate": "2026-02-01" }
        """, 400, "currency")]
    public async Task Loan_BadInput_NamesEveryFault(string json, int expected, string named)
    {
        var (status, body) = await _client.PostJsonAsync("/loan", json);

        Assert.Equal(expected, (int)status);
        Assert.All(named.Split(' '), name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }

    // Goal: the parts are what the equation says in the cases that can be worked by hand.
    [Fact]
    public async Task Price_OnePaymentAYear_IsTheClosedForm_AndPartsSum()
    {
        // Funding alone: r = f. With capital: q = 0.85 f + 0.15 h. With default: (1 + r)(1 − PD) + PD(1 − LGD) = 1 + q.
        var (status, body) = await _client.PostJsonAsync("/loan/price", Price("""
            "payments": 12, "frequency": "monthly", "method": "annuity"
            """, hedge: true, local: ", \"localRate\": 0.13"));
        Assert.Equal(HttpStatusCode.OK, status);
        var parts = body.GetProperty("parts");
        double sum = parts.EnumerateObject().Sum(part => part.Value.GetDouble());
        Assert.Equal(body.Number("breakEvenRate"), sum, 1e-12);

        // Monthly: funding at 7 % a year is 12(1.07^(1/12) − 1), whatever the repayment.
        Assert.Equal(12.0 * (Math.Pow(1.07, 1.0 / 12.0) - 1.0), parts.Number("funding"), 1e-9);
        double q = 0.85 * 0.07 + 0.15 * 0.18;
        Assert.Equal(
            12.0 * (Math.Pow(1.0 + q, 1.0 / 12.0) - 1.0), parts.Number("funding") + parts.Number("capital"), 1e-9);

        // Each month (1 + r/12)s + (1 − s)(1 − LGD) = (1 + q)^(1/12), s = 0.94^(1/12): the same for every balance.
        double s = Math.Pow(0.94, 1.0 / 12.0);
        double withLoss = 12.0 * ((Math.Pow(1.0 + q, 1.0 / 12.0) - (1.0 - s) * 0.4) / s - 1.0);
        Assert.Equal(
            withLoss, parts.Number("funding") + parts.Number("capital") + parts.Number("expectedLoss"), 1e-9);
        Assert.True(parts.Number("operatingCost") > 0.07 && parts.Number("fxHedge") > 0.04);
    }

    [Fact]
    public async Task Price_RepaymentDoesNotMatter_AndWithoutAHedgeItsPartIsZero()
    {
        var (_, level) = await _client.PostJsonAsync("/loan/price", Price("""
            "payments": 52, "frequency": "weekly", "method": "annuity"
            """, hedge: false, local: ""));
        var (_, falling) = await _client.PostJsonAsync("/loan/price", Price("""
            "payments": 52, "frequency": "weekly", "method": "equalPrincipal"
            """, hedge: false, local: ""));

        Assert.Equal(level.Number("breakEvenRate"), falling.Number("breakEvenRate"), 1e-9);
        Assert.Equal(0.0, level.GetProperty("parts").Number("fxHedge"));
    }

    // Goal: no digits lost where interest is next to nothing. Expected: m((1 + f)^(1/m) − 1) to 30 digits.
    [Theory]
    [InlineData("0", "monthly", 0.0)]
    [InlineData("1e-6", "monthly", 9.999995416669560e-7)]
    [InlineData("0.001", "weekly", 9.995099389231151e-4)]
    [InlineData("-0.001", "weekly", -1.0004907086364407e-3)]
    public async Task Price_FundingAlone_IsTheNominalRateOfIt(string funding, string frequency, double expected)
    {
        foreach (string method in new[] { "annuity", "equalPrincipal" })
        {
            var (status, body) = await _client.PostJsonAsync("/loan/price", $$"""
                { "loan": { "principal": { "amount": 20000, "currency": "KES" }, "method": "{{method}}", "payments": 12,
                  "frequency": "{{frequency}}" }, "pd": 0, "lgd": 0, "fundingRate": {{funding}}, "capitalRatio": 0,
                  "hurdleRate": 0, "operatingCost": 0, "fxHedge": false, "currency": "KES" }
                """);

            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(expected, body.Number("breakEvenRate"), 1e-13);
        }
    }

    [Fact]
    public async Task Price_HedgeWithoutItsRate_AndSureDefault_AreRefused()
    {
        const string Loan = """ "payments": 12, "frequency": "monthly", "method": "annuity" """;
        var (status, body) = await _client.PostJsonAsync("/loan/price", Price(Loan, hedge: true, local: ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("localRate", body.Faults(), StringComparison.Ordinal);

        var (sure, why) = await _client.PostJsonAsync(
            "/loan/price",
            Price(Loan, hedge: false, local: "").Replace("\"pd\": 0.06", "\"pd\": 1", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sure);
        Assert.Contains("pd", why.Faults(), StringComparison.Ordinal);
    }

    private static string Price(string loan, bool hedge, string local) => $$"""
        { "loan": { "principal": { "amount": 20000, "currency": "KES" }, {{loan}} }, "pd": 0.06, "lgd": 0.6,
          "fundingRate": 0.07, "capitalRatio": 0.15, "hurdleRate": 0.18, "operatingCost": 0.08,
          "fxHedge": {{(hedge ? "true" : "false")}}, "currency": "KES" {{local}} }
        """;
}
