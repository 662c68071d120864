using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class PortfolioVarianceTests
{
    [Fact]
    public void Compute_ReferencePortfolio_MatchesR()
    {
        var reference = ReferenceData.Case("portfolio_cholesky.json", 0);
        double[] covariance = ReferenceData.Flat(reference.GetProperty("cov"));
        double[] marginal = new double[6];
        double[] component = new double[6];
        double[] equal = [.. Enumerable.Repeat(1.0 / 6.0, 6)];

        double variance = PortfolioVariance.Compute(equal, covariance, marginal, component)!.Value;
        Assert.Equal(reference.GetProperty("equal_weight_variance").GetDouble(), variance, 1e-12);

        double[] weights = [.. reference.GetProperty("gmv_weights").EnumerateArray().Select(w => w.GetDouble())];
        double smallest = PortfolioVariance.Compute(weights, covariance, marginal, component)!.Value;
        Assert.Equal(reference.GetProperty("gmv_variance").GetDouble(), smallest, 1e-10);
        Assert.All(marginal, value => Assert.Equal(Math.Sqrt(smallest), value, 1e-8)); // All alike at the minimum.
    }

    [Fact]
    public void Compute_EverySize_SumsAndIsTheSlope()
    {
        for (int n = 1; n <= 12; n++)
        {
            double[] covariance = new double[n * n];
            Covariance.Sample(ReferenceData.Uniform(n, 40 * n, -1.0, 1.0), 40, n, covariance);
            double[] weights = ReferenceData.Uniform(100 + n, n, -1.0, 2.0);
            double[] marginal = new double[n];
            double[] component = new double[n];
            double deviation = Math.Sqrt(
                PortfolioVariance.Compute(weights, covariance, marginal, component)!.Value);

            Assert.Equal(deviation, component.Sum(), 1e-14);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal((Bumped(i, 1e-6) - Bumped(i, -1e-6)) / 2e-6, marginal[i], 1e-8);
            }

            double Bumped(int index, double by)
            {
                double[] bumped = [.. weights];
                bumped[index] += by;
                return Math.Sqrt(
                    PortfolioVariance.Compute(bumped, covariance, new double[n], new double[n])!.Value);
            }
        }
    }

    [Fact]
    public void Compute_PerfectHedge_IsZero_AndTheImpossibleIsNull()
    {
        double[] marginal = new double[2];
        double[] component = new double[2];

        Assert.Equal(0.0, PortfolioVariance.Compute([1, -1], [1, 1, 1, 1], marginal, component));
        Assert.Equal([0.0, 0.0], component);
        Assert.Null(PortfolioVariance.Compute([1, -1], [1, 2, 2, 1], marginal, component));
        Assert.Throws<ArgumentException>(() => PortfolioVariance.Compute([], [], [], []));
        Assert.Throws<ArgumentException>(() => PortfolioVariance.Compute([1], [1, 2], new double[1], new double[1]));
    }
}
