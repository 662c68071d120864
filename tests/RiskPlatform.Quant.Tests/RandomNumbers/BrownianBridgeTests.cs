using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class BrownianBridgeTests
{
    // The bridge is linear in its normals, W = A z. Unit vectors give A, and A Aᵀ has to be the covariance min(s, t).
    [Fact]
    public void Transform_EveryLength_HasTheCovarianceOfBrownianMotion()
    {
        for (int n = 1; n <= 40; n++)
        {
            foreach (double[] times in new[] { Equal(n), Uneven(n) })
            {
                double[] columns = new double[n * n];
                double[] identity = new double[n * n];
                for (int k = 0; k < n; k++)
                {
                    identity[k * n + k] = 1.0;
                }

                new BrownianBridge(times).Transform(identity, columns);
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        double covariance = 0.0;
                        for (int k = 0; k < n; k++)
                        {
                            covariance += columns[i * n + k] * columns[j * n + k];
                        }

                        Assert.Equal(times[j], covariance, 1e-13 * times[^1]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Transform_FirstNormals_DecideTheEndThenTheMiddle()
    {
        double[] path = new double[4];
        new BrownianBridge([1.0, 2.0, 3.0, 4.0]).Transform([1.0, 0.0, 0.0, 0.0], path);
        Assert.Equal([0.5, 1.0, 1.5, 2.0], path);

        new BrownianBridge([1.0, 2.0, 3.0, 4.0]).Transform([0.0, 1.0, 0.0, 0.0], path);
        Assert.Equal([0.5, 1.0, 0.5, 0.0], path);
    }

    [Fact]
    public void Transform_EveryNumberOfPaths_GivesEachPathTheBitsItGetsAlone()
    {
        const int Points = 9;
        var bridge = new BrownianBridge(Uneven(Points));
        double[] z = ReferenceData.Uniform(seed: 15, Points * 40, -2.0, 2.0);
        for (int paths = 0; paths <= 40; paths++)
        {
            double[] normals = new double[Points * paths];
            double[] all = new double[Points * paths];
            for (int i = 0; i < normals.Length; i++)
            {
                normals[i] = z[i / paths * 40 + i % paths];
            }

            bridge.Transform(normals, all);
            for (int path = 0; path < paths; path++)
            {
                double[] alone = new double[Points];
                bridge.Transform([.. Enumerable.Range(0, Points).Select(k => z[k * 40 + path])], alone);
                Assert.Equal(alone, Enumerable.Range(0, Points).Select(k => all[k * paths + path]));
            }
        }
    }

    // Goal: bridge and Sobol points together do what they are for.
    // Method: the error of an average price over 64 dates against 64 copies of as many points without the bridge.
    [Fact]
    public void Transform_WithSobolPoints_CutsTheErrorOfAnAverage()
    {
        const int Dates = 64;
        const int Paths = 256;
        var bridge = new BrownianBridge(Equal(Dates));
        double withBridge = Error(useBridge: true);
        double without = Error(useBridge: false);

        Assert.True(withBridge < 0.5 * without, $"{without} to {withBridge}");

        double Error(bool useBridge)
        {
            double[] means = new double[32];
            double[] z = new double[Dates * Paths];
            double[] w = new double[Dates * Paths];
            for (int copy = 0; copy < means.Length; copy++)
            {
                var sobol = SobolSequence.Scrambled(Dates, (ulong)copy);
                for (int date = 0; date < Dates; date++)
                {
                    sobol.FillDimension(date, 0, z.AsSpan(date * Paths, Paths));
                }

                NormalVariates.FromUniforms(z, z);
                bridge.Transform(z, w);
                for (int path = 0; path < Paths; path++)
                {
                    double sum = 0.0;
                    double walk = 0.0;
                    for (int date = 0; date < Dates; date++)
                    {
                        walk += z[date * Paths + path] / Math.Sqrt(Dates);
                        sum += Math.Exp(0.4 * (useBridge ? w[date * Paths + path] : walk));
                    }

                    means[copy] += Math.Max(sum / Dates - 1.0, 0.0) / Paths;
                }
            }

            double mean = means.Average();
            return Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (means.Length - 1));
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        foreach (double[] times in new double[][]
        {
            [], [0.0], [-1.0], [1.0, 1.0], [2.0, 1.0], [double.NaN], [1.0, double.NaN], [double.PositiveInfinity],
        })
        {
            Assert.Throws<ArgumentException>(() => new BrownianBridge(times));
        }

        var bridge = new BrownianBridge([1.0, 2.0]);
        double[] shared = new double[6];
        Assert.Throws<ArgumentException>(() => bridge.Transform(new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => bridge.Transform(new double[4], new double[2]));
        Assert.Throws<ArgumentException>(() => bridge.Transform(shared.AsSpan(0, 4), shared.AsSpan(2, 4)));
    }

    private static double[] Equal(int n) => [.. Enumerable.Range(1, n).Select(i => i / (double)n)];

    private static double[] Uneven(int n)
    {
        double[] gaps = ReferenceData.Uniform(seed: n, n, 0.01, 2.0);
        double sum = 0.0;
        return [.. gaps.Select(gap => sum += gap)];
    }
}
