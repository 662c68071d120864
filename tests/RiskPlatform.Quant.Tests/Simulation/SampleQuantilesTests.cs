using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class SampleQuantilesTests
{
    private static readonly double[] Probabilities = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0];

    // R: quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(.1, .25, .5, .9)), type 7 by hand: (n − 1)p = 0.7, 1.75, 3.5, 6.3.
    [Fact]
    public void Type7_WorkedCase()
    {
        double[] found = new double[4];
        SampleQuantiles.Type7([3, 1, 4, 1, 5, 9, 2, 6], [0.1, 0.25, 0.5, 0.9], found);

        Assert.Equal([1.0, 1.75, 3.5, 6.9], found.Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void Type7_EveryLength_IsThatOfTheSortedSample()
    {
        for (int n = 1; n <= 300; n++)
        {
            Matches(ReferenceData.Uniform(seed: n, n, -3.0, 5.0));
        }
    }

    // Long enough for neighbourhoods: shuffled, sorted both ways, tied, constant, far-tailed, and made so that the
    // places looked at first are unlike the rest.
    [Fact]
    public void Type7_LongSamplesOfEveryShape_AreThoseOfTheSortedSample()
    {
        const int N = 300_001;
        double[] normals = new double[N];
        new PhiloxStream(9, 0).FillNormals(0, normals);
        Matches(normals);
        Matches([.. normals.Order()]);
        Matches([.. normals.OrderDescending()]);
        Matches([.. normals.Select(x => Math.Round(2.0 * x))]);
        Matches([.. normals.Select(x => Math.Exp(12.0 * x))]);
        Matches([.. Enumerable.Repeat(7.0, N)]);
        double[] hostile = [.. normals];
        for (long i = 0; i < 65_536; i++)
        {
            hostile[i * N / 65_536] = 100.0;
        }

        Matches(hostile);
    }

    [Fact]
    public void Type7_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SampleQuantiles.Type7([], [0.5], new double[1]));
        Assert.Throws<ArgumentException>(() => SampleQuantiles.Type7([1.0, double.NaN], [0.5], new double[1]));
        Assert.Throws<ArgumentException>(() => SampleQuantiles.Type7([1.0], [0.5], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleQuantiles.Type7([1.0], [1.1], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleQuantiles.Type7([1.0], [double.NaN], new double[1]));
    }

    private static void Matches(double[] sample)
    {
        double[] sorted = [.. sample.Order()];
        double[] found = new double[Probabilities.Length];
        SampleQuantiles.Type7(sample, Probabilities, found);
        for (int i = 0; i < found.Length; i++)
        {
            double position = (sample.Length - 1) * Probabilities[i];
            int rank = (int)Math.Floor(position + 1e-9);
            double share = Math.Max(position - rank, 0.0);
            double next = sorted[Math.Min(rank + 1, sorted.Length - 1)];
            Assert.Equal(sorted[rank] + share * (next - sorted[rank]), found[i]);
        }
    }
}
