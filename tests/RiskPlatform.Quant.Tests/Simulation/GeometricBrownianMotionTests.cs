using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.Quant.Tests.RandomNumbers;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class GeometricBrownianMotionTests
{
    private const ulong Seed = 77;
    private static readonly GeometricBrownianMotion Model = new(spot: 100.0, drift: 0.05, volatility: 0.2);

    [Fact]
    public void FillTerminal_EveryIndex_IsTheFormulaOfItsNormal()
    {
        double[] prices = new double[1000];
        Model.FillTerminal(2.0, Seed, firstPath: 3, prices);
        for (int i = 0; i < prices.Length; i++)
        {
            double z = new PhiloxStream(Seed, 0).Normal((ulong)i + 3);
            double expected = 100.0 * Math.Exp((0.05 - 0.02) * 2.0 + 0.2 * Math.Sqrt(2.0) * z);
            Assert.Equal(expected, prices[i], 2e-15 * expected);
        }
    }

    [Fact]
    public void FillPaths_EveryNumberOfPathsAndSteps_GivesEachPathTheBitsItGetsAlone()
    {
        double[] alone = new double[7];
        for (int steps = 1; steps <= 7; steps++)
        {
            foreach (int paths in Enumerable.Range(0, 40).Append(511).Append(513).Append(1025))
            {
                double[] prices = new double[steps * paths];
                Model.FillPaths(1.0, steps, Seed, firstPath: 5, prices);
                for (int path = 0; path < paths; path += paths > 40 ? 73 : 1)
                {
                    Model.FillPaths(1.0, steps, Seed, 5 + path, alone.AsSpan(0, steps));
                    Assert.Equal(alone.Take(steps), Enumerable.Range(0, steps).Select(k => prices[k * paths + path]));
                }
            }
        }
    }

    [Fact]
    public void FillHorizon_EveryLengthAndSteps_IsTheLastRow_AndTheMirrorImageIsThatOfMinusZ()
    {
        for (int steps = 1; steps <= 5; steps += 2)
        {
            foreach (int paths in Enumerable.Range(0, 20).Append(511).Append(513).Append(1500))
            {
                double[] whole = new double[steps * paths];
                double[] last = new double[paths];
                double[] mirrored = new double[paths];
                double[] alone = new double[paths];
                Model.FillPaths(1.0, steps, Seed, firstPath: 5, whole);
                Model.FillHorizon(1.0, steps, Seed, firstPath: 5, last, mirrored);
                Model.FillHorizon(1.0, steps, Seed, firstPath: 5, alone, []);
                Assert.Equal(whole[((steps - 1) * paths)..], last);
                Assert.Equal(last, alone);

                // ln S + ln S' = 2 ln S₀ + 2 (μ − σ²/2) t: the normals cancel.
                Assert.All(last.Zip(mirrored), pair => Assert.Equal(
                    10_000.0 * Math.Exp(0.06), pair.First * pair.Second, 1e-10));
            }
        }

        Assert.Throws<ArgumentException>(
            () => Model.FillHorizon(1.0, 1, Seed, 0, new double[2], new double[1]));
    }

    [Fact]
    public void FromNormals_OnTheTerminalsOwnNormals_IsTheTerminal()
    {
        double[] prices = new double[1100];
        double[] normals = new double[1100];
        Model.FillTerminal(2.0, Seed, firstPath: 0, prices);
        new PhiloxStream(Seed, 0).FillNormals(0, normals);
        Model.FromNormals(2.0, normals, normals);

        Assert.Equal(prices, normals);
        Assert.Throws<ArgumentException>(() => Model.FromNormals(2.0, new double[1], new double[2]));
    }

    [Fact]
    public void FillPaths_Steps_CompoundAndDoNotDependOnEachOther()
    {
        const int Paths = 100_000;
        double[] prices = new double[4 * Paths];
        Model.FillPaths(1.0, 4, Seed, 0, prices);
        for (int step = 0; step < 4; step++)
        {
            double[] z = new double[Paths];
            new PhiloxStream(Seed, (ulong)step).FillNormals(0, z);
            double crossed = 0.0;
            for (int i = 0; i < Paths; i++)
            {
                double before = step == 0 ? 100.0 : prices[(step - 1) * Paths + i];
                double expected = before * Math.Exp(0.03 / 4.0 + 0.1 * z[i]);
                Assert.Equal(expected, prices[step * Paths + i], 2e-15 * expected);
                crossed += z[i] * Math.Log(before / 100.0);
            }

            Assert.Equal(0.0, crossed / Paths, 4.0 * 0.2 / Math.Sqrt(Paths));
        }
    }

    [Fact]
    public void FillPaths_LastDate_IsLogNormal()
    {
        const int Paths = 1 << 17;
        double[] prices = new double[12 * Paths];
        Model.FillPaths(1.5, 12, Seed, 0, prices);
        var last = prices.Skip(11 * Paths).Select(s => (Math.Log(s / 100.0) - 0.03 * 1.5) / (0.2 * Math.Sqrt(1.5)));

        Assert.InRange(KolmogorovSmirnov.Statistic(last, Normal.Cdf), 0.3, 1.95); // 0.1 %.
    }

    [Fact]
    public void Step_EveryWidth_GivesTheSameBits()
    {
        double[] before = ReferenceData.Uniform(seed: 1, 1003, 50.0, 150.0);
        double[] z = [.. ReferenceData.Uniform(seed: 2, 1003, -8.0, 8.0)];
        double[] scalar = new double[1003];
        GbmKernel.Step<Lanes1, double, ulong>(before, -0.1, 3.7, z, scalar);
        Check<Lanes128, Vector128<double>, Vector128<ulong>>(Lanes128.IsSupported);
        Check<Lanes256, Vector256<double>, Vector256<ulong>>(Lanes256.IsSupported);
        Check<Lanes512, Vector512<double>, Vector512<ulong>>(Lanes512.IsSupported);

        void Check<TLanes, TReal, TWord>(bool isSupported)
            where TLanes : ILanes<TReal, TWord>
        {
            if (isSupported)
            {
                double[] wide = new double[1003];
                GbmKernel.Step<TLanes, TReal, TWord>(before, -0.1, 3.7, z, wide);
                Assert.Equal(scalar, wide);
            }
        }
    }

    // Goal: another machine, runtime or vector width gives the same bits as the one this was written on.
    [Fact]
    public void FillPaths_TwoHundredThousandPrices_HaveTheBitsTheyAlwaysHad()
    {
        double[] prices = new double[200_000];
        Model.FillPaths(1.0, 20, Seed, 0, prices);
        ulong sum = 0;
        foreach (double price in prices)
        {
            sum = System.Numerics.BitOperations.RotateLeft(sum, 5) ^ BitConverter.DoubleToUInt64Bits(price);
        }

        Assert.Equal(0x8BAA43B9CA2452B8UL, sum);
    }

    [Fact]
    public void ZeroVolatility_GrowsAtTheDrift()
    {
        double[] prices = new double[30];
        new GeometricBrownianMotion(10.0, 0.1, 0.0).FillPaths(3.0, 3, Seed, 0, prices);

        Assert.All(prices.Chunk(10).Select((row, k) => (row, k)), x =>
            Assert.All(x.row, price => Assert.Equal(10.0 * Math.Exp(0.1 * (x.k + 1)), price, 1e-13)));
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianMotion(0.0, 0.0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianMotion(double.NaN, 0.0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianMotion(1.0, double.NaN, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianMotion(1.0, 0.0, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianMotion(1.0, 0.0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FillTerminal(0.0, 1, 0, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FillTerminal(double.NaN, 1, 0, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FillTerminal(1.0, 1, -1, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FillTerminal(1e9, 1, 0, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FillPaths(1.0, 0, 1, 0, new double[1]));
        Assert.Throws<ArgumentException>(() => Model.FillPaths(1.0, 2, 1, 0, new double[3]));
    }
}
