using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class NelsonSiegelFitTests
{
    private static readonly double[] Maturities = [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0];

    [Fact]
    public void AtDecay_ReferenceYields_MatchesRsLeastSquares()
    {
        foreach (var row in ReferenceCases.All("nelson_siegel_ols.json"))
        {
            var fit = NelsonSiegelFit.AtDecay(
                row.Numbers("maturities_years"), row.Numbers("yields"), [], 1.0 / row.Number("lambda_per_year"));

            double[] beta = row.Numbers("beta");
            Assert.Equal(CurveFitStatus.Converged, fit.Status);
            Assert.Equal(beta[0], fit.Curve.Level, 1e-10);
            Assert.Equal(beta[1], fit.Curve.Slope, 1e-10);
            Assert.Equal(beta[2], fit.Curve.Curvature, 1e-10);
            Assert.Equal(row.Number("sse"), fit.SumOfSquares, 1e-10 * row.Number("sse"));
        }
    }

    // R's optimize stops within 1e-4 of the decay; the sum of squares is flat there and good to its square.
    [Fact]
    public void Fit_ReferenceYields_IsRsBestDecay_AndNoWorse()
    {
        foreach (var row in ReferenceCases.All("nelson_siegel_ols.json"))
        {
            var fit = NelsonSiegelFit.Fit(
                row.Numbers("maturities_years"), row.Numbers("yields"), [], new DecayBounds(1.0 / 3.0, 50.0));

            double[] beta = row.Numbers("best_beta");
            Assert.Equal(CurveFitStatus.Converged, fit.Status);
            Assert.Equal(row.Number("best_lambda_in_0.02_3"), 1.0 / fit.Curve.Decay, 1e-4);
            Assert.Equal(beta[0], fit.Curve.Level, 1e-3);
            Assert.Equal(beta[1], fit.Curve.Slope, 1e-3);
            Assert.Equal(beta[2], fit.Curve.Curvature, 1e-3);
            Assert.True(fit.SumOfSquares <= row.Number("best_sse") * (1.0 + 1e-9));
            Assert.Equal(row.Number("best_sse"), fit.SumOfSquares, 1e-4 * row.Number("best_sse"));
        }
    }

    [Fact]
    public void Fit_ExactCurves_AreRecovered()
    {
        var random = new Random(3);
        for (int i = 0; i < 60; i++)
        {
            double decay = Math.Exp(-1.0 + 3.0 * random.NextDouble());
            var curve = new NelsonSiegelCurve(
                0.02 + 0.05 * random.NextDouble(), -0.03 * random.NextDouble(), 0.02 + 0.04 * random.NextDouble(),
                decay);

            var fit = NelsonSiegelFit.Fit(
                Maturities, [.. Maturities.Select(curve.ZeroRate)], [], DecayBounds.Wide);

            Assert.Equal(CurveFitStatus.Converged, fit.Status);
            Assert.Equal(decay, fit.Curve.Decay, 1e-6 * decay);
            Assert.Equal(curve.Level, fit.Curve.Level, 1e-8);
            Assert.Equal(curve.Slope, fit.Curve.Slope, 1e-8);
            Assert.Equal(curve.Curvature, fit.Curve.Curvature, 1e-8);
            Assert.True(fit.DecayErrors[0] < 1e-3);
        }
    }

    // Goal: the best of all minima. Method: the sum of squares on 1,500 decays, for curves with noise, weighted.
    [Fact]
    public void Fit_NoisyCurves_NoDecayOfADenseGridIsBetter()
    {
        for (int seed = 0; seed < 15; seed++)
        {
            double[] noise = ReferenceData.Uniform(seed, Maturities.Length, -0.004, 0.004);
            double[] weights = ReferenceData.Uniform(100 + seed, Maturities.Length, 0.2, 3.0);
            double[] rates = [.. Maturities.Select((t, i) => 0.04 - 0.01 * Math.Exp(-t) + noise[i])];

            var fit = NelsonSiegelFit.Fit(Maturities, rates, weights, DecayBounds.Wide);

            for (int k = 0; k <= 1500; k++)
            {
                double decay = 0.05 * Math.Pow(1000.0, k / 1500.0);
                double other = NelsonSiegelFit.AtDecay(Maturities, rates, weights, decay).SumOfSquares;
                Assert.True(fit.SumOfSquares <= other * (1.0 + 1e-9), $"seed {seed}, decay {decay}");
            }
        }
    }

    [Fact]
    public void Fit_ShiftedScaledOrReordered_FollowsTheRates()
    {
        double[] noise = ReferenceData.Uniform(5, Maturities.Length, -0.001, 0.001);
        double[] rates = [.. Maturities.Select((t, i) => 0.05 - 0.02 * Math.Exp(-t / 2.0) + noise[i])];
        var fit = Fit(Maturities, rates);

        var scaled = Fit(Maturities, [.. rates.Select(rate => 100.0 * rate + 7.0)]);
        var reversed = Fit([.. Maturities.Reverse()], [.. rates.Reverse()]);

        Assert.Equal(fit.Curve.Decay, scaled.Curve.Decay, 1e-6);
        Assert.Equal(100.0 * fit.Curve.Level + 7.0, scaled.Curve.Level, 1e-6);
        Assert.Equal(100.0 * fit.Curve.Slope, scaled.Curve.Slope, 1e-6);
        Assert.Equal(fit.Curve.Curvature, reversed.Curve.Curvature, 1e-8);
        Assert.Equal(fit.SumOfSquares, reversed.SumOfSquares, 1e-12);
    }

    [Fact]
    public void Fit_EveryLength_GivesACurveOrSaysWhyNot()
    {
        for (int n = 0; n <= 40; n++)
        {
            double[] years = [.. Enumerable.Range(0, n).Select(i => 0.25 * (i + 1))];
            double[] rates = ReferenceData.Uniform(n, n, 0.01, 0.05);

            var fit = Fit(years, rates);

            Assert.Equal(n < 4, fit.Status == CurveFitStatus.TooFewObservations);
            Assert.True(double.IsFinite(fit.SumOfSquares) && double.IsFinite(fit.Condition));
            Assert.True(n < 4 || double.IsFinite(fit.Curve.ZeroRate(1.0)));
        }
    }

    // Four maturities leave nothing to judge the decay by: each real curve ends in a value that says so.
    [Fact]
    public void Fit_RealCurvesOfFourMaturities_AlwaysEndTyped()
    {
        foreach (double[] row in ReferenceData.Rows("tcm.csv"))
        {
            var fit = Fit([1.0, 3.0, 5.0, 10.0], row[1..]);

            Assert.True(fit.Status is CurveFitStatus.Converged or CurveFitStatus.AtBound);
            Assert.True(fit.Warnings.HasFlag(CurveFitWarnings.DecayUncertain));
            Assert.Equal(double.PositiveInfinity, Assert.Single(fit.DecayErrors));
            Assert.True(double.IsFinite(fit.SumOfSquares) && double.IsFinite(fit.Curve.ZeroRate(30.0)));
        }
    }

    [Fact]
    public void Fit_DataThatDoNotDetermineIt_SaySo()
    {
        var flat = Fit(Maturities, [.. Maturities.Select(_ => 0.04)]);
        var falling = Fit(Maturities, [.. Maturities.Select(t => 0.05 - 0.0001 * t)]); // A line: the decay runs away.
        var negative = Fit(Maturities, [.. Maturities.Select(t => -0.01 + 0.004 * Math.Sqrt(t))]);
        var repeated = Fit([1.0, 1.0, 1.0, 1.0, 2.0], [0.01, 0.02, 0.01, 0.02, 0.03]);

        Assert.True(flat.Warnings.HasFlag(CurveFitWarnings.DecayUncertain));
        Assert.Equal(0.04, flat.Curve.ZeroRate(4.0), 1e-12);
        Assert.Equal(CurveFitStatus.AtBound, falling.Status);
        Assert.True(falling.Warnings.HasFlag(CurveFitWarnings.IllConditioned));
        Assert.True(negative.Warnings.HasFlag(CurveFitWarnings.NegativeForward));
        Assert.Equal(CurveFitStatus.TooFewObservations, repeated.Status);
        Assert.Equal(CurveFitStatus.SingularLoadings, NelsonSiegelFit.AtDecay(
            [1e-9, 2e-9, 3e-9, 4e-9], [0.01, 0.02, 0.03, 0.04], [], 1e6).Status);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        double[] rates = [.. Maturities.Select(_ => 0.04)];
        double[] nan = [double.NaN, .. rates[1..]];
        Assert.Throws<ArgumentException>(() => Fit(Maturities, nan));
        Assert.Throws<ArgumentException>(() => Fit([-1.0, .. Maturities[1..]], rates));
        Assert.Throws<ArgumentException>(() => Fit(Maturities, [0.04]));
        Assert.Throws<ArgumentException>(() => NelsonSiegelFit.Fit(Maturities, rates, [1.0], DecayBounds.Wide));
        Assert.Throws<ArgumentException>(
            () => NelsonSiegelFit.Fit(Maturities, rates, new double[11], DecayBounds.Wide));
        Assert.Throws<ArgumentException>(() => NelsonSiegelFit.Fit(Maturities, rates, [], new DecayBounds(2.0, 1.0)));
        Assert.Throws<ArgumentException>(() => NelsonSiegelFit.Fit(Maturities, rates, [], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => NelsonSiegelFit.AtDecay(Maturities, rates, [], 0.0));
    }

    private static CurveFit<NelsonSiegelCurve> Fit(double[] years, double[] rates) =>
        NelsonSiegelFit.Fit(years, rates, [], DecayBounds.Wide);
}
