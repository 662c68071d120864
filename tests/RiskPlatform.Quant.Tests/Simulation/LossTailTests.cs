using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class LossTailTests
{
    [Fact]
    public void FromLosses_WorkedCase_IsRankAndMean()
    {
        // 1 to 200 at 95 %: rank 190, and the mean of 191 to 200.
        double[] losses = [.. Enumerable.Range(1, 200).Select(i => (double)(i * 77 % 201))];
        var tail = LossTail.FromLosses(losses, 0.95);

        Assert.Equal(TailStatus.Estimated, tail.Status);
        Assert.Equal(190.0, tail.ValueAtRisk);
        Assert.Equal(195.5, tail.ExpectedShortfall, 1e-12);
        Assert.Equal(Math.Sqrt(200 * 0.95 * 0.05), tail.ValueAtRiskError, 1e-12); // Losses one apart: a rank is 1.
        Assert.Equal((183.0, 197.0), (tail.ValueAtRiskLow, tail.ValueAtRiskHigh)); // ⌈1.96 · 3.08⌉ = 7 ranks.
        double variance = Enumerable.Range(191, 10).Average(x => (x - 195.5) * (x - 195.5));
        Assert.Equal(Math.Sqrt((variance + 0.95 * 5.5 * 5.5) / 10.0), tail.ExpectedShortfallError, 1e-12);
    }

    // 0.9 is not a double: 100 times what is left of it is 9.999999999999998.
    [Fact]
    public void FromLosses_TenLossesBeyond_AreEnough_AndNineAreNot()
    {
        foreach (var (count, confidence) in new[] { (50, 0.8), (100, 0.9), (200, 0.95), (800, 0.9875), (1000, 0.99) })
        {
            double[] losses = [.. Enumerable.Range(1, count).Select(i => (double)i)];
            var tail = LossTail.FromLosses(losses, confidence);
            Assert.Equal((TailStatus.Estimated, count - 10.0), (tail.Status, tail.ValueAtRisk));
            Assert.Equal(TailStatus.TooFewLosses, LossTail.FromLosses(losses.AsSpan(1), confidence).Status);
        }

        for (int count = 30; count <= 20_000; count += 10)
        {
            double confidence = (double)Math.Round(1m - 10m / count, 6);
            Assert.Equal((1m - (decimal)confidence) * count >= 10m, LossTail.IsEnough(count, confidence));
        }
    }

    [Fact]
    public void FromLosses_EveryLengthOrderAndTies_MatchFullSorting()
    {
        foreach (double confidence in new[] { 0.6, 0.75, 0.9, 0.95, 0.975 })
        {
            for (int n = 0; n <= 600; n += n < 60 ? 1 : 53)
            {
                double[] losses = ReferenceData.Uniform(seed: n, n, -1.0, 1.0);
                for (int i = 0; i < n && n % 3 == 0; i++)
                {
                    losses[i] = Math.Round(losses[i] * 4.0); // Many ties.
                }

                double[] sorted = [.. losses.Order()];
                var tail = LossTail.FromLosses([.. losses], confidence);
                if (n * (1m - (decimal)confidence) < 10m)
                {
                    Assert.Equal(new TailEstimate { Status = TailStatus.TooFewLosses, Observations = n }, tail);
                    continue;
                }

                int rank = (int)Math.Ceiling(n * confidence - 1e-9);
                double weight = rank - n * confidence;
                double shortfall = (weight * sorted[rank - 1] + sorted.Skip(rank).Sum()) / (n * (1.0 - confidence));
                Assert.Equal(sorted[rank - 1], tail.ValueAtRisk);
                Assert.Equal(shortfall, tail.ExpectedShortfall, 1e-12);
                Assert.Equal(tail, LossTail.FromLosses([.. sorted], confidence));
                Assert.Equal(tail, LossTail.FromLosses([.. sorted.Reverse()], confidence));
                Assert.True(tail.ExpectedShortfall >= tail.ValueAtRisk);
                Assert.InRange(tail.ValueAtRisk, tail.ValueAtRiskLow, tail.ValueAtRiskHigh);
            }
        }
    }

    [Fact]
    public void FromLargest_EveryNumberKept_IsFromLosses_AndTooFewAreRefused()
    {
        foreach (double confidence in new[] { 0.75, 0.95 })
        {
            double[] losses = ReferenceData.Uniform(seed: 8, 700, -1.0, 3.0);
            double[] falling = [.. losses.OrderDescending()];
            var expected = LossTail.FromLosses([.. losses], confidence);
            int needed = (int)LossTail.LargestNeeded(losses.Length, confidence);
            for (int kept = needed; kept <= losses.Length; kept += 7)
            {
                Assert.Equal(expected, LossTail.FromLargest(falling.AsSpan(0, kept).ToArray(), 700, confidence));
            }

            Assert.Throws<ArgumentException>(
                () => LossTail.FromLargest(falling.AsSpan(0, needed - 1).ToArray(), 700, confidence));
            Assert.Throws<ArgumentException>(() => LossTail.FromLargest(falling.ToArray(), 699, confidence));
        }

        Assert.Equal(TailStatus.TooFewLosses, LossTail.FromLargest([1.0], 50, 0.95).Status);
    }

    [Fact]
    public void FromLosses_ShiftedAndScaled_FollowsTheRules()
    {
        double[] losses = ReferenceData.Uniform(seed: 3, 2000, -5.0, 9.0);
        var tail = LossTail.FromLosses([.. losses], 0.99);
        var moved = LossTail.FromLosses([.. losses.Select(x => 3.0 * x + 100.0)], 0.99);

        Assert.Equal(3.0 * tail.ValueAtRisk + 100.0, moved.ValueAtRisk, 1e-12);
        Assert.Equal(3.0 * tail.ExpectedShortfall + 100.0, moved.ExpectedShortfall, 1e-12);
        Assert.Equal(3.0 * tail.ValueAtRiskError, moved.ValueAtRiskError, 1e-12);
        Assert.Equal(3.0 * tail.ExpectedShortfallError, moved.ExpectedShortfallError, 1e-11);
    }

    // Goal: intervals hold the truth as often as they say, and errors are the spread they claim to be.
    // Method: 1,000 samples of 5,000 normal losses; closed-form VaR and ES.
    [Fact]
    public void FromLosses_ThousandSeeds_CoverTheTruthAsOftenAsTheyShould()
    {
        const int Seeds = 1000;
        double quantile = Normal.Quantile(0.975);
        double shortfall = Normal.Density(quantile) / 0.025;
        double[] losses = new double[5000];
        var tails = new TailEstimate[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            new PhiloxStream((ulong)seed, 9).FillNormals(0, losses);
            tails[seed] = LossTail.FromLosses(losses, 0.975);
        }

        double slack = 4.0 * Math.Sqrt(0.95 * 0.05 * Seeds);
        int covered = tails.Count(t => t.ValueAtRiskLow <= quantile && quantile <= t.ValueAtRiskHigh);
        Assert.Equal(0.955 * Seeds, covered, slack);
        Assert.InRange(
            tails.Count(t => Math.Abs(t.ExpectedShortfall - shortfall) <= 2.0 * t.ExpectedShortfallError),
            0.9545 * Seeds - slack - 10,
            0.9545 * Seeds + slack);
        double spread = Math.Sqrt(tails.Average(t => Math.Pow(t.ValueAtRisk - quantile, 2)));
        double shortfallSpread = Math.Sqrt(tails.Average(t => Math.Pow(t.ExpectedShortfall - shortfall, 2)));
        Assert.Equal(1.0, spread / tails.Average(t => t.ValueAtRiskError), 0.1);
        Assert.Equal(1.0, shortfallSpread / tails.Average(t => t.ExpectedShortfallError), 0.1);
    }

    [Fact]
    public void Tail_Streamed_HasTheBitsOfTheWholeSample()
    {
        foreach (long paths in new[] { 1000L, 4096, 65_536, 65_537, 300_001 })
        {
            foreach (double confidence in new[] { 0.6, 0.9, 0.99 })
            {
                double[] all = new double[paths];
                Losses(0, all);
                var settings = new SimulationSettings { Seed = 1, Paths = paths, Threads = 2 };
                Assert.Equal(
                    LossTail.FromLosses(all, confidence), MonteCarlo.Tail(Losses, confidence, settings, default));
            }
        }

        static void Losses(long first, Span<double> losses) =>
            new PhiloxStream(31, 0).FillNormals((ulong)first, losses);
    }

    // All that are equal to the threshold, kept, would be 30 MB here.
    [Theory]
    [InlineData(0, -0.0)] // Whose sign is one of the bits.
    [InlineData(5, 1.0)] // Some losses are larger, and the quantile is one of the equal ones.
    [InlineData(20, 1.0)] // It is one of the larger ones, which are equal too.
    public void Tail_OfEqualLosses_KeepsATailOfThem_AndHasTheBitsOfTheWholeSample(int largerOf1000, double usual)
    {
        const int Paths = 4_000_000;
        double[] all = new double[Paths];
        Losses(0, all);
        var expected = LossTail.FromLosses(all, 0.99);
        var settings = new SimulationSettings { Seed = 1, Paths = Paths, Threads = 1 };
        long before = GC.GetAllocatedBytesForCurrentThread();

        var tail = MonteCarlo.Tail(Losses, 0.99, settings, default);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(expected, tail);
        Assert.Equal(double.IsNegative(expected.ValueAtRisk), double.IsNegative(tail.ValueAtRisk));
        Assert.InRange(allocated, 0, 5_000_000);

        void Losses(long first, Span<double> losses)
        {
            for (int i = 0; i < losses.Length; i++)
            {
                losses[i] = (first + i) * 7919 % 1000 < largerOf1000 ? 2.0 : usual;
            }
        }
    }

    [Fact]
    public void Tail_FirstBlocksUnlikeTheRest_StillFindsTheTail()
    {
        var settings = new SimulationSettings { Seed = 1, Paths = 200_000, Threads = 1 };
        var tail = MonteCarlo.Tail(Losses, 0.99, settings, default);
        double[] all = new double[200_000];
        Losses(0, all);

        Assert.Equal(LossTail.FromLosses(all, 0.99), tail);

        static void Losses(long first, Span<double> losses)
        {
            for (int i = 0; i < losses.Length; i++)
            {
                long index = first + i;
                losses[i] = index < 20_000 ? 1e6 - index : -index; // The whole tail is among the first.
            }
        }
    }

    [Fact]
    public void Select_AdversarialOrders_PutsThePlaceInOrder()
    {
        foreach (int n in new[] { 1, 2, 3, 10, 1000, 4097 })
        {
            double[][] orders =
            [
                [.. Enumerable.Range(0, n).Select(i => (double)i)],
                [.. Enumerable.Range(0, n).Select(i => (double)-i)],
                new double[n],
                [.. Enumerable.Range(0, n).Select(i => (double)Math.Min(i, n - i))],
                [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))],
            ];
            foreach (double[] order in orders)
            {
                int place = n * 9 / 10;
                double[] x = [.. order];
                LossTail.Select(x, place);
                Assert.Equal(order.Order().ElementAt(place), x[place]);
                Assert.All(x.Take(place), value => Assert.True(value <= x[place]));
                Assert.All(x.Skip(place), value => Assert.True(value >= x[place]));
            }
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Throws<ArgumentException>(() => LossTail.FromLosses([1.0, bad], 0.9));
            Assert.Throws<ArgumentException>(() => MonteCarlo.Tail(
                (_, losses) => losses.Fill(bad),
                0.9,
                new SimulationSettings { Seed = 1, Paths = 1000, Threads = 1 },
                default));
        }

        foreach (double confidence in new[] { 0.5, 1.0, 99.0, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => LossTail.FromLosses([1.0], confidence));
        }
    }
}
