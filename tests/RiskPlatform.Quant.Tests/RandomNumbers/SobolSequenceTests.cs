using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class SobolSequenceTests
{
    // The authors' page (web.maths.unsw.edu.au/~fkuo/sobol) prints these for new-joe-kuo-6 in three dimensions. Their
    // program goes through the points in Gray-code order: its i-th is our i ^ (i >> 1).
    [Fact]
    public void FillPoints_FirstTenInThreeDimensions_AreJoeAndKuos()
    {
        double[][] printed =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375],
            [0.6875, 0.8125, 0.4375],
        ];
        var sobol = SobolSequence.Plain(3);
        double[] points = new double[16 * 3];
        sobol.FillPoints(0, points);
        for (int i = 0; i < printed.Length; i++)
        {
            int row = i ^ i >> 1;
            Assert.Equal(printed[i], points[(3 * row)..(3 * row + 3)].Select(x => Digits(x) / (double)(1L << 32)));
        }
    }

    // SciPy 1.10.1, scipy.stats._sobol with 32 bits: the exclusive or of direction numbers over the index's ones.
    [Theory]
    [InlineData(1, 1, 0x80000000)]
    [InlineData(5, 1, 0x20000000)]
    [InlineData(5, 2, 0xe0000000)]
    [InlineData(5, 99, 0x20000000)]
    [InlineData(1000, 2, 0x73400000)]
    [InlineData(1000, 9, 0x1f400000)]
    [InlineData(1000, 99, 0x80400000)]
    [InlineData(1000, 999, 0xe6c00000)]
    [InlineData(1000, 1110, 0xf1400000)]
    [InlineData(123456789, 1, 0x5f6572e0)]
    [InlineData(123456789, 2, 0xfc9d8c20)]
    [InlineData(123456789, 9, 0xcd829e60)]
    [InlineData(123456789, 99, 0x60693360)]
    [InlineData(123456789, 999, 0xb40f2be0)]
    [InlineData(123456789, 1110, 0x85efce60)]
    [InlineData(4294967295, 1, 0x00000001)]
    [InlineData(4294967295, 2, 0x4f00ffff)]
    [InlineData(4294967295, 9, 0x812ad7a7)]
    [InlineData(4294967295, 99, 0x9d426c3f)]
    [InlineData(4294967295, 999, 0xef769345)]
    [InlineData(4294967295, 1110, 0x4d000027)]
    public void FillDimension_SciPysPoints_AreOurs(long index, int dimension, uint expected)
    {
        double[] x = new double[1];
        SobolSequence.Plain(1200).FillDimension(dimension, index, x);

        Assert.Equal(expected, Digits(x[0]));
    }

    [Fact]
    public void Fill_EveryStartAndLength_GivesEachPointItsNumbers()
    {
        foreach (var sobol in new[] { SobolSequence.Plain(7), SobolSequence.Scrambled(7, 5) })
        {
            double[] all = new double[7 * 200];
            sobol.FillPoints(0, all);
            for (int length = 0; length <= 70; length++)
            {
                int start = 3 * length % 129;
                double[] points = new double[7 * length];
                double[] column = new double[length];
                sobol.FillPoints(start, points);
                Assert.Equal(all.Skip(7 * start).Take(7 * length), points);
                for (int dimension = 0; dimension < 7; dimension++)
                {
                    sobol.FillDimension(dimension, start, column);
                    Assert.Equal(Enumerable.Range(start, length).Select(i => all[7 * i + dimension]), column);
                }
            }
        }
    }

    [Fact]
    public void FillDimension_EveryDimension_PutsOnePointIntoEachOf1024Cells()
    {
        foreach (var sobol in new[] { SobolSequence.Plain(1200), SobolSequence.Scrambled(1200, 9) })
        {
            double[] column = new double[1024];
            for (int dimension = 0; dimension < sobol.Dimensions; dimension++)
            {
                sobol.FillDimension(dimension, 1024 * (dimension % 5), column);
                Assert.Equal(1024, column.Select(x => (int)(1024.0 * x)).Distinct().Count());
            }
        }
    }

    // Sobol's first two dimensions are a (0, m, 2)-net: any box of area 2⁻ᵐ with binary sides holds one of 2ᵐ points.
    [Fact]
    public void FillPoints_FirstTwoDimensions_FillEveryElementaryBoxOnce()
    {
        const int M = 10;
        foreach (var sobol in new[] { SobolSequence.Plain(2), SobolSequence.Scrambled(2, 1) })
        {
            double[] points = new double[2 << M];
            sobol.FillPoints(0, points);
            for (int bits = 0; bits <= M; bits++)
            {
                var boxes = Enumerable.Range(0, 1 << M)
                    .Select(i => ((int)(points[2 * i] * (1 << bits)), (int)(points[2 * i + 1] * (1 << (M - bits)))));
                Assert.Equal(1 << M, boxes.Distinct().Count());
            }
        }
    }

    // Owen's scramble is a tree of digit flips: numbers that share their first k digits, and differ in the next, do so
    // afterwards too.
    [Fact]
    public void Scramble_SharedLeadingDigits_StaySharedAndTheNextDiffers()
    {
        var random = new Random(14);
        for (int trial = 0; trial < 20_000; trial++)
        {
            uint seed = (uint)random.NextInt64(1L << 32);
            uint a = (uint)random.NextInt64(1L << 32);
            int shared = trial % 32;
            uint b = a ^ (0x80000000u >> shared) ^ ((uint)random.NextInt64(1L << 32) & (uint)(0x7FFFFFFFul >> shared));
            uint difference = SobolSequence.Scramble(a, seed) ^ SobolSequence.Scramble(b, seed);
            Assert.Equal(shared, System.Numerics.BitOperations.LeadingZeroCount(difference));
        }
    }

    // Goal: scrambled copies are unbiased, their spread is an honest error, and it falls much faster than 1/√n.
    // Method: the mean of ∏ (1 + (xⱼ − ½)/2) over ten dimensions, which is 1; 64 copies at 2¹⁰ and at 2¹⁴ points.
    [Fact]
    public void Scrambled_Copies_AreUnbiasedAndConvergeFast()
    {
        var (mean, error) = Replicates(1 << 10);
        var (betterMean, betterError) = Replicates(1 << 14);

        Assert.Equal(1.0, mean, 4.0 * error);
        Assert.Equal(1.0, betterMean, 4.0 * betterError);
        Assert.True(betterError < error / 8.0, $"{error} to {betterError}: 1/√n alone would be a quarter");
        Assert.True(error < 0.2 * Math.Sqrt((Math.Pow(1.0 + 1.0 / 48.0, 10) - 1.0) / (64 << 10)));

        static (double Mean, double Error) Replicates(int points)
        {
            double[] means = new double[64];
            double[] x = new double[10 * points];
            for (int copy = 0; copy < means.Length; copy++)
            {
                SobolSequence.Scrambled(10, (ulong)copy).FillPoints(0, x);
                means[copy] = x.Chunk(10).Average(p => p.Aggregate(1.0, (y, xj) => y * (1.0 + (xj - 0.5) / 2.0)));
            }

            double mean = means.Average();
            return (mean, Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / 63.0 / 64.0));
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Plain(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Scrambled(4097, 1));
        var sobol = SobolSequence.Plain(3);
        Assert.Throws<ArgumentException>(() => sobol.FillPoints(0, new double[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sobol.FillPoints(-1, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sobol.FillDimension(3, 0, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sobol.FillDimension(0, (1L << 32) - 1, new double[2]));
        sobol.FillPoints(0, []);
    }

    private static uint Digits(double x) => (uint)(x * SobolSequence.PointsMax);
}
