using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class PhiloxStreamTests
{
    private const int Sample = 1 << 20;
    private const double KolmogorovLimit = 1.95; // 0.1 %.
    private static readonly PhiloxStream Stream = new(Seed: 20_260_101, Stream: 3);

    [Fact]
    public void Uniform_KnownAnswer_IsTheBlocksUpper52Bits()
    {
        var zero = new PhiloxStream(Seed: 0, Stream: 0); // Words 6627e8d5 e169c58d bc57ac4c 9b00dbd8.

        Assert.Equal(((0xe169c58d_6627e8d5 >> 12) * 2.0 + 1.0) / Math.Pow(2.0, 53), zero.Uniform(0));
        Assert.Equal(((0x9b00dbd8_bc57ac4c >> 12) * 2.0 + 1.0) / Math.Pow(2.0, 53), zero.Uniform(1));
    }

    [Fact]
    public void Uniform_ExtremeWords_StayInsideTheOpenInterval()
    {
        Assert.Equal(Math.Pow(2.0, -53), PhiloxKernel.ToUniform(0));
        Assert.Equal(1.0 - Math.Pow(2.0, -53), PhiloxKernel.ToUniform(ulong.MaxValue));
    }

    [Fact]
    public void Fill_EveryLengthAndStart_GivesEachIndexItsNumber()
    {
        double[] uniforms = [.. Enumerable.Range(0, 200).Select(i => Stream.Uniform((ulong)i))];
        double[] normals = [.. Enumerable.Range(0, 200).Select(i => Stream.Normal((ulong)i))];
        for (int start = 0; start < 5; start++)
        {
            for (int length = 0; length <= 140; length++)
            {
                double[] u = new double[length];
                double[] z = new double[length];
                Stream.FillUniforms((ulong)start, u);
                Stream.FillNormals((ulong)start, z);
                Assert.Equal(uniforms.Skip(start).Take(length), u);
                Assert.Equal(normals.Skip(start).Take(length), z);
            }
        }
    }

    [Fact]
    public void Fill_FarFromTheOrigin_CarriesIntoTheUpperCounterWords()
    {
        foreach (ulong start in new[] { (1UL << 33) - 31, (1UL << 40) + 1, ulong.MaxValue - 99 })
        {
            var stream = new PhiloxStream(ulong.MaxValue, ulong.MaxValue - 1);
            double[] u = new double[100];
            stream.FillUniforms(start, u);
            for (int i = 0; i < u.Length; i++)
            {
                var words = Philox4x32.Block(new UInt128(stream.Stream, start + (ulong)i >> 1), stream.Seed);
                ulong word = (start + (ulong)i & 1) == 0 ? (ulong)words : (ulong)(words >> 64);
                Assert.Equal(PhiloxKernel.ToUniform(word), u[i]);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.FillUniforms(ulong.MaxValue, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.FillNormals(ulong.MaxValue, new double[2]));
    }

    [Fact]
    public void FillUniforms_EveryWidth_GivesTheSameBits()
    {
        double[] expected = [.. Enumerable.Range(0, 1000).Select(i => Stream.Uniform(10UL + (ulong)i))];
        Check<Lanes1, double, ulong>(true);
        Check<Lanes128, Vector128<double>, Vector128<ulong>>(Lanes128.IsSupported);
        Check<Lanes256, Vector256<double>, Vector256<ulong>>(Lanes256.IsSupported);
        Check<Lanes512, Vector512<double>, Vector512<ulong>>(Lanes512.IsSupported);

        void Check<TLanes, TReal, TWord>(bool isSupported)
            where TLanes : ILanes<TReal, TWord>
        {
            if (isSupported)
            {
                double[] u = new double[1000];
                int done = PhiloxKernel.FillBlocks<TLanes, TReal, TWord>(Stream.Seed, Stream.Stream, 5, u);
                Assert.InRange(done, 1000 - 4 * TLanes.Count + 1, 1000);
                Assert.Equal(expected.Take(done), u.Take(done));
            }
        }
    }

    [Fact]
    public void FillUniforms_Sample_IsUniformAndUncorrelated()
    {
        double[] u = new double[Sample];
        Stream.FillUniforms(0, u);

        AssertMoment(u, x => x, 0.5, 1.0 / 12.0);
        AssertMoment(u, x => x * x, 1.0 / 3.0, 4.0 / 45.0);
        AssertMoment(u, x => x * x * x, 1.0 / 4.0, 9.0 / 112.0);
        Assert.InRange(KolmogorovSmirnov.Statistic(u, x => x), 0.3, KolmogorovLimit);
        foreach (int lag in new[] { 1, 2, 3, 8, 16, 512 })
        {
            AssertUncorrelated(u.AsSpan(lag), u.AsSpan(0, Sample - lag));
        }
    }

    [Fact]
    public void FillUniforms_NeighbouringStreamsAndSeeds_AreUncorrelated()
    {
        double[] u = new double[Sample];
        double[] next = new double[Sample];
        double[] other = new double[Sample];
        new PhiloxStream(1, 0).FillUniforms(0, u);
        new PhiloxStream(1, 1).FillUniforms(0, next);
        new PhiloxStream(2, 0).FillUniforms(0, other);

        AssertUncorrelated(u, next);
        AssertUncorrelated(u, other);
        AssertUncorrelated(next, other);
    }

    [Fact]
    public void FillNormals_Sample_HasTheNormalsMomentsShapeAndTails()
    {
        double[] z = new double[Sample];
        Stream.FillNormals(0, z);

        AssertMoment(z, x => x, 0.0, 1.0);
        AssertMoment(z, x => x * x, 1.0, 2.0);
        AssertMoment(z, x => x * x * x, 0.0, 15.0);
        AssertMoment(z, x => x * x * x * x, 3.0, 96.0);
        Assert.InRange(KolmogorovSmirnov.Statistic(z, Normal.Cdf), 0.3, KolmogorovLimit);
        foreach (double limit in new[] { -4.0, -3.0, -2.0, 2.0, 3.0, 4.0 })
        {
            double p = Normal.Cdf(-Math.Abs(limit));
            int beyond = z.Count(x => limit < 0.0 ? x < limit : x > limit);
            Assert.Equal(Sample * p, beyond, 4.0 * Math.Sqrt(Sample * p));
        }
    }

    private static void AssertMoment(double[] sample, Func<double, double> of, double expected, double variance) =>
        Assert.Equal(expected, sample.Average(of), 4.0 * Math.Sqrt(variance / sample.Length));

    private static void AssertUncorrelated(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - 0.5) * (b[i] - 0.5);
        }

        Assert.Equal(0.0, 12.0 * sum / Math.Sqrt(a.Length), 4.0);
    }
}
