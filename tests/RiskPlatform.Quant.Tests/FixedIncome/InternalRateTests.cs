using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class InternalRateTests
{
    [Fact]
    public void OfPeriods_ReferenceFlows_MatchOctave()
    {
        var rows = ReferenceCases.All("loan_math_octave.json")
            .Where(row => row.GetProperty("function").GetString() == "irr").ToArray();
        Assert.Equal(3, rows.Length);
        foreach (var row in rows)
        {
            decimal[] amounts =
                [.. row.GetProperty("cashflows").EnumerateArray().Select(amount => amount.GetDecimal())];

            var result = InternalRate.OfPeriods(amounts);

            Assert.Equal(InternalRateStatus.Found, result.Status);
            Assert.Equal(row.Number("irr"), result.Rate!.Value, 1e-9);
            Assert.Equal(0m, NetPresentValue.OfPeriods(amounts, result.Rate.Value), 8);
        }
    }

    // L. Gitman, Principles of Managerial Finance, Brief, 3rd ed. 2003, p. 346, net present value, and p. 348, internal
    // rate, as NumPy-Financial documents both with these figures.
    [Fact]
    public void OfPeriods_GitmansDefinitions_MatchTheDocumentedFigures()
    {
        Assert.Equal(
            3065.22267m, NetPresentValue.OfPeriods([-40_000m, 5_000m, 8_000m, 12_000m, 30_000m], 0.08), 5);
        Assert.Equal(0.28095, InternalRate.OfPeriods([-100m, 39m, 59m, 55m, 20m]).Rate!.Value, 5e-6);
        Assert.Equal(-0.0955, InternalRate.OfPeriods([-100m, 0m, 0m, 74m]).Rate!.Value, 5e-6);
    }

    // The example of Microsoft's documentation of XIRR and XNPV.
    [Fact]
    public void OfDates_PublishedExample_MatchesXirrAndXnpv()
    {
        DatedFlow[] flows =
        [
            new(new DateOnly(2008, 1, 1), -10000m), new(new DateOnly(2008, 3, 1), 2750m),
            new(new DateOnly(2008, 10, 30), 4250m), new(new DateOnly(2009, 2, 15), 3250m),
            new(new DateOnly(2009, 4, 1), 2750m),
        ];
        DatedFlow[] shuffled = [flows[3], flows[0], flows[4], flows[2], flows[1]];

        var result = InternalRate.OfDates(shuffled);

        Assert.Equal(0.373362535, result.Rate!.Value, 1e-8); // Printed from a search that stops at 1e-8.
        Assert.Equal(2086.647602m, NetPresentValue.OfDates(flows, flows[0].Date, 0.09), 6);
        Assert.Equal(0m, NetPresentValue.OfDates(flows, flows[0].Date, result.Rate.Value), 7);
        Assert.Equal(3000m, NetPresentValue.OfDates(flows, flows[0].Date, 0.0));
    }

    // Goal: every root and no other. Method: polynomials in 1/(1 + r) multiplied out from chosen rates, some twice.
    [Theory]
    [InlineData("0.1")]
    [InlineData("0.1 0.2")]
    [InlineData("-0.5 0.0 0.25")]
    [InlineData("-0.9 -0.2 0.05 0.4 3")]
    [InlineData("0.01 0.02 0.03 0.04")]
    [InlineData("0.07 0.07")]
    [InlineData("-0.3 0.5 0.5 2")]
    public void OfPeriods_PolynomialOfKnownRates_FindsThemAll(string text)
    {
        decimal[] rates = [.. text.Split(' ').Select(rate => decimal.Parse(rate))];
        decimal[] amounts = [1m];
        foreach (decimal rate in rates) // Times 1 − (1 + r) v, which is zero at v = 1 / (1 + r).
        {
            decimal[] before = [.. amounts, 0m];
            amounts = [.. before.Select((amount, k) => amount - (k == 0 ? 0m : before[k - 1] * (1m + rate)))];
        }

        var result = InternalRate.OfPeriods(amounts);

        double[] expected = [.. rates.Distinct().Select(rate => (double)rate)];
        Assert.Equal(expected.Length, result.AllRates.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isDouble = rates.Count(rate => (double)rate == expected[i]) > 1;
            Assert.Equal(expected[i], result.AllRates[i], isDouble ? 1e-6 : 1e-9);
        }

        Assert.Equal(expected.Length == 1 ? InternalRateStatus.Found : InternalRateStatus.Several, result.Status);
        Assert.Equal(expected.Length == 1, result.Rate is not null);
    }

    [Fact]
    public void OfPeriods_NoRate_SaysWhy()
    {
        Assert.Equal(InternalRateStatus.NoSignChange, Status());
        Assert.Equal(InternalRateStatus.NoSignChange, Status(0m, 0m));
        Assert.Equal(InternalRateStatus.NoSignChange, Status(-5m, 0m, -3m));
        Assert.Equal(InternalRateStatus.NoRate, Status(1m, -1m, 1m)); // v² − v + 1 has no real zero.
        Assert.Equal(InternalRateStatus.OutOfRange, Status(-1m, 1e11m));
        Assert.Equal(InternalRateStatus.OutOfRange, Status(-1e11m, 1m));

        static InternalRateStatus Status(params decimal[] amounts)
        {
            var result = InternalRate.OfPeriods(amounts);
            Assert.Null(result.Rate);
            Assert.Empty(result.AllRates);
            return result.Status;
        }
    }

    // Goal: payments of nothing change nothing. Method: up to 100 of them before and after payments of known rates.
    [Theory]
    [InlineData("-1000 600 600", "0.1306623862918075")]
    [InlineData("-1000 2300 -1320", "0.1 0.2")]
    [InlineData("-1000 0 0 331", "-0.30826035833907748")]
    public void OfPeriods_ZerosAtTheEnds_LeaveTheRates(string payments, string known)
    {
        decimal[] amounts = [.. payments.Split(' ').Select(amount => decimal.Parse(amount))];
        double[] rates = [.. known.Split(' ').Select(rate => double.Parse(rate))];
        foreach (int zeros in new[] { 0, 1, 10, 40, 54, 60, 100 })
        {
            decimal[] none = new decimal[zeros];

            foreach (decimal[] padded in new decimal[][] { [.. amounts, .. none], [.. none, .. amounts] })
            {
                var result = InternalRate.OfPeriods(padded);

                Assert.Equal(rates.Length, result.AllRates.Count);
                Assert.All(rates.Zip(result.AllRates), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            }
        }
    }

    [Fact]
    public void OfPeriods_EveryLengthOfALoan_PricesBackToZero()
    {
        var random = new Random(6);
        for (int n = 1; n <= 40; n++)
        {
            decimal[] amounts = [-1000m, .. Enumerable.Range(0, n).Select(_ => random.Next(1, 900) * 1m)];

            var result = InternalRate.OfPeriods(amounts);

            Assert.Equal(InternalRateStatus.Found, result.Status);
            Assert.Equal(0.0, (double)NetPresentValue.OfPeriods(amounts, result.Rate!.Value), 1e-8);
        }
    }

    // Goal: an end for any payments. Method: random signs, where each rate found must be a zero, and a scan of 4,000
    // rates for changes of sign must not find more of them.
    [Fact]
    public void OfDates_AnySigns_FindsEveryChangeOfSign()
    {
        var random = new Random(9);
        for (int i = 0; i < 60; i++)
        {
            DatedFlow[] flows =
            [
                .. Enumerable.Range(0, 2 + random.Next(30)).Select(_ => new DatedFlow(
                    new DateOnly(2020, 1, 1).AddDays(random.Next(3000)), random.Next(-500, 500))),
            ];
            double[] days = [.. flows.Select(flow => (flow.Date.DayNumber - flows[0].Date.DayNumber) / 365.0)];

            var result = InternalRate.OfDates(flows);

            int changes = 0;
            double last = 0.0;
            for (double delta = -13.0; delta < 20.0; delta += 0.00825)
            {
                double value = Value(delta);
                changes += value * last < 0.0 ? 1 : 0;
                last = value;
            }

            Assert.True(result.AllRates.Count >= changes, $"case {i}");
            Assert.All(result.AllRates, rate => Assert.Equal(
                0.0, Value(Math.Log(1.0 + rate)), 1e-10 * Scale(Math.Log(1.0 + rate))));

            double Value(double delta) => flows.Zip(days).Sum(
                pair => (double)pair.First.Amount * Math.Exp(-delta * pair.Second));

            double Scale(double delta) => flows.Zip(days).Sum(
                pair => Math.Abs((double)pair.First.Amount) * Math.Exp(-delta * pair.Second));
        }
    }

    [Fact]
    public void NetPresentValue_ImpossibleRates_AreRefused()
    {
        foreach (double rate in new[] { -1.0, -2.0, double.NaN, -0.99999999 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => NetPresentValue.OfPeriods([1m, 1m, 1m], rate));
        }

        Assert.Equal(0m, NetPresentValue.OfPeriods([], 0.1));
    }
}
