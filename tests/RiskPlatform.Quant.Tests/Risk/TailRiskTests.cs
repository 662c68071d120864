using System.Text.Json;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Risk;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.Risk;

/// <summary>Value at risk and shortfall of one series, by five methods.</summary>
public sealed class TailRiskTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AllMethods_ReferenceSeries_MatchR(int series)
    {
        double[] returns = Returns(series);
        double[] variances = new double[returns.Length];
        double next = EwmaVariance.Filter(
            returns, 0.94, returns.Select(r => r * r).Average(), variances);
        var moments = new StreamingMoments();
        moments.Add(returns);
        var four = new ReturnMoments(
            moments.Mean, moments.StandardDeviation!.Value, moments.Skewness!.Value, moments.ExcessKurtosis!.Value);
        var student = MaximumLikelihood.Fit(DistributionFamily.StudentT, returns).Estimate!.Parameters;

        foreach (var expected in ReferenceData.Case("var_es.json", series).GetProperty("results").EnumerateArray())
        {
            double level = Number(expected, "level");
            var normal = NormalVar.Compute(four.Mean, four.Deviation, level);
            Assert.Equal(Number(expected, "normal_VaR"), normal.ValueAtRisk, 1e-9);
            Assert.Equal(Number(expected, "normal_ES"), normal.ExpectedShortfall, 1e-9);
            foreach (var (type, name) in new[]
                {
                    (QuantileType.Type7, "type7"), (QuantileType.Type1, "type1_inverse_ecdf"),
                    (QuantileType.Type6, "type6"),
                })
            {
                var historical = HistoricalVar.Compute(returns, level, type);
                Assert.Equal(Number(expected, $"historical_VaR_{name}"), historical.ValueAtRisk, 1e-9);
                Assert.Equal(
                    Number(expected, "historical_ES_exact_tail_integral"), historical.ExpectedShortfall, 1e-9);
            }

            Assert.Equal(
                Number(expected, "cornish_fisher_VaR"), CornishFisherVar.Compute(four, level)!.Value.ValueAtRisk, 1e-9);
            Assert.Equal(
                Number(expected, "ewma94_normal_VaR"), NormalVar.Compute(0.0, Math.Sqrt(next), level).ValueAtRisk,
                1e-9);
            var (value, shortfall) = StudentTVar.Compute(
                student[0].Value, student[1].Value, student[2].Value, level);
            Assert.Equal(Number(expected, "student_t_VaR"), value, 1e-4);
            Assert.Equal(Number(expected, "student_t_ES"), shortfall!.Value, 1e-4);
        }
    }

    // Goal: quantile and tail integral are the definitions. Method: the integral of the step function of sorted losses,
    // and the smallest loss whose share of larger ones is at most p, both by brute force over every length.
    [Fact]
    public void Historical_EveryLength_IsTheDefinition()
    {
        for (int n = 1; n <= 130; n++)
        {
            double[] returns = ReferenceData.Uniform(n, n, -1.0, 1.0);
            double[] sorted = [.. returns.Order()];
            foreach (double confidence in (double[])[0.9, 0.95, 0.99])
            {
                double p = 1.0 - confidence;
                double integral = 0.0;
                for (int i = 0; i < n; i++)
                {
                    double share = Math.Clamp(p - (double)i / n, 0.0, 1.0 / n);
                    integral -= share * sorted[i] / p;
                }

                var type1 = HistoricalVar.Compute(returns, confidence, QuantileType.Type1);
                Assert.Equal(integral, type1.ExpectedShortfall, 1e-12);
                double smallest = sorted.First(r => sorted.Count(x => x <= r) >= n * p - 1e-9);
                Assert.Equal(-smallest, type1.ValueAtRisk);
                var type7 = HistoricalVar.Compute(returns, confidence, QuantileType.Type7);
                Assert.InRange(
                    type7.ValueAtRisk, -sorted[Math.Min((int)Math.Floor((n - 1) * p) + 1, n - 1)], -sorted[0]);
                Assert.True(type1.ExpectedShortfall >= type1.ValueAtRisk - 1e-12);
            }
        }
    }

    [Fact]
    public void CornishFisher_NormalMoments_IsNormal_AndItsShortfallIntegratesTheCurve()
    {
        var normal = NormalVar.Compute(0.1, 2.0, 0.975);
        var bent = CornishFisherVar.Compute(new ReturnMoments(0.1, 2.0, 0.0, 0.0), 0.975)!.Value;
        Assert.Equal(normal.ValueAtRisk, bent.ValueAtRisk, 1e-13);
        Assert.Equal(normal.ExpectedShortfall, bent.ExpectedShortfall, 1e-13);

        var moments = new ReturnMoments(0.05, 1.5, -0.5, 2.0);
        double sum = 0.0;
        const int Points = 200_000;
        for (int i = 0; i < Points; i++)
        {
            double confidence = 1.0 - 0.025 * (i + 0.5) / Points;
            sum += CornishFisherVar.Compute(moments, confidence)!.Value.ValueAtRisk / Points;
        }

        Assert.Equal(sum, CornishFisherVar.Compute(moments, 0.975)!.Value.ExpectedShortfall, 1e-4);
    }

    [Fact]
    public void CornishFisher_CurveThatTurnsBack_IsRefused()
    {
        // S = 1.5, K = 0: beyond some z the quantile would rise again.
        Assert.Null(CornishFisherVar.Compute(new ReturnMoments(0.0, 1.0, 1.5, 0.0), 0.99));
        Assert.Null(CornishFisherVar.Compute(new ReturnMoments(0.0, 1.0, 0.0, -1.0), 0.99));
        Assert.Null(CornishFisherVar.Compute(new ReturnMoments(0.0, 1.0, 0.0, double.NaN), 0.99));
        Assert.NotNull(CornishFisherVar.Compute(new ReturnMoments(0.0, 1.0, -0.5, 3.0), 0.99));
    }

    [Fact]
    public void StudentT_ManyDegrees_IsNormal_AndOneHasNoShortfall()
    {
        var (value, shortfall) = StudentTVar.Compute(0.1, 2.0, 1e6, 0.99);
        var normal = NormalVar.Compute(0.1, 2.0, 0.99);
        Assert.Equal(normal.ValueAtRisk, value, 1e-4);
        Assert.Equal(normal.ExpectedShortfall, shortfall!.Value, 1e-4);
        Assert.Null(StudentTVar.Compute(0.0, 1.0, 1.0, 0.99).ExpectedShortfall);
    }

    [Theory] // Jorion, Value at Risk, 3rd ed. 2007, p. 107: 1.65 and 2.33 deviations, printed to two decimals.
    [InlineData(0.95, 1.65)]
    [InlineData(0.99, 2.33)]
    public void Normal_PublishedMultiples(double confidence, double multiple) =>
        Assert.Equal(multiple, NormalVar.Compute(0.0, 1.0, confidence).ValueAtRisk, 6e-3);

    [Fact]
    public void WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => HistoricalVar.Compute([], 0.99, QuantileType.Type7));
        Assert.Throws<ArgumentException>(() => HistoricalVar.Compute([1.0, double.NaN], 0.99, QuantileType.Type7));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistoricalVar.Compute([1.0], 99.0, QuantileType.Type7));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalVar.Compute(0.0, -1.0, 0.99));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalVar.Compute(0.0, 1.0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentTVar.Compute(0.0, 0.0, 4.0, 0.99));
    }

    internal static double[] Returns(int series)
    {
        if (series == 0)
        {
            return [.. ReferenceData.Rows("dem2gbp.csv").Select(row => row[0])];
        }

        double[] dax = [.. ReferenceData.Rows("R_EuStockMarkets.csv").Select(row => row[0])];
        return [.. dax.Zip(dax.Skip(1), (before, after) => 100.0 * Math.Log(after / before))];
    }

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();
}
