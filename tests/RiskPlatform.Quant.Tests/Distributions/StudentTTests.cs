using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.Distributions;

public sealed class StudentTTests
{
    [Theory] // Fisher and Yates, Statistical Tables, 6th ed. 1963, table III; three decimals.
    [InlineData(1, 0.975, 12.706)]
    [InlineData(2, 0.99, 6.965)]
    [InlineData(5, 0.95, 2.015)]
    [InlineData(10, 0.995, 3.169)]
    [InlineData(30, 0.9995, 3.646)]
    [InlineData(120, 0.975, 1.980)]
    public void Quantile_PublishedTable(double degrees, double p, double expected)
    {
        Assert.Equal(expected, StudentT.Quantile(p, degrees), 6e-4);
        Assert.Equal(-expected, StudentT.Quantile(1.0 - p, degrees), 6e-4);
    }

    // Differences of pairs, and the two-sided probability that R's t.test prints of them: Student, "The probable error
    // of a mean", Biometrika 6 (1908), p. 20, hours of sleep; G. Box, W. Hunter and J. Hunter, Statistics for
    // Experimenters, 1978, p. 100, wear of boys' shoes.
    [Theory]
    [InlineData(4.0621, 0.002833, 1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4)]
    [InlineData(3.3489, 0.008539, 0.8, 0.6, 0.3, -0.1, 1.1, -0.2, 0.3, 0.5, 0.5, 0.3)]
    public void Cdf_PublishedPairs_HaveTheirProbability(double ratio, double probability, params double[] differences)
    {
        StreamingMoments moments = default;
        moments.Add(differences);
        double t = moments.Mean / moments.StandardDeviation!.Value * Math.Sqrt(differences.Length);

        Assert.Equal(ratio, t, 5e-5);
        Assert.Equal(probability, 2.0 * StudentT.Cdf(-t, differences.Length - 1.0), 5e-7);
    }

    [Fact]
    public void ClosedForms_OneTwoAndFourDegrees()
    {
        foreach (double t in (double[])[0.0, 1e-9, 0.01, 0.5, 1.0, 3.0, 50.0, 1e6, 1e12])
        {
            double atan = t == 0.0 ? 0.5 : t < 1.0 ? 0.5 - Math.Atan(t) / Math.PI : Math.Atan(1.0 / t) / Math.PI;
            AssertClose(atan, StudentT.Cdf(-t, 1.0));
            double root = Math.Sqrt(2.0 + t * t);
            AssertClose(1.0 / (root * (root + t)), StudentT.Cdf(-t, 2.0));
            AssertClose(1.0 / (Math.PI * (1.0 + t * t)), StudentT.Density(t, 1.0));
            double s = t / Math.Sqrt(4.0 + t * t);
            if (t <= 3.0)
            {
                AssertClose(0.5 - 0.75 * (s - s * s * s / 3.0), StudentT.Cdf(-t, 4.0));
            }
        }

        foreach (double p in (double[])[1e-200, 1e-12, 0.01, 0.3, 0.49])
        {
            AssertClose((2.0 * p - 1.0) / Math.Sqrt(2.0 * p * (1.0 - p)), StudentT.Quantile(p, 2.0));
        }
    }

    [Fact]
    public void Quantile_WholeRange_GoesRoundThroughTheCdf()
    {
        foreach (double degrees in (double[])[0.5, 1.0, 2.3, 4.0, 7.5, 30.0, 200.0, 1_000.0])
        {
            double before = double.NegativeInfinity;
            foreach (double p in (double[])[1e-100, 1e-30, 1e-10, 1e-3, 0.05, 0.2, 0.35, 0.499, 0.5])
            {
                double t = StudentT.Quantile(p, degrees);
                Assert.True(t > before);
                before = t;
                Assert.Equal(1.0, StudentT.Cdf(t, degrees) / p, 1e-11);
            }

            Assert.Equal(-StudentT.Quantile(0.25, degrees), StudentT.Quantile(0.75, degrees));
        }
    }

    [Fact]
    public void Density_IsTheSlope_AndManyDegreesAreNormal()
    {
        foreach (double t in (double[])[-3.0, -0.7, 0.0, 1.3, 6.0])
        {
            double slope = (StudentT.Cdf(t + 1e-5, 5.0) - StudentT.Cdf(t - 1e-5, 5.0)) / 2e-5;
            Assert.Equal(slope, StudentT.Density(t, 5.0), 1e-9);
            Assert.Equal(Normal.Cdf(t), StudentT.Cdf(t, 1e6), 1e-6);
            Assert.Equal(Normal.Density(t), StudentT.Density(t, 1e6), 1e-6);
        }
    }

    [Fact]
    public void TailMean_IsTheIntegralOfTheQuantiles()
    {
        foreach (double degrees in (double[])[1.5, 3.0, 12.0])
        {
            foreach (double p in (double[])[0.01, 0.05, 0.5])
            {
                // E = (1/p) ∫₀ᵖ t(u) du, with u = p·x⁸ so that the end at zero is smooth; midpoints.
                const int Points = 20_000;
                double sum = 0.0;
                for (int i = 0; i < Points; i++)
                {
                    double x = (i + 0.5) / Points;
                    sum += StudentT.Quantile(p * Math.Pow(x, 8), degrees) * 8.0 * Math.Pow(x, 7) / Points;
                }

                Assert.Equal(1.0, sum / StudentT.TailMean(p, degrees), 1e-5);
            }
        }

        Assert.Equal(-Normal.Density(Normal.Quantile(0.025)) / 0.025, StudentT.TailMean(0.025, 1e6), 1e-4);
    }

    [Fact]
    public void OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Cdf(0.0, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Density(0.0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(0.0, 4.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(double.NaN, 4.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TailMean(0.01, 1.0));
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(1.0, actual / expected, 2e-12);
}
