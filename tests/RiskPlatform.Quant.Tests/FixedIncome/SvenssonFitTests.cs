using System.Globalization;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class SvenssonFitTests
{
    private static readonly double[] Maturities = [.. Enumerable.Range(1, 30).Select(i => (double)i)];

    // The Federal Reserve's yields of 2026 come from decays 1% apart and coefficients near ±500. Printed to four
    // decimals they leave errors up to 5e-5, so a fit to them must do at least as well, and say what it stands on.
    [Fact]
    public void Fit_PublishedYields_AreReproducedToTheirPrint_WithWarnings()
    {
        foreach (var row in ReferenceCases.All("nelson_siegel_svensson_gsw.json").Skip(2))
        {
            var points = row.GetProperty("zero_yield_cc_pct").EnumerateObject().ToArray();
            double[] years = [.. points.Select(point => double.Parse(point.Name, CultureInfo.InvariantCulture))];
            double[] rates = [.. points.Select(point => point.Value.GetDouble())];
            var published = new SvenssonCurve(
                row.Number("beta0"), row.Number("beta1"), row.Number("beta2"), row.Number("beta3"), row.Number("tau1"),
                row.Number("tau2"));
            double squares = years.Zip(rates).Sum(point => Math.Pow(published.ZeroRate(point.First) - point.Second, 2));

            var fit = SvenssonFit.Fit(years, rates, [], DecayBounds.Wide);

            Assert.True(fit.SumOfSquares <= squares, $"{fit.SumOfSquares} > {squares}");
            Assert.All(years.Zip(rates), point => Assert.Equal(point.Second, fit.Curve.ZeroRate(point.First), 1e-4));
            Assert.True(fit.Warnings.HasFlag(CurveFitWarnings.IllConditioned), $"{fit}");
            Assert.True(fit.Warnings.HasFlag(CurveFitWarnings.DecaysNearlyEqual), $"{fit}");
        }
    }

    [Fact]
    public void Fit_ExactCurvesWithTwoHumps_AreRecovered()
    {
        var random = new Random(8);
        for (int i = 0; i < 30; i++)
        {
            double first = 0.5 + random.NextDouble();
            double second = 4.0 + 6.0 * random.NextDouble();
            var curve = new SvenssonCurve(
                0.03 + 0.02 * random.NextDouble(), -0.03 * random.NextDouble(), 0.02 + 0.03 * random.NextDouble(),
                -0.02 - 0.03 * random.NextDouble(), first, second);

            var fit = SvenssonFit.Fit(Short(), [.. Short().Select(curve.ZeroRate)], [], DecayBounds.Wide);

            Assert.True(Math.Sqrt(fit.SumOfSquares / Short().Length) < 1e-9, $"{i}: {fit}");
            Assert.Equal(first, fit.Curve.Decay, 1e-3);
            Assert.Equal(second, fit.Curve.SecondDecay, 1e-2);
            Assert.False(fit.Warnings.HasFlag(CurveFitWarnings.DecaysNearlyEqual));
        }
    }

    // Goal: the best minimum. Method: 90 × 90 pairs of decays with the coefficients solved by normal equations.
    [Fact]
    public void Fit_NoisyCurve_NoPairOfADenseGridIsBetter()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            double[] noise = ReferenceData.Uniform(seed, 30, -0.0005, 0.0005);
            double[] rates =
                [.. Maturities.Select((t, i) => 0.04 - 0.02 * Math.Exp(-t / 3.0) + 0.001 * Math.Sin(t) + noise[i])];

            var fit = SvenssonFit.Fit(Maturities, rates, [], DecayBounds.Wide);

            double best = double.PositiveInfinity;
            for (int i = 0; i < 90; i++)
            {
                for (int j = 0; j < 90; j++)
                {
                    double squares = Squares(rates, Decay(i), Decay(j + 0.5));
                    best = Math.Min(best, squares);
                }
            }

            Assert.True(fit.SumOfSquares <= best * (1.0 + 1e-6), $"seed {seed}: {fit.SumOfSquares} > {best}");
        }

        static double Decay(double index) => 0.05 * Math.Pow(1000.0, index / 90.0);
    }

    [Fact]
    public void Fit_OneHumpsData_RaiseTheWarningOfOne()
    {
        var curve = new NelsonSiegelCurve(0.05, -0.02, 0.03, 2.0);
        double[] noise = ReferenceData.Uniform(1, 30, -1e-5, 1e-5);

        var fit = SvenssonFit.Fit(
            Maturities, [.. Maturities.Select((t, i) => curve.ZeroRate(t) + noise[i])], [], DecayBounds.Wide);

        Assert.NotEqual(CurveFitWarnings.None, fit.Warnings);
        Assert.True(Math.Sqrt(fit.SumOfSquares / 30.0) < 1e-5);
    }

    [Fact]
    public void Fit_EveryLength_GivesACurveOrSaysWhyNot()
    {
        for (int n = 0; n <= 40; n += n < 10 ? 1 : 7)
        {
            double[] years = [.. Enumerable.Range(0, n).Select(i => 0.5 * (i + 1))];
            double[] rates = ReferenceData.Uniform(n, n, 0.01, 0.05);

            var fit = SvenssonFit.Fit(years, rates, [], DecayBounds.Wide);

            Assert.Equal(n < 6, fit.Status == CurveFitStatus.TooFewObservations);
            Assert.True(double.IsFinite(fit.SumOfSquares) && double.IsFinite(fit.Condition));
            Assert.True(n < 6 || double.IsFinite(fit.Curve.ZeroRate(1.0)));
        }
    }

    [Fact]
    public void Fit_Cancelled_Ends()
    {
        var cancelled = new CancellationToken(canceled: true);
        double[] rates = ReferenceData.Uniform(1, 30, 0.01, 0.05);

        Assert.Throws<OperationCanceledException>(
            () => SvenssonFit.Fit(Maturities, rates, [], DecayBounds.Wide, cancelled));
        Assert.Throws<OperationCanceledException>(
            () => NelsonSiegelFit.Fit(Maturities, rates, [], DecayBounds.Wide, cancelled));
    }

    private static double[] Short() => [0.1, 0.25, 0.5, 0.75, .. Maturities];

    private static double Squares(double[] rates, double first, double second)
    {
        double[][] rows =
        [
            .. Maturities.Select(t => new[]
            {
                1.0, CurveLoadings.Slope(t / first), CurveLoadings.Curvature(t / first),
                CurveLoadings.Curvature(t / second),
            }),
        ];
        var loadings = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(rows);
        var target = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(rates);
        var beta = loadings.QR().Solve(target);
        return (loadings * beta - target).PointwisePower(2.0).Sum();
    }
}
