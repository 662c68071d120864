using System.Globalization;
using System.Text.Json;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class NelsonSiegelCurveTests
{
    // The Federal Reserve prints four decimals of a percentage point.
    private const double Printed = 5.1e-5;

    [Fact]
    public void ZeroAndForwardRates_PublishedParameters_GiveThePublishedCurves()
    {
        var rows = ReferenceCases.All("nelson_siegel_svensson_gsw.json");
        Assert.Equal(4, rows.Count);
        foreach (var row in rows)
        {
            var (zero, forward, discount) = Curve(row);
            int points = 0;
            foreach (var (years, rate) in Points(row, "zero_yield_cc_pct"))
            {
                Assert.Equal(rate, zero(years), Printed);
                points++;
            }

            foreach (var (years, rate) in Points(row, "inst_forward_cc_pct"))
            {
                Assert.Equal(rate, forward(years), Printed);
            }

            foreach (var (years, rate) in Points(row, "par_yield_semiannual_pct"))
            {
                double annuity = Enumerable.Range(1, (int)(2.0 * years)).Sum(i => 0.5 * discount(0.5 * i));
                Assert.Equal(rate, 100.0 * (1.0 - discount(years)) / annuity, 1e-3);
            }

            Assert.True(points >= 7);
        }
    }

    [Fact]
    public void ZeroRate_AtZeroAndFarAway_IsLevelPlusSlope_AndLevel()
    {
        var plain = new NelsonSiegelCurve(0.045, -0.02, 0.03, 2.0);
        var twoHumps = new SvenssonCurve(0.045, -0.02, 0.03, -0.04, 2.0, 7.0);

        Assert.Equal(0.025, plain.ZeroRate(0.0), 1e-17);
        Assert.Equal(0.025, twoHumps.ZeroRate(0.0), 1e-17);
        Assert.Equal(0.025, plain.ForwardRate(0.0), 1e-17);
        Assert.Equal(0.025, twoHumps.ForwardRate(0.0), 1e-17);
        Assert.Equal(1.0, plain.DiscountFactor(0.0));
        Assert.Equal(0.045, plain.ZeroRate(1e9), 1e-10);
        Assert.Equal(0.045, twoHumps.ForwardRate(1e4), 1e-15);
    }

    // Goal: no digits are lost near zero. Method: the power series of the definition, twenty terms.
    [Fact]
    public void Loadings_FromTinyToLarge_MatchTheirSeriesAndDefinition()
    {
        for (double x = 1e-300; x < 700.0; x = x < 1e-12 ? x * 1e12 : x * 1.1)
        {
            double slope = 0.0;
            double curvature = 0.0;
            double term = 1.0;
            for (int k = 0; k < 20; k++)
            {
                slope += term / (k + 1);
                curvature -= term * k / (k + 1);
                term *= -x / (k + 1);
            }

            if (x > 1.0)
            {
                slope = (1.0 - Math.Exp(-x)) / x;
                curvature = slope - Math.Exp(-x);
            }

            Assert.Equal(slope, CurveLoadings.Slope(x), 1e-15 * slope);
            Assert.Equal(curvature, CurveLoadings.Curvature(x), 3e-15 * curvature);
        }
    }

    [Fact]
    public void ZeroRate_IsTheMeanOfForwards_ByQuadrature()
    {
        var curve = new SvenssonCurve(0.05, -0.03, 0.04, -0.02, 1.3, 6.0);
        foreach (double years in new[] { 0.1, 1.0, 4.0, 17.0, 30.0 })
        {
            const int Steps = 2000; // Simpson.
            double sum = Enumerable.Range(0, Steps + 1).Sum(
                i => (i is 0 or Steps ? 1.0 : i % 2 == 1 ? 4.0 : 2.0) * curve.ForwardRate(years * i / Steps));
            Assert.Equal(sum / (3.0 * Steps), curve.ZeroRate(years), 1e-12);
            Assert.Equal(Math.Exp(-years * sum / (3.0 * Steps)), curve.DiscountFactor(years), 1e-11);
        }
    }

    [Fact]
    public void Svensson_WithoutItsSecondHump_IsNelsonAndSiegels()
    {
        var plain = new NelsonSiegelCurve(0.05, -0.03, 0.04, 1.3);
        var twoHumps = new SvenssonCurve(0.05, -0.03, 0.04, 0.0, 1.3, 6.0);
        for (double years = 0.0; years < 40.0; years += 0.37)
        {
            Assert.Equal(plain.ZeroRate(years), twoHumps.ZeroRate(years));
            Assert.Equal(plain.ForwardRate(years), twoHumps.ForwardRate(years));
        }
    }

    [Fact]
    public void BadMaturities_AndTheDefaultCurve_AreRefused()
    {
        var curve = new NelsonSiegelCurve(0.05, 0.0, 0.0, 1.0);
        foreach (double years in new[] { -1.0, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => curve.ZeroRate(years));
        }

        Assert.Throws<InvalidOperationException>(() => default(NelsonSiegelCurve).ZeroRate(1.0));
        Assert.Throws<InvalidOperationException>(() => default(SvenssonCurve).ForwardRate(1.0));
    }

    private static (Func<double, double> Zero, Func<double, double> Forward, Func<double, double> Discount) Curve(
        JsonElement row)
    {
        double[] beta = [row.Number("beta0"), row.Number("beta1"), row.Number("beta2"), row.Number("beta3")];
        double tau = row.Number("tau1");
        if (row.GetProperty("tau2").ValueKind == JsonValueKind.Null)
        {
            var plain = new NelsonSiegelCurve(beta[0], beta[1], beta[2], tau);
            var fraction = new NelsonSiegelCurve(beta[0] / 100.0, beta[1] / 100.0, beta[2] / 100.0, tau);
            return (plain.ZeroRate, plain.ForwardRate, fraction.DiscountFactor);
        }

        double second = row.Number("tau2");
        var percent = new SvenssonCurve(beta[0], beta[1], beta[2], beta[3], tau, second);
        var curve = new SvenssonCurve(
            beta[0] / 100.0, beta[1] / 100.0, beta[2] / 100.0, beta[3] / 100.0, tau, second);
        return (percent.ZeroRate, percent.ForwardRate, curve.DiscountFactor);
    }

    private static IEnumerable<(double Years, double Rate)> Points(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateObject().Select(
            point => (double.Parse(point.Name, CultureInfo.InvariantCulture), point.Value.GetDouble()));
}
