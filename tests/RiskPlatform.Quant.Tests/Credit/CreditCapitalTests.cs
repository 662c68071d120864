using System.Text.Json;
using RiskPlatform.Quant.Credit;
using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Credit;

/// <summary>Vasicek's loss and the Basel weights that rest on it.</summary>
public sealed class CreditCapitalTests
{
    [Fact]
    public void Vasicek_ReferenceCases_MatchR()
    {
        foreach (var row in ReferenceData.Whole("vasicek_quantiles.json").GetProperty("cases").EnumerateArray())
        {
            double pd = Number(row, "pd");
            double rho = Number(row, "rho");
            Assert.Equal(Number(row, "loss_quantile"), VasicekLoss.Quantile(pd, rho, Number(row, "q")), 1e-10);
            Assert.Equal(Number(row, "sd"), VasicekLoss.Deviation(pd, rho), 1e-10);
            Assert.Equal(Number(row, "cdf_at_2pd"), VasicekLoss.Cumulative(pd, rho, 2.0 * pd), 1e-10);
        }
    }

    // J. Hull, Risk Management and Financial Institutions, 2nd ed. 2010, p. 236, table 11.4: default rates not exceeded
    // with 99.9 %, in percent to one decimal, for PDs of 0.1, 0.5, 1, 1.5 and 2 %.
    [Theory]
    [InlineData(0.2, 2.8, 9.1, 14.6, 18.9, 22.6)]
    [InlineData(0.4, 7.1, 21.1, 31.6, 39.0, 44.9)]
    [InlineData(0.6, 13.5, 38.7, 54.2, 63.8, 70.5)]
    [InlineData(0.8, 23.3, 66.3, 83.6, 90.8, 94.4)]
    public void Vasicek_WorstCaseDefaultRates_MatchTheTable(double rho, params double[] printed)
    {
        double[] percents = [0.1, 0.5, 1.0, 1.5, 2.0];
        for (int i = 0; i < percents.Length; i++)
        {
            Assert.Equal(printed[i], 100.0 * VasicekLoss.Quantile(percents[i] / 100.0, rho, 0.999), 0.05);
        }
    }

    // Goal: quantile, distribution, density and deviation are one law. Method: inversion, differences, integration over
    // the factor by 20,000 midpoints of its probability.
    [Fact]
    public void Vasicek_ItsFormulasAgree()
    {
        foreach (var (pd, rho) in ((double, double)[])[(0.01, 0.1), (0.2, 0.3), (0.001, 0.04), (0.5, 0.8)])
        {
            double mean = 0.0;
            double square = 0.0;
            const int Points = 20_000;
            for (int i = 0; i < Points; i++)
            {
                double loss = VasicekLoss.ConditionalProbability(pd, rho, Normal.Quantile((i + 0.5) / Points));
                mean += loss / Points;
                square += loss * loss / Points;
            }

            Assert.Equal(1.0, mean / pd, 2e-4);
            Assert.Equal(1.0, Math.Sqrt(square - mean * mean) / VasicekLoss.Deviation(pd, rho), 5e-3);
            foreach (double q in (double[])[0.01, 0.5, 0.9, 0.99])
            {
                double x = VasicekLoss.Quantile(pd, rho, q);
                Assert.Equal(q, VasicekLoss.Cumulative(pd, rho, x), 1e-12);
                double h = 1e-5 * Math.Min(x, 1.0 - x);
                double slope = (VasicekLoss.Cumulative(pd, rho, x + h) - VasicekLoss.Cumulative(pd, rho, x - h)) / (
                    2.0 * h);
                Assert.Equal(1.0, slope / VasicekLoss.Density(pd, rho, x), 1e-5);
            }
        }
    }

    [Fact]
    public void Vasicek_ManyLoans_LoseWhatTheLimitSays()
    {
        // 20,000 loans in 4,000 simulated years: the share of years at or below the 90 % quantile.
        int below = 0;
        double quantile = VasicekLoss.Quantile(0.05, 0.15, 0.9);
        double[] z = ReferenceData.Uniform(1, 4_000, 1e-9, 1.0);
        for (int year = 0; year < 4_000; year++)
        {
            double p = VasicekLoss.ConditionalProbability(0.05, 0.15, Normal.Quantile(z[year]));
            double noise = Normal.Quantile(ReferenceData.Uniform(10 + year, 1, 1e-9, 1.0)[0]);
            below += p + noise * Math.Sqrt(p * (1.0 - p) / 20_000.0) <= quantile ? 1 : 0;
        }

        Assert.InRange(below / 4_000.0, 0.9 - 0.02, 0.9 + 0.02);
    }

    [Fact]
    public void Basel_AnnexFive_EveryPublishedWeight()
    {
        int rows = 0;
        foreach (var row in ReferenceData.Whole("basel_irb_annex5.json").GetProperty("cases").EnumerateArray())
        {
            string name = row.GetProperty("class").GetString()!;
            var capital = BaselRiskWeight.Compute(new BaselExposure
            {
                Class = name switch
                {
                    "mortgage" => BaselClass.Mortgage,
                    "qrre" => BaselClass.QualifyingRevolving,
                    "other_retail" => BaselClass.OtherRetail,
                    _ => BaselClass.Corporate,
                },
                Pd = Number(row, "pd_pct") / 100.0,
                Lgd = Number(row, "lgd"),
                SalesMillionEuro = name == "sme" ? Number(row, "turnover_meur") : null,
            });
            Assert.Equal(Number(row, "published_risk_weight_pct"), 100.0 * capital.RiskWeight, 0.01);
            Assert.Equal(Number(row, "R_recomputed_pct"), 100.0 * capital.RiskWeight, 1e-9);
            Assert.Equal(Number(row, "correlation"), capital.Correlation, 1e-12);
            rows++;
        }

        Assert.Equal(48, rows);
    }

    [Fact]
    public void Basel_Weights_RiseWithLossAndMaturity_AndSizeRelievesOnlySmallFirms()
    {
        var firm = new BaselExposure { Class = BaselClass.Corporate, Pd = 0.02, Lgd = 0.45 };
        double weight = Weight(firm);
        Assert.True(Weight(firm with { Lgd = 0.5 }) > weight);
        Assert.True(Weight(firm with { MaturityYears = 4.0 }) > weight);
        Assert.Equal(weight, Weight(firm with { SalesMillionEuro = 50.0 }));
        Assert.True(Weight(firm with { SalesMillionEuro = 20.0 }) < weight);
        Assert.Equal(Weight(firm with { SalesMillionEuro = 5.0 }), Weight(firm with { SalesMillionEuro = 1.0 }));
        Assert.Equal(0.0, Weight(firm with { Lgd = 0.0 }));

        static double Weight(BaselExposure exposure) => BaselRiskWeight.Compute(exposure).RiskWeight;
    }

    // Goal: no PD that is taken gives capital that is negative, above the loan, or less than a better firm's.
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.5)]
    [InlineData(5.0)]
    public void Basel_CorporateOfTheLeastPd_TakesCapitalThatRisesWithPd(double years)
    {
        double last = 0.0;
        for (double pd = BaselRiskWeight.CorporatePdMin; pd < 0.05; pd *= 1.1)
        {
            double capital = BaselRiskWeight.Compute(new BaselExposure
            {
                Class = BaselClass.Corporate, Pd = pd, Lgd = 1.0, MaturityYears = years,
            }).Capital;
            Assert.InRange(capital, last, 1.0);
            last = capital;
        }
    }

    [Fact]
    public void OutOfRange_IsRefused()
    {
        var loan = new BaselExposure { Class = BaselClass.OtherRetail, Pd = 0.02, Lgd = 0.45 };
        Assert.All(
            (BaselExposure[])
            [
                loan with { Pd = 0.0 }, loan with { Pd = double.NaN }, loan with { Lgd = 1.1 },
                loan with { MaturityYears = 0.5 }, loan with { SalesMillionEuro = -1.0 },
                loan with { Class = BaselClass.Corporate, Pd = 2.9e-6 }, // Where the formula would give −0.09.
            ],
            wrong => Assert.Throws<ArgumentOutOfRangeException>(() => BaselRiskWeight.Compute(wrong)));
        Assert.Throws<ArgumentOutOfRangeException>(() => VasicekLoss.Quantile(0.01, 1.0, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => VasicekLoss.Quantile(0.01, 0.1, double.NaN));
    }

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();
}
