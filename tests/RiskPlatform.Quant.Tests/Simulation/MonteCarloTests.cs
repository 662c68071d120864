using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class MonteCarloTests
{
    [Fact]
    public void Mean_EveryLength_MatchesTheDirectSums()
    {
        double[] y = ReferenceData.Uniform(seed: 5, 20_000, 3.0, 9.0);
        foreach (int n in Enumerable.Range(2, 60).Concat([4095, 4096, 4097, 8191, 8193, 12_289, 20_000]))
        {
            var estimate = MonteCarlo.Mean(From(y), Settings(n), default);
            double mean = y.Take(n).Average();
            double squares = y.Take(n).Sum(x => (x - mean) * (x - mean));
            Assert.Equal(mean, estimate.Value, 1e-13 * mean);
            Assert.Equal(Math.Sqrt(squares / (n - 1.0) / n), estimate.StandardError, 1e-12);
            Assert.Equal(n, estimate.Samples);
        }
    }

    [Fact]
    public void Mean_LargeCommonLevel_DoesNoHarm()
    {
        double[] y = ReferenceData.Uniform(seed: 6, 10_000, 0.0, 1.0);
        double[] lifted = [.. y.Select(x => x + 1e8)];

        var low = MonteCarlo.Mean(From(y), Settings(y.Length), default);
        var high = MonteCarlo.Mean(From(lifted), Settings(y.Length), default);

        Assert.Equal(low.StandardError, high.StandardError, 1e-10); // Lifting rounds each value by up to 7e-9.
    }

    [Fact]
    public void MeanWithControl_EveryLength_MatchesTheRegressionsOwnFormula()
    {
        double[] c = ReferenceData.Uniform(seed: 7, 10_000, -1.0, 1.0);
        double[] noise = ReferenceData.Uniform(seed: 8, 10_000, -0.1, 0.1);
        foreach (int n in Enumerable.Range(3, 40).Concat([4096, 4097, 10_000]))
        {
            var estimate = MonteCarlo.MeanWithControl(Sampler, 0.0, Settings(n), default);

            // The same line by its normal equations: y = a + b c, whose value at c = 0 is the estimate.
            double mc = c.Take(n).Average();
            double my = Enumerable.Range(0, n).Average(Y);
            double cc = c.Take(n).Sum(x => (x - mc) * (x - mc));
            double b = Enumerable.Range(0, n).Sum(i => (c[i] - mc) * (Y(i) - my)) / cc;
            double a = my - b * mc;
            double residuals = Enumerable.Range(0, n).Sum(i => Math.Pow(Y(i) - a - b * c[i], 2));
            Assert.Equal(a, estimate.Value, 1e-13);
            Assert.Equal(Math.Sqrt(residuals / (n - 2.0) / n), estimate.StandardError, 1e-9);
        }

        double Y(int i) => 2.0 + 5.0 * c[i] + noise[i];

        void Sampler(long first, Span<double> samples, Span<double> controls)
        {
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = Y((int)first + i);
                controls[i] = c[(int)first + i];
            }
        }
    }

    [Fact]
    public void MeanWithControl_ConstantControl_IsThePlainMean()
    {
        double[] y = ReferenceData.Uniform(seed: 9, 1000, 0.0, 1.0);
        var plain = MonteCarlo.Mean(From(y), Settings(1000), default);
        var controlled = MonteCarlo.MeanWithControl(
            (first, samples, controls) =>
            {
                From(y)(first, samples);
                controls.Fill(3.0);
            },
            3.0,
            Settings(1000),
            default);

        Assert.Equal(plain.Value, controlled.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => MonteCarlo.MeanWithControl(
            (_, _, _) => { }, double.NaN, Settings(1000), default));
    }

    // Tails of more than 20,000 losses are sorted by their digits, others as usual; negative and equal ones among them.
    [Theory]
    [InlineData(5_000)]
    [InlineData(300_000)]
    public void Tails_SeveralConfidences_AreTailsOneByOne_AndThoseOfAllLosses(int n)
    {
        double[] losses = ReferenceData.Uniform(seed: 5, n, -2.0, 1.0);
        for (int i = 0; i < n; i += 3)
        {
            losses[i] = Math.Round(losses[i] * 8.0) / 8.0;
        }

        double[] confidences = [0.99, 0.55, 0.95, 0.9999999];
        var together = MonteCarlo.Tails(From(losses), confidences, Settings(n), default);

        for (int i = 0; i < confidences.Length; i++)
        {
            Assert.Equal(MonteCarlo.Tail(From(losses), confidences[i], Settings(n), default), together[i]);
            Assert.Equal(LossTail.FromLosses([.. losses], confidences[i]), together[i]);
        }

        Assert.Equal([.. losses.Order()], Sorted(losses));
        Assert.Equal(TailStatus.TooFewLosses, together[3].Status);
        Assert.Throws<ArgumentException>(() => MonteCarlo.Tails(From(losses), [], Settings(n), default));
        losses[n / 2] = double.NaN;
        Assert.Throws<ArgumentException>(() => MonteCarlo.Tails(From(losses), [0.95], Settings(n), default));

        static double[] Sorted(double[] values)
        {
            double[] copy = [.. values];
            RadixSort.Ascending(copy, default);
            return copy;
        }
    }

    private static SampleBlock From(double[] y) =>
        (first, samples) => y.AsSpan((int)first, samples.Length).CopyTo(samples);

    private static SimulationSettings Settings(long paths) => new() { Seed = 0, Paths = paths, Threads = 2 };
}
