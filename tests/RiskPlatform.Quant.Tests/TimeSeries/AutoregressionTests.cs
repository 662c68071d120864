using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearRegression;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class AutoregressionTests
{
    private delegate AutoregressionFit Method(ReadOnlySpan<double> values, int order);

    private static readonly Method[] Methods =
    [
        Autoregression.YuleWalker,
        Autoregression.Burg,
        (values, order) => Autoregression.LeastSquares(values, order),
        (values, order) => Autoregression.MaximumLikelihood(values, order),
    ];

    [Fact]
    public void EveryMethod_LongSeries_RecoversTheWeightsWithinTheirErrors()
    {
        double[] values = Path(seed: 50, count: 5000);
        foreach (var method in Methods)
        {
            var estimate = method(values, 2).Estimate!;
            Assert.InRange((estimate.Weights[0] - 0.9) / estimate.WeightErrors![0], -4.0, 4.0);
            Assert.InRange((estimate.Weights[1] + 0.5) / estimate.WeightErrors[1], -4.0, 4.0);
            Assert.Equal(Math.Sqrt((1.0 - 0.25) / 5000.0), estimate.WeightErrors[1], 2e-4); // √((1 − φ₂²)/n).
            Assert.Equal(10.0, estimate.Mean, 0.1);
            Assert.Equal(1.0, estimate.InnovationVariance, 0.1);
        }
    }

    [Fact]
    public void YuleWalker_EveryLengthAndOrder_SolvesItsEquations()
    {
        double[] all = Path(seed: 51, count: 40);
        for (int length = 3; length <= all.Length; length++)
        {
            double[] values = all[..length];
            for (int order = 1; order <= Math.Min(6, length - 2); order++)
            {
                double[] r = [.. Enumerable.Range(0, order + 1).Select(lag => Autocovariance(values, lag))];
                var expected = Matrix<double>.Build.Dense(order, order, (i, j) => r[Math.Abs(i - j)])
                    .Solve(Vector<double>.Build.Dense(order, i => r[i + 1]));

                var estimate = Autoregression.YuleWalker(values, order).Estimate!;

                Assert.All(expected.Zip(estimate.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
                double variance = r[0] - expected * Vector<double>.Build.Dense(order, i => r[i + 1]);
                Assert.Equal(variance * length / (length - order - 1.0), estimate.InnovationVariance, 1e-9);
            }
        }
    }

    [Fact]
    public void LeastSquares_EveryLengthAndOrder_IsTheRegression()
    {
        double[] all = Path(seed: 52, count: 40);
        for (int order = 1; order <= 4; order++)
        {
            for (int length = 2 * order + 2; length <= all.Length; length++)
            {
                double[] values = all[..length];
                var design = Matrix<double>.Build.Dense(
                    length - order, order + 1, (t, j) => j == 0 ? 1.0 : values[t + order - j]);
                var target = Vector<double>.Build.Dense(length - order, t => values[t + order]);
                var expected = MultipleRegression.QR(design, target);

                var estimate = Autoregression.LeastSquares(values, order).Estimate!;

                for (int j = 0; j < order; j++)
                {
                    Assert.Equal(expected[j + 1], estimate.Weights[j], 1e-7 * Math.Max(1.0, Math.Abs(expected[j + 1])));
                }
            }
        }
    }

    [Fact]
    public void Burg_FirstOrder_IsItsQuotient_AndIsAlwaysStationary()
    {
        for (int length = 3; length <= 40; length++)
        {
            double[] values = Path(seed: 53, count: 40)[..length];
            double mean = values.Average();
            double[] x = [.. values.Select(y => y - mean)];
            double expected = 2.0 * x.Skip(1).Zip(x, (a, b) => a * b).Sum()
                / x.Skip(1).Zip(x, (a, b) => a * a + b * b).Sum();

            double weight = Autoregression.Burg(values, 1).Estimate!.Weights[0];

            Assert.Equal(expected, weight, 1e-13);
            Assert.InRange(weight, -1.0, 1.0);
        }
    }

    [Fact]
    public void EveryMethod_OrderZero_IsTheMean()
    {
        double[] values = Path(seed: 54, count: 30);
        foreach (var method in Methods)
        {
            var estimate = method(values, 0).Estimate!;
            Assert.Empty(estimate.Weights);
            Assert.Equal(values.Average(), estimate.Mean, 1e-12);
        }
    }

    [Fact]
    public void EveryMethod_ShortOrDegenerate_IsTyped()
    {
        double[] cycle = [.. Enumerable.Range(0, 60).Select(t => t % 2 == 0 ? 1.0 : -1.0)];
        foreach (var method in Methods)
        {
            Assert.Equal(AutoregressionStatus.TooFewObservations, method([], 0).Status);
            Assert.Equal(AutoregressionStatus.TooFewObservations, method([1.0, 2.0, 3.0], 3).Status);
            Assert.Equal(AutoregressionStatus.NoVariation, method(new double[30], 2).Status);
            Assert.Equal(AutoregressionStatus.NoVariation, method([.. Enumerable.Repeat(0.1, 30)], 2).Status);
            var fit = method(cycle, 2);
            Assert.Equal(fit.Estimate is null, fit.Status == AutoregressionStatus.Collinear);
            Assert.All(fit.Estimate?.Weights ?? [], weight => Assert.True(double.IsFinite(weight)));
            Assert.Throws<ArgumentOutOfRangeException>(() => method(cycle, -1));
            Assert.Throws<ArgumentException>(() => method([1.0, double.NaN, 2.0, 3.0], 1));
        }

        Assert.Equal(AutoregressionStatus.Collinear, Autoregression.LeastSquares(cycle, 2).Status);
    }

    [Fact]
    public void LjungBox_WorkedCase_IsItsSum()
    {
        // 1, −1, 1, −1, 1, −1: ρ₁ = −5/6, ρ₂ = 4/6, so Q = 6·8·(25/36/5 + 16/36/4).
        var test = ResidualDiagnostics.LjungBox([1.0, -1.0, 1.0, -1.0, 1.0, -1.0], 2)!.Value;

        Assert.Equal(48.0 * (25.0 / 180.0 + 16.0 / 144.0), test.Statistic, 1e-12);
        Assert.Equal(Math.Exp(-0.5 * test.Statistic), test.PValue, 1e-12); // χ² of two degrees is exponential.
        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.Null(ResidualDiagnostics.LjungBox([0.0, 0.0, 0.0], 1));
    }

    [Fact]
    public void ArchLagrangeMultiplier_AgainstARegression_Agrees()
    {
        double[] e = SeriesData.Normals(55, 200);
        foreach (int lags in new[] { 1, 2, 5, 10 })
        {
            var target = Vector<double>.Build.Dense(200 - lags, t => e[t + lags] * e[t + lags]);
            var design = Matrix<double>.Build.Dense(
                200 - lags, lags + 1, (t, j) => j == 0 ? 1.0 : e[t + lags - j] * e[t + lags - j]);
            var fitted = design * MultipleRegression.QR(design, target);
            double mean = target.Average();
            double share = fitted.Sum(y => (y - mean) * (y - mean)) / target.Sum(y => (y - mean) * (y - mean));

            var test = ResidualDiagnostics.ArchLagrangeMultiplier(e, lags)!.Value;

            Assert.Equal((200 - lags) * share, test.Statistic, 1e-9);
        }
    }

    // Size: one in twenty at five percent. Power: nearly always where there is something to find.
    [Fact]
    public void BothTests_SizeAndPower_AreAsPromised()
    {
        const int Runs = 1000;
        var (box, arch) = (0, 0);
        for (int seed = 0; seed < Runs; seed++)
        {
            double[] noise = SeriesData.Normals(1000 + seed, 500);
            box += ResidualDiagnostics.LjungBox(noise, 5)!.Value.PValue < 0.05 ? 1 : 0;
            arch += ResidualDiagnostics.ArchLagrangeMultiplier(noise, 5)!.Value.PValue < 0.05 ? 1 : 0;
        }

        // Four standard errors of a binomial share; the second is known to be a little small.
        Assert.InRange(box / (double)Runs, 0.022, 0.078);
        Assert.InRange(arch / (double)Runs, 0.02, 0.078);

        var waves = new GarchParameters(0.0, 0.1, 0.3, 0.0, 0.6, 0.0);
        double[] returns = SeriesData.Garch(GarchForm.Garch, waves, SeriesData.Normals(56, 2500));
        Assert.True(ResidualDiagnostics.ArchLagrangeMultiplier(returns, 5)!.Value.PValue < 1e-6);
        Assert.True(ResidualDiagnostics.LjungBox(Path(57, 500), 5)!.Value.PValue < 1e-6);
    }

    [Fact]
    public void DiagnosticCounts_OutOfRange_AreRefused()
    {
        double[] e = SeriesData.Normals(58, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => ResidualDiagnostics.LjungBox(e, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResidualDiagnostics.LjungBox(e, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResidualDiagnostics.LjungBox(e, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResidualDiagnostics.ArchLagrangeMultiplier(e, 5));
        Assert.Null(ResidualDiagnostics.ArchLagrangeMultiplier(new double[10], 2));
    }

    [Fact]
    public void EwmaVariance_EveryLength_IsIntegratedGarch()
    {
        double[] all = SeriesData.Normals(59, 40);
        var parameters = new GarchParameters(0.0, 0.0, 0.06, 0.0, 0.94, double.PositiveInfinity);
        for (int length = 0; length <= 40; length++)
        {
            double[] expected = new double[length];
            double[] variances = new double[length];
            double next = Garch.Filter(GarchForm.Garch, parameters, all.AsSpan(0, length), 0.5, expected);
            Assert.Equal(next, EwmaVariance.Filter(all.AsSpan(0, length), 0.94, 0.5, variances), 1e-14);
            Assert.All(expected.Zip(variances), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => EwmaVariance.Filter([], 1.0, 0.5, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => EwmaVariance.Filter([], 0.94, double.NaN, []));
        Assert.Throws<ArgumentException>(() => EwmaVariance.Filter(all, 0.94, 0.5, []));
    }

    // J. Hull, Risk Management and Financial Institutions, 2007, p. 124, example 5.2: λ = 0.9, 1 % a day, then a rise
    // by 2 %: a variance of 0.00013, 1.14 % a day.
    [Fact]
    public void EwmaVariance_TextbookCase_MatchesThePrintedFigures()
    {
        double variance = EwmaVariance.Filter([0.02], 0.9, 0.0001, new double[1]);

        Assert.Equal(0.00013, variance, 1e-15);
        Assert.Equal(0.0114, Math.Sqrt(variance), 5e-5);
    }

    private static double Autocovariance(double[] values, int lag)
    {
        double mean = values.Average();
        return values.Skip(lag).Zip(values, (a, b) => (a - mean) * (b - mean)).Sum() / values.Length;
    }

    private static double[] Path(int seed, int count)
    {
        double[] e = SeriesData.Normals(seed, count + 100);
        double[] y = new double[e.Length];
        for (int t = 2; t < e.Length; t++)
        {
            y[t] = 0.9 * y[t - 1] - 0.5 * y[t - 2] + e[t];
        }

        return [.. y.Skip(100).Select(value => 10.0 + value)];
    }
}
