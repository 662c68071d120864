using RiskPlatform.Quant.Credit;
using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Credit;

public sealed class DiscriminationTests
{
    // Goal: ranks give what all pairs give, ties included. Method: the definitions over every pair; placements'
    // variances.
    [Fact]
    public void Area_EveryLength_IsAllPairs()
    {
        for (int n = 4; n <= 60; n++)
        {
            double[] scores = [.. ReferenceData.Uniform(n, n, 0.0, 1.0).Select(s => Math.Round(s * 8.0))];
            bool[] isBad = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0)];
            double[] bad = [.. scores.Where((_, i) => isBad[i])];
            double[] good = [.. scores.Where((_, i) => !isBad[i])];
            double[] ofBad = [.. bad.Select(b => good.Average(g => Wins(b, g)))];
            double[] ofGood = [.. good.Select(g => bad.Average(b => Wins(b, g)))];

            var area = Discrimination.Area(scores, isBad)!.Value;
            Assert.Equal(ofBad.Average(), area.Area, 1e-13);
            Assert.Equal(
                Math.Sqrt(Variance(ofBad) / bad.Length + Variance(ofGood) / good.Length), area.StandardError, 1e-13);
            double[] mapped = [.. scores.Select(s => Math.Exp(3.0 * s))];
            Assert.Equal(area, Discrimination.Area(mapped, isBad));
            Assert.Equal(
                scores.Max(at => Math.Abs(bad.Count(b => b <= at) / (double)bad.Length
                    - good.Count(g => g <= at) / (double)good.Length)),
                Discrimination.KolmogorovSmirnov(scores, isBad)!.Value,
                1e-13);
        }

        static double Wins(double bad, double good) => bad > good ? 1.0 : bad == good ? 0.5 : 0.0;

        static double Variance(double[] x) => x.Sum(v => (v - x.Average()) * (v - x.Average())) / (x.Length - 1);
    }

    // Goal: 95 % intervals hold the true area in 95 % of samples. Method: normal scores one deviation apart, whose area
    // is N(1/√2); 1,000 samples, four standard errors.
    [Fact]
    public void Area_ManySamples_IntervalsHoldTheTruth()
    {
        double truth = Normal.Cdf(1.0 / Math.Sqrt(2.0));
        int held = 0;
        for (int sample = 0; sample < 1_000; sample++)
        {
            bool[] isBad = [.. Enumerable.Range(0, 160).Select(i => i < 60)];
            double[] scores = [.. ReferenceData.Uniform(sample, 160, 1e-9, 1.0)
                .Select((u, i) => Normal.Quantile(u) + (i < 60 ? 1.0 : 0.0))];
            var area = Discrimination.Area(scores, isBad)!.Value;
            held += truth >= area.Lower(0.95) && truth <= area.Upper(0.95) ? 1 : 0;
        }

        Assert.InRange(held / 1_000.0, 0.95 - 0.028, 0.95 + 0.028);
    }

    [Fact]
    public void Brier_WorkedCase() => Assert.Equal(
        (0.04 + 0.09 + 1.0) / 3.0, Discrimination.Brier([0.8, 0.3, 1.0], [true, false, false]), 1e-15);

    [Fact]
    public void PopulationStability_WorkedCase_AndEmptyBins()
    {
        // (0.5 − 0.4) ln(0.5/0.4) + (0.5 − 0.6) ln(0.5/0.6).
        double expected = 0.1 * Math.Log(1.25) - 0.1 * Math.Log(0.5 / 0.6);
        Assert.Equal(expected, Discrimination.PopulationStability([40, 60], [500, 500])!.Value, 1e-15);
        Assert.Equal(expected, Discrimination.PopulationStability([500, 500], [40, 60])!.Value, 1e-15);
        Assert.Equal(0.0, Discrimination.PopulationStability([4, 0, 6], [2, 0, 3])!.Value, 1e-16);
        Assert.Null(Discrimination.PopulationStability([4, 0, 6], [2, 1, 3]));
        Assert.Throws<ArgumentException>(() => Discrimination.PopulationStability([0, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => Discrimination.PopulationStability([-1, 2], [1, 1]));
    }

    // Siddiqi, Credit Risk Scorecards, 2006, p. 114: odds 50:1 at 600, 20 points: factor 28.8539, offset 487.123.
    [Fact]
    public void Scorecard_PublishedScale()
    {
        var scale = new ScorecardScale(PointsToDoubleOdds: 20.0, BaseScore: 600.0, BaseOdds: 50.0);

        Assert.Equal(600.0, scale.Score(-Math.Log(50.0)), 1e-11);
        Assert.Equal(620.0, scale.Score(-Math.Log(100.0)), 1e-11);
        Assert.Equal(487.123, scale.Score(0.0), 5e-4);
        Assert.Equal(1.0 / 51.0, scale.Probability(600.0), 1e-14);
        double[] points = new double[3];
        scale.Points([-1.0, 0.5, -0.25, 2.0], [1.0, 3.0, 0.2], points);
        Assert.Equal(scale.Score(-1.0 + 0.5 - 0.75 + 0.4), points.Sum(), 1e-11);
    }

    [Fact]
    public void TooLittleOrWrong_IsNamed()
    {
        Assert.Null(Discrimination.Area([1, 2, 3], [true, false, false]));
        Assert.Null(Discrimination.KolmogorovSmirnov([1, 2], [true, true]));
        Assert.Throws<ArgumentException>(() => Discrimination.Area([1, double.NaN], [true, false]));
        Assert.Throws<ArgumentException>(() => Discrimination.Brier([], []));
        Assert.Throws<ArgumentException>(() => Discrimination.Brier([1.5], [true]));
    }
}
