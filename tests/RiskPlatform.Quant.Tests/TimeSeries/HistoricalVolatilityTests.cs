using MathNet.Numerics.Statistics;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class HistoricalVolatilityTests
{
    [Fact]
    public void FromReturns_ReferenceSeries_MatchesR()
    {
        double[] returns = [.. ReferenceData.Rows("dem2gbp.csv").Select(row => row[0])];
        double sd = ReferenceData.Case("var_es.json", 0).GetProperty("moments").GetProperty("sd").GetDouble();

        var estimate = HistoricalVolatility.FromReturns(returns, periodsPerYear: 1.0);

        Assert.Equal(sd, estimate.Annualised, 1e-14);
        Assert.Equal(1974, estimate.Observations);
        Assert.Equal(sd / Math.Sqrt(2.0 * 1973.0), estimate.StandardError, 1e-14);
    }

    [Fact]
    public void CloseToClose_WorkedCase_IsThatOfTheReturns()
    {
        // ln 1.1 twice and −ln 1.1 once: mean L/3, squares L²(4 + 4 + 16)/9, divisor 2, so L·√(4/3).
        var estimate = HistoricalVolatility.CloseToClose([100.0, 110.0, 121.0, 110.0], periodsPerYear: 252.0);

        Assert.Equal(Math.Log(1.1) * Math.Sqrt(4.0 / 3.0 * 252.0), estimate.Annualised, 1e-14);
    }

    [Fact]
    public void FromReturns_EveryLength_MatchesMathNet()
    {
        double[] all = ReferenceData.Uniform(seed: 2, count: 257, from: -0.05, to: 0.05);
        for (int length = 2; length <= all.Length; length++)
        {
            var estimate = HistoricalVolatility.FromReturns(all.AsSpan(0, length), 252.0);
            Assert.Equal(all.Take(length).StandardDeviation() * Math.Sqrt(252.0), estimate.Annualised, 1e-13);
        }
    }

    [Fact]
    public void CloseToClose_ScaledPrices_AreAsVolatile()
    {
        double[] prices = ReferenceData.Uniform(seed: 3, count: 100, from: 90.0, to: 110.0);
        double[] scaled = [.. prices.Select(price => 1024.0 * price)];

        Assert.Equal(
            HistoricalVolatility.CloseToClose(prices, 252.0), HistoricalVolatility.CloseToClose(scaled, 252.0));
    }

    [Fact]
    public void Ewma_AgainstTheRecursion_Agrees()
    {
        double[] returns = ReferenceData.Uniform(seed: 4, count: 3000, from: -0.02, to: 0.02);
        double variance = returns[0] * returns[0];
        foreach (double r in returns.Skip(1))
        {
            variance = 0.94 * variance + 0.06 * r * r; // After 3,000 steps the start weighs 0.94^3000, nothing.
        }

        Assert.Equal(Math.Sqrt(variance * 252.0), HistoricalVolatility.Ewma(returns, 0.94, 252.0).Annualised, 1e-13);
    }

    [Fact]
    public void Ewma_EqualReturns_GiveThatReturn_AtEveryLength()
    {
        for (int length = 2; length <= 130; length++)
        {
            double[] returns = [.. Enumerable.Repeat(0.01, length)];
            Assert.Equal(0.01, HistoricalVolatility.Ewma(returns, 0.94, 1.0).Annualised, 1e-16);
        }
    }

    [Fact]
    public void Ewma_LambdaNearOne_IsTheEquallyWeightedRootMeanSquare()
    {
        double[] returns = ReferenceData.Uniform(seed: 5, count: 100, from: -0.02, to: 0.02);
        var estimate = HistoricalVolatility.Ewma(returns, 1.0 - 1e-12, 1.0);

        Assert.Equal(Math.Sqrt(returns.Average(r => r * r)), estimate.Annualised, 1e-12);
        Assert.Equal(estimate.Annualised / Math.Sqrt(200.0), estimate.StandardError, 1e-12);
    }

    [Fact]
    public void StandardError_OfManySamples_IsTheSpreadOfTheEstimates()
    {
        // 2,000 samples of 60 normal returns: the estimates' own spread lies within 5 % of the stated error.
        var random = new Random(6);
        double[] estimates = [.. Enumerable.Range(0, 2000).Select(_ =>
        {
            double[] sample = [.. Enumerable.Range(0, 60)
                .Select(_ => Quant.Distributions.Normal.Quantile(random.NextDouble()))];
            return HistoricalVolatility.FromReturns(sample, 1.0).Annualised;
        })];

        Assert.InRange(estimates.StandardDeviation() * Math.Sqrt(2.0 * 59.0), 0.95, 1.05);
    }

    [Fact]
    public void TooFew_OrLambdaOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => HistoricalVolatility.CloseToClose([1.0, 2.0], 252.0));
        Assert.Throws<ArgumentException>(() => HistoricalVolatility.FromReturns([0.1], 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistoricalVolatility.Ewma([0.1, 0.2], 1.0, 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistoricalVolatility.Ewma([0.1, 0.2], double.NaN, 252.0));
    }
}
