using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Risk;

namespace RiskPlatform.Quant.Tests.Risk;

public sealed class ParametricVarTests
{
    private const double OneDay = 1.0;

    [Fact]
    public void ComputeAndShortfall_ReferenceSeries_MatchRAfterTheMean()
    {
        for (int series = 0; series < 2; series++)
        {
            var reference = ReferenceData.Case("var_es.json", series);
            double mean = reference.GetProperty("moments").GetProperty("mean").GetDouble();
            double sd = reference.GetProperty("moments").GetProperty("sd").GetDouble();
            foreach (var row in reference.GetProperty("results").EnumerateArray())
            {
                double level = row.GetProperty("level").GetDouble();
                double[] parts = new double[1];

                // R's figures have a mean; ours is zero, as a day's mean is not known to its own size.
                double value = ParametricVar.Compute([1.0], [sd * sd], level, OneDay, parts) - mean;
                double shortfall = ParametricVar.ExpectedShortfall([1.0], [sd * sd], level, OneDay, parts) - mean;

                Assert.Equal(row.GetProperty("normal_VaR").GetDouble(), value, 1e-12);
                Assert.Equal(row.GetProperty("normal_ES").GetDouble(), shortfall, 1e-12);
            }
        }
    }

    [Fact]
    public void Compute_ReferencePortfolio_HasRsVariance()
    {
        var reference = ReferenceData.Case("portfolio_cholesky.json", 0);
        double[] covariance =
        [
            .. reference.GetProperty("cov").EnumerateArray()
                .SelectMany(row => row.EnumerateArray().Select(x => x.GetDouble())),
        ];
        double[] weights = [.. Enumerable.Repeat(1.0 / 6.0, 6)];

        double value = ParametricVar.Compute(weights, covariance, 0.99, OneDay, new double[6]);

        double variance = Math.Pow(value / Normal.Quantile(0.99), 2);
        Assert.Equal(reference.GetProperty("equal_weight_variance").GetDouble(), variance, 1e-14);
    }

    [Fact]
    public void Components_EverySize_SumToTheWhole_AndMatchCentralDifferences()
    {
        for (int n = 1; n <= 12; n++)
        {
            double[] covariance = Covariances(n);
            double[] x = ReferenceData.Uniform(seed: n, n, -100.0, 200.0);
            double[] parts = new double[n];

            double value = ParametricVar.Compute(x, covariance, 0.99, 10.0, parts);

            Assert.Equal(value, parts.Sum(), 1e-12 * Math.Abs(value));
            for (int i = 0; i < n; i++)
            {
                double step = 1e-4 * Math.Max(1.0, Math.Abs(x[i]));
                double slope = (Moved(i, step) - Moved(i, -step)) / (2.0 * step); // Euler: x · ∂VaR/∂x.
                Assert.Equal(x[i] * slope, parts[i], 1e-6 * Math.Max(1.0, Math.Abs(value)));
            }

            double Moved(int index, double step)
            {
                double[] moved = [.. x];
                moved[index] += step;
                return ParametricVar.Compute(moved, covariance, 0.99, 10.0, new double[n]);
            }
        }
    }

    [Fact]
    public void Compute_ScaledLongerOrReversed_FollowsTheRules()
    {
        double[] covariance = Covariances(4);
        double[] x = ReferenceData.Uniform(seed: 9, 4, -100.0, 200.0);
        double value = Var(x, 1.0);

        Assert.Equal(3.0 * value, Var([.. x.Select(v => 3.0 * v)], 1.0), 1e-10);
        Assert.Equal(value, Var([.. x.Select(v => -v)], 1.0), 1e-10);
        Assert.Equal(Math.Sqrt(10.0) * value, Var(x, 10.0), 1e-10);

        double Var(double[] exposures, double days) =>
            ParametricVar.Compute(exposures, covariance, 0.99, days, new double[4]);
    }

    // Goal: the closed form is the quantile and tail mean of what it models.
    // Method: 400,000 simulated normal losses of two correlated positions; four standard errors of each estimate.
    [Fact]
    public void ComputeAndShortfall_AgainstSimulation_AgreeWithinFourStandardErrors()
    {
        const int Paths = 400_000;
        double[] x = [70.0, -40.0];
        double[] covariance = [4e-4, 1e-4, 1e-4, 9e-4];
        var random = new Random(10);
        double[] losses = new double[Paths];
        double b = 1e-4 / 0.02;
        double c = Math.Sqrt(9e-4 - b * b);
        for (int i = 0; i < Paths; i++)
        {
            double u = Normal.Quantile(random.NextDouble());
            double v = Normal.Quantile(random.NextDouble());
            losses[i] = -(x[0] * 0.02 * u + x[1] * (b * u + c * v));
        }

        Array.Sort(losses);
        double value = ParametricVar.Compute(x, covariance, 0.99, OneDay, new double[2]);
        double shortfall = ParametricVar.ExpectedShortfall(x, covariance, 0.99, OneDay, new double[2]);
        double sd = value / Normal.Quantile(0.99);
        double quantileError = Math.Sqrt(0.99 * 0.01 / Paths) / (Normal.Density(Normal.Quantile(0.99)) / sd);
        double[] tail = losses[(int)(0.99 * Paths)..];

        Assert.Equal(value, losses[(int)(0.99 * Paths)], 4.0 * quantileError);
        Assert.Equal(shortfall, tail.Average(), 4.0 * sd / Math.Sqrt(tail.Length));
    }

    [Fact]
    public void NoRisk_IsZero_WithZeroComponents()
    {
        double[] parts = [1.0, 1.0];

        Assert.Equal(0.0, ParametricVar.Compute([0.0, 0.0], [1.0, 0.0, 0.0, 1.0], 0.99, OneDay, parts));
        Assert.Equal([0.0, 0.0], parts);
        Assert.Equal(0.0, ParametricVar.Compute([1.0, -1.0], [1.0, 1.0, 1.0, 1.0], 0.99, OneDay, parts));
        Assert.Equal(0.0, ParametricVar.Compute([], [], 0.99, OneDay, []));
    }

    [Fact]
    public void BadInput_IsRefusedByName()
    {
        double[] one = new double[1];
        Assert.Throws<ArgumentException>(
            () => ParametricVar.Compute([1.0, 1.0], [1.0, -2.0, -2.0, 1.0], 0.99, OneDay, new double[2]));
        Assert.Throws<ArgumentException>(() => ParametricVar.Compute([1.0], [1.0, 2.0], 0.99, OneDay, one));
        Assert.Throws<ArgumentException>(() => ParametricVar.Compute([1.0], [1.0], 0.99, OneDay, []));
        foreach (double confidence in new[] { 0.5, 1.0, 99.0, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => ParametricVar.Compute([1.0], [1.0], confidence, OneDay, one));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ParametricVar.Compute([1.0], [1.0], 0.99, 0.0, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParametricVar.Compute([1.0], [1.0], 0.99, double.NaN, one));
    }

    private static double[] Covariances(int n)
    {
        double[] observations = ReferenceData.Uniform(seed: 100 + n, 50 * n, -0.02, 0.02);
        double[] covariance = new double[n * n];
        Covariance.Sample(observations, 50, n, covariance);
        return covariance;
    }
}
