using MathNet.Numerics.Integration;
using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Distributions;

public sealed class NormalTests
{
    // The GNU C library's erfc, whose stated error is within one unit in the last place.
    [Theory]
    [InlineData(-37.0, 5.725571222525139e-300)]
    [InlineData(-20.0, 2.7536241186063314e-89)]
    [InlineData(-10.0, 7.619853024160593e-24)]
    [InlineData(-5.0, 2.866515718791946e-07)]
    [InlineData(-1.0, 0.15865525393145707)]
    [InlineData(-0.1, 0.460172162722971)]
    [InlineData(0.0, 0.5)]
    [InlineData(0.5, 0.6914624612740131)]
    [InlineData(2.0, 0.9772498680518208)]
    [InlineData(6.0, 0.9999999990134123)]
    public void Cdf_ComputedElsewhere_AgreesInBothTails(double x, double expected) =>
        Assert.InRange(Normal.Cdf(x) / expected, 1.0 - 1e-13, 1.0 + 1e-13);

    // M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), p. 478: the check values of PPND16.
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Quantile_PublishedCase_MatchesThePaper(double p, double expected) =>
        Assert.Equal(expected, Normal.Quantile(p), 2e-15 * Math.Abs(expected));

    // M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 1964, p. 933, 26.2.23: a quotient of polynomials,
    // never further than 4.5e-4 from the quantile.
    [Fact]
    public void Quantile_HandbooksApproximation_IsWithinItsStatedError()
    {
        for (int i = 1; i <= 500; i++)
        {
            double upper = i / 1000.0;
            double t = Math.Sqrt(-2.0 * Math.Log(upper));
            double approximation = t - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
            Assert.Equal(approximation, -Normal.Quantile(upper), 4.5e-4);
        }
    }

    [Fact]
    public void Quantile_OfCdf_IsThePoint()
    {
        for (double x = -37.0; x <= 5.0; x += 0.125)
        {
            // The upper tail loses digits to the one in 1 − N: the attainable error grows with 1/φ.
            double lost = x > 0.0 ? 1.2e-16 / Normal.Density(x) : 0.0;
            double attainable = Math.Max(4e-15 * Math.Max(1.0, Math.Abs(x)), lost);
            Assert.Equal(x, Normal.Quantile(Normal.Cdf(x)), attainable);
        }
    }

    [Fact]
    public void Cdf_AgainstIntegratedDensity_Agrees()
    {
        for (double x = -6.0; x <= 6.0; x += 0.5)
        {
            double integral = GaussLegendreRule.Integrate(Normal.Density, -12.0, x, 128);
            Assert.Equal(integral, Normal.Cdf(x), 1e-13);
        }
    }

    [Fact]
    public void Quantile_Symmetry_IsExact()
    {
        foreach (double p in ReferenceData.Uniform(seed: 1, count: 1000, from: 0.5, to: 1.0))
        {
            Assert.Equal(-Normal.Quantile(1.0 - p), Normal.Quantile(p));
        }
    }

    [Fact]
    public void Ends_AreInfinite_AndOutsideIsRefused()
    {
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0.0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1.0));
        Assert.Equal(1.0, Normal.Cdf(double.PositiveInfinity));
        Assert.Equal(0.0, Normal.Cdf(double.NegativeInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(-1e-300));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(1.0 + 1e-15));
    }
}
