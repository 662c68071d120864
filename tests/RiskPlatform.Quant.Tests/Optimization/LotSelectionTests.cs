using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Optimization;
using RiskPlatform.Quant.Tests.FixedIncome;

namespace RiskPlatform.Quant.Tests.Optimization;

public sealed class LotSelectionTests
{
    [Fact]
    public void MinimumVariance_ReferenceLots_AreTheEnumeratedOptimum()
    {
        var row = Assert.Single(ReferenceCases.All("portfolio_integer_lots.json"));
        double[] covariance =
        [
            .. row.GetProperty("cov").EnumerateArray()
                .SelectMany(line => line.EnumerateArray().Select(value => value.GetDouble())),
        ];

        var result = LotSelection.MinimumVariance(
            covariance,
            row.Numbers("mean"),
            row.Number("min_mean"),
            row.GetProperty("lots").GetInt32(),
            row.GetProperty("max_lots_per_asset").GetInt32());

        Assert.Equal(PortfolioStatus.Optimal, result.Status);
        Assert.Equal(row.GetProperty("optimum_lots").EnumerateArray().Select(lot => lot.GetInt32()), result.Lots);
        Assert.Equal(row.Number("optimum_variance"), result.Variance, 1e-15);
        Assert.Equal(result.Variance, result.Bound);
        Assert.InRange(result.Nodes, 1, 1009); // Fewer than the feasible portfolios.
    }

    // Goal: exact. Method: every portfolio of random small cases, with and without a wanted mean.
    [Fact]
    public void MinimumVariance_RandomCases_AgreeWithEnumeration()
    {
        var random = new Random(31);
        int infeasible = 0;
        for (int i = 0; i < 150; i++)
        {
            int n = 1 + i % 5;
            int total = 1 + random.Next(12);
            int most = random.Next(total + 1);
            double[] observations = ReferenceData.Uniform(i, 30 * n, -0.02, 0.02);
            double[] covariance = new double[n * n];
            Covariance.Sample(observations, 30, n, covariance);
            double[] means = ReferenceData.Uniform(1000 + i, n, -0.01, 0.02);
            double least = i % 3 == 0 ? double.NegativeInfinity : -0.005 + 0.02 * random.NextDouble();
            double best = Portfolios(n, total, most).Where(lots => Mean(lots) >= least)
                .Select(lots => MeanVariance.Variance(covariance, [.. lots.Select(lot => (double)lot / total)]))
                .Append(double.PositiveInfinity).Min();

            var result = LotSelection.MinimumVariance(covariance, means, least, total, most);

            bool isPossible = double.IsFinite(best);
            infeasible += isPossible ? 0 : 1;
            Assert.Equal(isPossible ? PortfolioStatus.Optimal : PortfolioStatus.Infeasible, result.Status);
            if (isPossible)
            {
                Assert.Equal(best, result.Variance, 1e-12 * best);
                Assert.Equal(total, result.Lots.Sum());
                Assert.All(result.Lots, lot => Assert.InRange(lot, 0, most));
            }

            double Mean(int[] lots) => lots.Zip(means, (lot, mean) => lot * mean / total).Sum();
        }

        Assert.InRange(infeasible, 10, 100);
    }

    [Fact]
    public void MinimumVariance_Limits_GiveABoundBelowTheOptimum()
    {
        double[] observations = ReferenceData.Uniform(5, 40 * 8, -0.02, 0.02);
        double[] covariance = new double[64];
        Covariance.Sample(observations, 40, 8, covariance);
        double[] means = ReferenceData.Uniform(6, 8, -0.01, 0.02);
        double optimum = LotSelection.MinimumVariance(covariance, means, 0.005, 30, 9).Variance;

        var limited = LotSelection.MinimumVariance(covariance, means, 0.005, 30, 9, nodesMax: 2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var stopped = LotSelection.MinimumVariance(
            covariance, means, 0.005, 30, 9, cancellationToken: cancelled.Token);

        Assert.Equal(PortfolioStatus.LimitReached, limited.Status);
        Assert.True(limited.Bound <= optimum && limited.Bound > 0.0);
        Assert.True(limited.Lots.Count == 0 || limited.Variance >= optimum);
        Assert.Equal(PortfolioStatus.LimitReached, stopped.Status);
        Assert.Empty(stopped.Lots);
    }

    [Fact]
    public void BadInput_IsRefused_AndSingularCovarianceIsNamed()
    {
        double[] identity = [1.0, 0.0, 0.0, 1.0];
        Assert.Throws<ArgumentOutOfRangeException>(() => Solve(identity, [0.1, 0.1], 0.0, total: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solve(identity, [0.1, 0.1], double.NaN, total: 2));
        Assert.Throws<ArgumentException>(() => Solve(identity, [0.1, double.NaN], double.NegativeInfinity, total: 2));
        Assert.Throws<ArgumentException>(() => Solve(identity, [0.1], 0.0, total: 2));
        Assert.Equal(
            PortfolioStatus.NotPositiveDefinite, Solve([1.0, 1.0, 1.0, 1.0], [0.1, 0.1], 0.0, total: 2).Status);

        static LotResult Solve(double[] covariance, double[] means, double least, int total) =>
            LotSelection.MinimumVariance(covariance, means, least, total, most: 2);
    }

    private static IEnumerable<int[]> Portfolios(int assets, int total, int most)
    {
        if (assets == 0)
        {
            return total == 0 ? [[]] : [];
        }

        return Enumerable.Range(0, Math.Min(most, total) + 1)
            .SelectMany(lots => Portfolios(assets - 1, total - lots, most).Select(rest => (int[])[lots, .. rest]));
    }
}
