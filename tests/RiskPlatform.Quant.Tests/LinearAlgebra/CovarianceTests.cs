using MathNet.Numerics.Statistics;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class CovarianceTests
{
    [Fact]
    public void Sample_ReferencePortfolio_MatchesR()
    {
        var reference = ReferenceData.Case("portfolio_cholesky.json", 0).GetProperty("cov");
        double[] observations =
            [.. ReferenceData.Rows("lpp2005rec_returns.csv").SelectMany(row => row.Take(6).Select(x => 100.0 * x))];
        double[] covariance = new double[36];

        Covariance.Sample(observations, observations.Length / 6, 6, covariance);

        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                Assert.Equal(reference[i][j].GetDouble(), covariance[i * 6 + j], 1e-13);
            }
        }
    }

    [Fact]
    public void Sample_EverySize_MatchesMathNetAndIsSymmetricToTheBit()
    {
        for (int columns = 1; columns <= 5; columns++)
        {
            for (int rows = 2; rows <= 40; rows++)
            {
                double[] x = ReferenceData.Uniform(seed: rows * 10 + columns, rows * columns, -1.0, 1.0);
                double[] c = new double[columns * columns];
                Covariance.Sample(x, rows, columns, c);
                for (int i = 0; i < columns; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        Assert.Equal(Column(i).Covariance(Column(j)), c[i * columns + j], 1e-14);
                        Assert.Equal(c[i * columns + j], c[j * columns + i]);
                    }
                }

                IEnumerable<double> Column(int index) => Enumerable.Range(0, rows).Select(k => x[k * columns + index]);
            }
        }
    }

    [Fact]
    public void Sample_LargeCommonLevel_DoesNoHarm()
    {
        double[] x = ReferenceData.Uniform(seed: 7, count: 200, from: 0.0, to: 1.0);
        double[] lifted = [.. x.Select(value => value + 1e8)];
        double[] c = new double[4];
        double[] l = new double[4];

        Covariance.Sample(x, 100, 2, c);
        Covariance.Sample(lifted, 100, 2, l);

        Assert.Equal(c[0], l[0], 1e-8); // Lifting rounds each value by up to 7e-9.
    }

    [Fact]
    public void Sample_WrongShape_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Covariance.Sample(new double[4], 1, 4, new double[16]));
        Assert.Throws<ArgumentException>(() => Covariance.Sample(new double[5], 2, 2, new double[4]));
        Assert.Throws<ArgumentException>(() => Covariance.Sample(new double[4], 2, 2, new double[3]));
        Assert.Throws<ArgumentException>(() => Covariance.Sample([], 2, 0, []));
    }
}
