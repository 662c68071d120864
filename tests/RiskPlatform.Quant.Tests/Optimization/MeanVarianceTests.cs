using System.Text.Json;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Optimization;
using RiskPlatform.Quant.Tests.FixedIncome;

namespace RiskPlatform.Quant.Tests.Optimization;

public sealed class MeanVarianceTests
{
    private const double Tolerance = 1e-8;

    private static readonly JsonElement Reference = ReferenceData.Case("portfolio_cholesky.json", 0);

    private static readonly double[] ReferenceCovariance =
    [
        .. Reference.GetProperty("cov").EnumerateArray()
            .SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble())),
    ];

    private static readonly double[] ReferenceMeans =
        [.. Reference.GetProperty("mean").EnumerateObject().Select(mean => mean.Value.GetDouble())];

    [Fact]
    public void MinimumVariance_ReferencePortfolios_MatchRsQuadprog()
    {
        double[] weights = new double[6];

        var free = MeanVariance.MinimumVariance(ReferenceCovariance, default, weights);
        AssertWeights(Reference.Numbers("gmv_weights"), weights);
        Assert.Equal(Reference.Number("gmv_variance"), free.Variance, 1e-12);

        var longOnly = MeanVariance.MinimumVariance(ReferenceCovariance, LongOnly(6), weights);
        AssertWeights(Reference.Numbers("long_only_min_var"), weights);
        Assert.Equal(Reference.Number("long_only_min_var_value"), longOnly.Variance, 1e-12);
        Assert.Equal(0.0, weights[1]);

        var capped = Reference.GetProperty("long_only_cap35_min_var");
        double[] caps = [.. Enumerable.Repeat(0.35, 6)];
        var cappedResult = MeanVariance.MinimumVariance(
            ReferenceCovariance, new WeightBounds(new double[6], caps), weights);
        AssertWeights(capped.Numbers("weights"), weights);
        Assert.Equal(capped.Number("variance"), cappedResult.Variance, 1e-12);
        Assert.Equal(0.35, weights[0]);
    }

    [Fact]
    public void AtReturn_ReferenceTarget_MatchesRsQuadprog()
    {
        var target = Reference.GetProperty("long_only_target_return");
        double[] weights = new double[6];

        var result = MeanVariance.AtReturn(
            ReferenceCovariance, ReferenceMeans, target.Number("target"), LongOnly(6), weights);

        Assert.Equal(PortfolioStatus.Optimal, result.Status);
        AssertWeights(target.Numbers("weights"), weights);
        Assert.Equal(target.Number("variance"), result.Variance, 1e-12);
    }

    [Fact]
    public void Tangency_ReferencePortfolios_MatchR()
    {
        double[] weights = new double[6];

        MeanVariance.Tangency(ReferenceCovariance, ReferenceMeans, 0.0, default, weights);
        AssertWeights(Reference.Numbers("tangency_weights_rf0"), weights);

        MeanVariance.Tangency(ReferenceCovariance, ReferenceMeans, 0.0, LongOnly(6), weights);
        AssertWeights(Reference.Numbers("long_only_tangency"), weights);
    }

    // fPortfolio stops its own search earlier than quadprog: six digits.
    [Fact]
    public void MinimumVariance_LongOnly_IsFPortfoliosToItsPrecision()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_cholesky.json");
        var check = JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("fPortfolio_check");
        double[] expected =
            [.. check.GetProperty("weights").EnumerateObject().Select(weight => weight.Value.GetDouble())];
        double[] weights = new double[6];

        MeanVariance.MinimumVariance(ReferenceCovariance, LongOnly(6), weights);

        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    // Goal: optimal, not only feasible. Method: Karush, Kuhn and Tucker. The gradient is one number on free weights,
    // not less on weights at their least, not more on weights at their greatest; mean returns shift it.
    [Fact]
    public void MinimumVariance_EverySizeAndBounds_MeetsTheOptimalityConditions()
    {
        for (int n = 1; n <= 40; n++)
        {
            double[] covariance = Covariances(n);
            double[] lower = ReferenceData.Uniform(n, n, -0.5 / n, 0.8 / n);
            double[] upper = [.. lower.Zip(ReferenceData.Uniform(50 + n, n, 0.3 / n, 3.0 / n), (a, b) => a + b)];
            double[] weights = new double[n];

            var result = MeanVariance.MinimumVariance(covariance, new WeightBounds(lower, upper), weights);

            bool isPossible = lower.Sum() <= 1.0 && upper.Sum() >= 1.0;
            Assert.Equal(isPossible ? PortfolioStatus.Optimal : PortfolioStatus.Infeasible, result.Status);
            if (isPossible)
            {
                Assert.Equal(1.0, weights.Sum(), 1e-12);
                AssertOptimal(covariance, weights, lower, upper);
            }
            else
            {
                Assert.All(weights, weight => Assert.Equal(0.0, weight));
            }
        }
    }

    // An independent method: every choice of weights held at their least, the rest by the closed form.
    [Fact]
    public void MinimumVariance_LongOnly_AgreesWithEnumeratedActiveSets()
    {
        for (int n = 1; n <= 8; n++)
        {
            double[] covariance = Covariances(n);
            double[] weights = new double[n];

            double variance = MeanVariance.MinimumVariance(covariance, LongOnly(n), weights).Variance;

            double best = double.PositiveInfinity;
            for (int set = 1; set < 1 << n; set++)
            {
                int[] held = [.. Enumerable.Range(0, n).Where(i => (set >> i & 1) == 1)];
                var part = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
                    held.Length, held.Length, (i, j) => covariance[held[i] * n + held[j]]);
                var solution = part.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(held.Length, 1.0));
                if (solution.Minimum() / solution.Sum() >= -1e-14)
                {
                    best = Math.Min(best, 1.0 / solution.Sum());
                }
            }

            Assert.Equal(best, variance, 1e-12 * best);
        }
    }

    [Fact]
    public void Frontier_HigherTargets_CostVariance_AndAreMet()
    {
        double[] weights = new double[6];
        double last = 0.0;
        for (double target = -0.01; target <= 0.0857; target += 0.001)
        {
            var result = MeanVariance.AtReturn(ReferenceCovariance, ReferenceMeans, target, LongOnly(6), weights);

            Assert.Equal(PortfolioStatus.Optimal, result.Status);
            Assert.True(weights.Zip(ReferenceMeans, (weight, mean) => weight * mean).Sum() >= target - 1e-14);
            Assert.True(result.Variance >= last - 1e-15);
            last = result.Variance;
        }

        Assert.Equal(
            PortfolioStatus.Infeasible,
            MeanVariance.AtReturn(ReferenceCovariance, ReferenceMeans, 0.086, LongOnly(6), weights).Status);
    }

    // No portfolio of the frontier has a better ratio than the tangency portfolio.
    [Fact]
    public void Tangency_WithCaps_HasTheBestRatioOfTheFrontier()
    {
        const double RiskFree = 0.002;
        double[] caps = [.. Enumerable.Repeat(0.4, 6)];
        var bounds = new WeightBounds(new double[6], caps);
        double[] weights = new double[6];
        var tangency = MeanVariance.Tangency(ReferenceCovariance, ReferenceMeans, RiskFree, bounds, weights);
        double ratio = Ratio(weights, tangency);
        Assert.Equal(1.0, weights.Sum(), 1e-12);
        Assert.All(weights, weight => Assert.InRange(weight, -1e-15, 0.4 + 1e-15));

        double best = 0.0;
        for (double target = 0.01; target < 0.075; target += 0.0002)
        {
            var result = MeanVariance.AtReturn(ReferenceCovariance, ReferenceMeans, target, bounds, weights);
            best = Math.Max(best, Ratio(weights, result));
        }

        Assert.True(ratio >= best - 1e-12);
        Assert.Equal(best, ratio, 1e-4);

        static double Ratio(double[] weights, PortfolioResult result) =>
            (weights.Zip(ReferenceMeans, (weight, mean) => weight * mean).Sum() - RiskFree)
            / Math.Sqrt(result.Variance);
    }

    [Fact]
    public void MinimumVariance_ScaledCovariance_HasTheSameWeights()
    {
        double[] weights = new double[6];
        double[] scaled = new double[6];
        MeanVariance.MinimumVariance(ReferenceCovariance, LongOnly(6), weights);
        foreach (double factor in new[] { 1e-12, 1e-4, 1e10 })
        {
            double[] covariance = [.. ReferenceCovariance.Select(value => factor * value)];
            MeanVariance.MinimumVariance(covariance, LongOnly(6), scaled);
            Assert.All(weights.Zip(scaled), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void PortfoliosThatAreNot_SayWhy()
    {
        double[] two = new double[2];
        double[] identity = [1.0, 0.0, 0.0, 1.0];

        Assert.Equal(PortfolioStatus.Infeasible, MeanVariance.MinimumVariance([], default, []).Status);
        Assert.Equal(
            PortfolioStatus.NotPositiveDefinite,
            MeanVariance.MinimumVariance([1.0, 1.0, 1.0, 1.0], default, two).Status);
        Assert.Equal(
            PortfolioStatus.NotPositiveDefinite, MeanVariance.MinimumVariance(new double[4], default, two).Status);
        Assert.Equal(
            PortfolioStatus.NotPositiveDefinite,
            MeanVariance.MinimumVariance([1.0, 2.0, 2.0, 1.0], default, two).Status);
        Assert.Equal(
            PortfolioStatus.Infeasible,
            MeanVariance.MinimumVariance(identity, new WeightBounds([], [0.4, 0.4]), two).Status);
        Assert.Equal(
            PortfolioStatus.NoExcessReturn,
            MeanVariance.Tangency(identity, [0.01, 0.02], 0.03, LongOnly(2), two).Status);
        Assert.Equal(
            PortfolioStatus.NoExcessReturn, MeanVariance.Tangency(identity, [0.01, 0.02], 0.03, default, two).Status);
        Assert.Equal(
            PortfolioStatus.NoExcessReturn, MeanVariance.Tangency(identity, [0.02, 0.02], 0.02, default, two).Status);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        double[] two = new double[2];
        double[] identity = [1.0, 0.0, 0.0, 1.0];
        Assert.Throws<ArgumentException>(() => MeanVariance.MinimumVariance([1.0], default, two));
        Assert.Throws<ArgumentException>(() => MeanVariance.MinimumVariance([1.0, 0.5, 0.2, 1.0], default, two));
        Assert.Throws<ArgumentException>(
            () => MeanVariance.MinimumVariance([1.0, double.NaN, double.NaN, 1.0], default, two));
        Assert.Throws<ArgumentException>(
            () => MeanVariance.MinimumVariance(identity, new WeightBounds([0.5, 0.5], [0.4, 1.0]), two));
        Assert.Throws<ArgumentException>(
            () => MeanVariance.MinimumVariance(identity, new WeightBounds([0.5], []), two));
        Assert.Throws<ArgumentException>(() => MeanVariance.AtReturn(identity, [0.1], 0.0, default, two));
        Assert.Throws<ArgumentException>(
            () => MeanVariance.Tangency(identity, [0.1, double.NaN], 0.0, default, two));
    }

    private static void AssertOptimal(double[] covariance, double[] weights, double[] lower, double[] upper)
    {
        int n = weights.Length;
        double[] gradient =
            [.. covariance.Chunk(n).Select(row => row.Zip(weights, (element, weight) => element * weight).Sum())];
        double scale = gradient.Max(Math.Abs);
        var free = Enumerable.Range(0, n).Where(i => weights[i] > lower[i] && weights[i] < upper[i]).ToArray();
        double least = Enumerable.Range(0, n).Where(i => weights[i] < upper[i]).Select(i => gradient[i])
            .Append(double.PositiveInfinity).Min();
        double greatest = Enumerable.Range(0, n).Where(i => weights[i] > lower[i]).Select(i => gradient[i])
            .Append(double.NegativeInfinity).Max();
        Assert.True(greatest <= least + 1e-9 * scale, $"{n}: {greatest} > {least}");
        Assert.All(free, i => Assert.Equal(gradient[free[0]], gradient[i], 1e-9 * scale));
        Assert.All(Enumerable.Range(0, n), i => Assert.InRange(weights[i], lower[i] - 1e-13, upper[i] + 1e-13));
    }

    private static WeightBounds LongOnly(int n) => new(new double[n], []);

    private static double[] Covariances(int n)
    {
        double[] observations = ReferenceData.Uniform(seed: 300 + n, 60 * n, -0.02, 0.02);
        for (int i = 0; i < observations.Length; i += 3)
        {
            observations[i] += 0.5 * observations[i / 2]; // Some correlation.
        }

        double[] covariance = new double[n * n];
        Covariance.Sample(observations, 60, n, covariance);
        return covariance;
    }

    private static void AssertWeights(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
}
