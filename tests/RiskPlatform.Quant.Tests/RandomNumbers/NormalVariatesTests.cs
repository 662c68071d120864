using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class NormalVariatesTests
{
    // The worst of 30,000 arguments, a third of them in the tails, against 40-digit values was 6.2e-16.
    private const double RelativeTolerance = 1e-15;

    // Wichura, Applied Statistics 37 (1988) 477-484, section "Test data", which prints 16 digits.
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    public void FromUniforms_PublishedCase_MatchesThePaper(double u, double expected) =>
        Assert.Equal(expected, One(u), RelativeTolerance * Math.Abs(expected));

    // 40-digit values: √2 erfinv(2u − 1), mpmath 1.3.0, at the double nearest to the printed u.
    [Theory]
    [MemberData(nameof(FortyDigits))]
    public void FromUniforms_HighPrecisionValues_AgreeToTheLastDigits(double u, double expected) =>
        Assert.Equal(expected, One(u), RelativeTolerance * Math.Abs(expected));

    public static TheoryData<double, double> FortyDigits() => new()
    {
        { 0.4999999, -2.5066282747031063e-07 },
        { 0.45, -0.12566134685507402 },
        { 0.3141592653589793, -0.4840948857009644 },
        { 0.2, -0.8416212335729142 },
        { 0.0751, -1.43882539275254 },
        { 0.0749, -1.4402382675279637 },
        { 0.05, -1.6448536269514726 },
        { 0.025, -1.9599639845400543 },
        { 0.01, -2.326347874040841 },
        { 0.0001, -3.7190164854556804 },
        { 1e-07, -5.1993375821928165 },
        { 1.3e-11, -6.667611456510741 },
        { 1.5e-11, -6.646570887477113 },
        { 1e-13, -7.348796102800677 },
        { 1.1102230246251565e-16, -8.209536151601387 },
        { 0.6, 0.2533471031357997 },
        { 0.9, 1.2815515655446006 },
        { 0.9249, 1.4388253927525403 },
        { 0.9251, 1.440238267527964 },
        { 0.99, 2.3263478740408408 },
        { 0.999999, 4.753424308817087 },
        { 0.9999999999990905, 7.047700256664409 },
        { 1e-30, -11.464024688443615 },
        { 1e-100, -21.273453560965326 },
        { 1e-300, -37.0470962993612 },
    };

    [Fact]
    public void FromUniforms_WholeRange_AgreesWithTheHalleyQuantile()
    {
        for (int k = 1; k < 20_000; k++)
        {
            double u = k / 20_000.0;
            double expected = Normal.Quantile(u);
            Assert.Equal(expected, One(u), 3e-14 * Math.Max(Math.Abs(expected), 1e-2));
        }

        for (double u = 0.3; u > 1e-300; u *= 0.7)
        {
            double expected = Normal.Quantile(u);
            Assert.Equal(expected, One(u), 2e-14 * Math.Abs(expected));
        }
    }

    [Fact]
    public void FromUniforms_Ends_AreFiniteAndSymmetricToTheBit()
    {
        Assert.Equal(0.0, One(0.5));
        Assert.Equal(8.209536151601387, One(1.0 - Math.Pow(2.0, -53)), 1e-14);
        Assert.Equal(-38.467405617144345, One(double.Epsilon), 1e-13);
        foreach (double u in ReferenceData.Uniform(seed: 11, 2000, 0.0, 1.0))
        {
            double upper = Math.Max(u, 1.0 - u); // Exact complement: above ½ no digit is lost.
            Assert.Equal(-One(1.0 - upper), One(upper));
        }
    }

    [Fact]
    public void FromUniforms_AcrossTheSeams_Increases()
    {
        foreach (double seam in new[] { 0.075, 0.925, Math.Exp(-25.0) })
        {
            double before = double.NegativeInfinity;
            for (int step = -200; step <= 200; step++)
            {
                double now = One(seam * (1.0 + step * 1e-14));
                Assert.True(now >= before - 2e-15, $"{seam} at step {step}");
                before = now;
            }
        }
    }

    [Fact]
    public void FromUniforms_EveryLengthAndInPlace_GivesEachElementTheBitsItGetsAlone()
    {
        double[] uniforms = ReferenceData.Uniform(seed: 12, 300, 0.0, 1.0);
        uniforms[5] = 1e-15;
        double[] alone = [.. uniforms.Select(One)];
        for (int length = 0; length <= uniforms.Length; length++)
        {
            double[] batch = new double[length];
            double[] inPlace = uniforms[..length];
            NormalVariates.FromUniforms(uniforms.AsSpan(0, length), batch);
            NormalVariates.FromUniforms(inPlace, inPlace);
            Assert.Equal(alone.Take(length), batch);
            Assert.Equal(alone.Take(length), inPlace);
        }
    }

    [Fact]
    public void Transform_EveryWidth_GivesTheSameBits()
    {
        double[] uniforms = ReferenceData.Uniform(seed: 13, 100_003, 0.0, 1.0);
        for (int i = 0; i < uniforms.Length; i += 7)
        {
            uniforms[i] = Math.Pow(uniforms[i], 40.0) + double.Epsilon; // Far tails too.
        }

        double[] scalar = [.. uniforms];
        NormalVariates.Transform<Lanes1, double, ulong>(scalar);
        Check<Lanes128, Vector128<double>, Vector128<ulong>>(Lanes128.IsSupported);
        Check<Lanes256, Vector256<double>, Vector256<ulong>>(Lanes256.IsSupported);
        Check<Lanes512, Vector512<double>, Vector512<ulong>>(Lanes512.IsSupported);

        void Check<TLanes, TReal, TWord>(bool isSupported)
            where TLanes : ILanes<TReal, TWord>
        {
            if (isSupported)
            {
                double[] wide = [.. uniforms];
                NormalVariates.Transform<TLanes, TReal, TWord>(wide);
                Assert.Equal(scalar, wide);
            }
        }
    }

    [Fact]
    public void FromUniforms_BadInput_IsRefused()
    {
        foreach (double u in new[] { 0.0, 1.0, -0.1, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => One(u));
        }

        Assert.Throws<ArgumentException>(() => NormalVariates.FromUniforms(new double[2], new double[3]));
    }

    private static double One(double u)
    {
        double[] x = new double[1];
        NormalVariates.FromUniforms([u], x);
        return x[0];
    }
}
