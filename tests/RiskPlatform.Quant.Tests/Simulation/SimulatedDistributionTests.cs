using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class SimulatedDistributionTests
{
    private const double Reference = 0.25;
    private static readonly double[] Probabilities = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
    private static readonly double[] Confidences = [0.95, 0.99, 0.9999999];

    // Kept whole and streamed; shuffled, rising, tied, constant, far-tailed; and the first values unlike the rest, high
    // and low, so that what was to be kept misses the ranks.
    [Theory]
    [InlineData(5_000)]
    [InlineData(262_145)]
    [InlineData(400_001)]
    public void Compute_EveryShape_IsMeanQuantilesAndTailsToTheBit(int n)
    {
        double[] normals = new double[n];
        new PhiloxStream(3, 0).FillNormals(0, normals);
        Matches(normals);
        Matches([.. normals.Order()]);
        Matches([.. normals.Select(x => Math.Round(2.0 * x))]);
        Matches([.. Enumerable.Repeat(7.0, n)]);
        Matches([.. normals.Select(x => Math.Exp(6.0 * x))]);
        Matches([.. normals.Select((x, i) => i < 65_536 ? 50.0 + x : x)]);
        Matches([.. normals.Select((x, i) => i < 65_536 ? -50.0 + x : x)]);
    }

    [Fact]
    public void Compute_BadInput_IsRefused()
    {
        double[] values = new double[300_000];
        Assert.Throws<ArgumentException>(() => Compute(values, 1, confidences: []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compute(values, 1, confidences: [0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SimulatedDistribution.Compute(From(values), double.NaN, [0.5], [0.9], Settings(300_000, 1), default));
        foreach (double p in new[] { double.NaN, -0.1, 1.1 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => SimulatedDistribution.Compute(From(values), 0.0, [p], [0.9], Settings(300_000, 1), default));
        }

        values[299_999] = double.NaN;
        Assert.Throws<ArgumentException>(() => Compute(values, 1, Confidences));
        Assert.Throws<ArgumentException>(() => Compute(values, 3, Confidences));
    }

    private static void Matches(double[] values)
    {
        double[] quantiles = new double[Probabilities.Length];
        SampleQuantiles.Type7(values, Probabilities, quantiles);
        var mean = MonteCarlo.Mean(From(values), Settings(values.Length, 1), default);
        for (int threads = 1; threads <= 5; threads += 2)
        {
            var found = Compute(values, threads, Confidences);
            Assert.Equal(mean, found.Mean);
            Assert.Equal(quantiles, found.Quantiles);
            for (int i = 0; i < Confidences.Length; i++)
            {
                double[] losses = [.. values.Select(y => Reference - y)];
                Assert.Equal(LossTail.FromLosses(losses, Confidences[i]), found.Tails[i]);
            }
        }
    }

    private static DistributionEstimate Compute(double[] values, int threads, double[] confidences) =>
        SimulatedDistribution.Compute(
            From(values), Reference, Probabilities, confidences, Settings(values.Length, threads), default);

    private static SampleBlock From(double[] y) =>
        (first, samples) => y.AsSpan((int)first, samples.Length).CopyTo(samples);

    private static SimulationSettings Settings(long paths, int threads) =>
        new() { Seed = 0, Paths = paths, Threads = threads };
}
