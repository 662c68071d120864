using System.Text.Json;
using RiskPlatform.Quant.Risk;

namespace RiskPlatform.Quant.Tests.Risk;

public sealed class CoverageTestsTests
{
    private static readonly JsonElement Reference = ReferenceData.Whole("backtest_kupiec_christoffersen.json");

    [Fact]
    public void Unconditional_ReferenceCases_MatchR()
    {
        foreach (var row in Reference.GetProperty("kupiec_cases").EnumerateArray())
        {
            var test = CoverageTests.Unconditional(Int(row, "exceptions"), Int(row, "n"), Double(row, "p"));
            Assert.Equal(Double(row, "LR_uc"), test.Statistic, 1e-9);
            Assert.Equal(Double(row, "p_value"), test.PValue, 1e-10);
        }
    }

    [Fact] // Kupiec (1995), reprinted in Jorion, Value at Risk, 3rd ed. 2007, table 6-2; recomputed in the reference.
    public void Unconditional_NonRejectionRegions_AreThePublishedOnes()
    {
        foreach (var row in Reference.GetProperty("nonrejection_regions").EnumerateArray())
        {
            int from = Int(row, "nonreject_from");
            int to = Int(row, "nonreject_to");
            for (int x = 0; x <= to + 5; x++)
            {
                bool isKept = CoverageTests.Unconditional(x, Int(row, "T"), Double(row, "p")).PValue > 0.05;
                Assert.Equal(x >= from && x <= to, isKept);
            }
        }
    }

    [Fact]
    public void RollingHistoricalVar_MatchesR()
    {
        double[] returns = TailRiskTests.Returns(0);
        foreach (var row in Reference.GetProperty("cases")[0].GetProperty("tests").EnumerateArray())
        {
            int window = Int(row, "window");
            double p = Double(row, "p");
            bool[] hits =
            [
                .. Enumerable.Range(window, returns.Length - window).Select(t => returns[t]
                    < -HistoricalVar.Compute(
                        returns.AsSpan(t - window, window), 1.0 - p, QuantileType.Type7).ValueAtRisk),
            ];
            var kupiec = CoverageTests.Unconditional(hits.Count(hit => hit), hits.Length, p);
            var independence = CoverageTests.Independence(hits);
            var both = CoverageTests.Conditional(kupiec, independence);

            Assert.Equal(Double(row.GetProperty("kupiec"), "LR_uc"), kupiec.Statistic, 1e-9);
            Assert.Equal(
                Double(row.GetProperty("christoffersen"), "LR_ind"), independence.Test.Statistic, 1e-9);
            Assert.Equal(Int(row.GetProperty("christoffersen"), "n11"), independence.N11);
            Assert.Equal(Double(row, "LR_cc"), both.Statistic, 1e-9);
            Assert.Equal(Double(row, "p_ind"), independence.Test.PValue, 1e-9);
            Assert.Equal(Double(row, "p_cc"), both.PValue, 1e-9);
        }
    }

    [Fact]
    public void Independence_PublishedCase()
    {
        // MathWorks, Risk Management Toolbox, varbacktest.cc: N = 1043, 57 failures, five digits.
        var kupiec = CoverageTests.Unconditional(57, 1_043, 0.05);
        var independence = CoverageTests.Independence(932, 53, 53, 4);
        Assert.Equal(0.46147, kupiec.Statistic, 5e-6);
        Assert.Equal(0.49694, kupiec.PValue, 5e-6);
        Assert.Equal(0.25866, independence.Test.Statistic, 5e-6);
        Assert.Equal(0.61104, independence.Test.PValue, 5e-6);
        Assert.Equal(0.72013, CoverageTests.Conditional(kupiec, independence).Statistic, 5e-6);
        Assert.Equal(0.69763, CoverageTests.Conditional(kupiec, independence).PValue, 5e-6);
    }

    // Goal: the tests keep their size. Method: 4,000 years of 500 independent days at p = 5 %; the share of rejections
    // at 5 % within four standard errors of the discrete tests' own 3 to 8 %.
    [Fact]
    public void Size_OfRightModels_IsNearFivePercent_AndClustersAreFound()
    {
        const int Runs = 4_000;
        int unconditional = 0;
        int independence = 0;
        int clustered = 0;
        for (int run = 0; run < Runs; run++)
        {
            double[] u = ReferenceData.Uniform(run, 500, 0.0, 1.0);
            bool[] hits = [.. u.Select(x => x < 0.05)];
            unconditional += CoverageTests.Unconditional(hits.Count(hit => hit), 500, 0.05).PValue < 0.05 ? 1 : 0;
            independence += CoverageTests.Independence(hits).Test.PValue < 0.05 ? 1 : 0;
            for (int t = 1; t < 500; t++)
            {
                hits[t] = u[t] < (hits[t - 1] ? 0.4 : 0.03);
            }

            clustered += CoverageTests.Independence(hits).Test.PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(unconditional / (double)Runs, 0.03, 0.07);
        Assert.InRange(independence / (double)Runs, 0.02, 0.09);
        Assert.True(clustered > 0.9 * Runs);
    }

    [Fact]
    public void EveryLengthAndExtremes_AreNumbers()
    {
        for (int n = 2; n <= 40; n++)
        {
            foreach (double p in (double[])[0.001, 0.5, 1.0])
            {
                bool[] hits = [.. ReferenceData.Uniform(n, n, 0.0, 1.0).Select(x => x < p)];
                var test = CoverageTests.Independence(hits);
                Assert.Equal(n - 1, test.N00 + test.N01 + test.N10 + test.N11);
                Assert.True(double.IsFinite(test.Test.Statistic) && test.Test.PValue is >= 0.0 and <= 1.0);
            }

            Assert.True(double.IsFinite(CoverageTests.Unconditional(n, n, 0.01).Statistic));
        }

        double few = CoverageTests.Independence(2_000, 1_000, 1_000, 1_000).Test.Statistic;
        var many = CoverageTests.Independence(2_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
        Assert.Equal(1e6, many.Test.Statistic / few, 1.0); // The sums are above an int's largest.
        Assert.Throws<ArgumentException>(() => CoverageTests.Independence([true]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoverageTests.Unconditional(3, 2, 0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoverageTests.Unconditional(0, 10, 0.99));
    }

    [Fact] // BCBS 22 (January 1996), table 2.
    public void TrafficLight_BaselTable()
    {
        var table = Reference.GetProperty("basel_traffic_light").GetProperty("cumulative_probability_below_or_equal");
        foreach (var row in table.EnumerateObject())
        {
            int count = int.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture);
            var light = TrafficLight.Classify(count, 250, 0.01);
            Assert.Equal(row.Value.GetDouble(), light.CumulativeProbability, 1e-12);
            Assert.Equal(
                count <= 4 ? TrafficLightZone.Green : count <= 9 ? TrafficLightZone.Amber : TrafficLightZone.Red,
                light.Zone);
        }
    }

    [Fact]
    public void TrafficLight_EveryCount_IsTheSumOfBinomialTerms()
    {
        foreach (int n in (int[])[1, 2, 10, 60])
        {
            double sum = 0.0;
            for (int x = 0; x <= n; x++)
            {
                sum += MathNet.Numerics.Distributions.Binomial.PMF(0.05, n, x);
                Assert.Equal(sum, TrafficLight.Classify(x, n, 0.05).CumulativeProbability, 1e-12);
            }
        }
    }

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static double Double(JsonElement row, string name) => row.GetProperty(name).GetDouble();
}
