using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Distributions;

public sealed class GoodnessOfFitTests
{
    [Fact]
    public void KolmogorovSmirnovPValue_PublishedValue() =>
        // Marsaglia, Tsang and Wang (2003): P(D < 0.274), ten values.
        Assert.Equal(1.0 - 0.6284796154565, GoodnessOfFit.KolmogorovSmirnovPValue(0.274, 10), 5e-13);

    [Theory] // Miller, J. American Statistical Association 51 (1956), p. 113, table 1: critical values at 5 %.
    [InlineData(5, 0.56328)]
    [InlineData(20, 0.29408)]
    [InlineData(100, 0.13403)]
    public void KolmogorovSmirnovPValue_PublishedCriticalValues(int n, double d) =>
        Assert.Equal(0.05, GoodnessOfFit.KolmogorovSmirnovPValue(d, n), 2e-5);

    [Fact]
    public void KolmogorovSmirnovPValue_ClosedForms()
    {
        // One value: P(D < d) = 2d − 1. Small distances, d ≤ 1/n: n!(2d − 1/n)ⁿ.
        Assert.Equal(0.4, GoodnessOfFit.KolmogorovSmirnovPValue(0.8, 1), 1e-15);
        Assert.Equal(1.0 - 6.0 * Math.Pow(0.6 - 1.0 / 3.0, 3), GoodnessOfFit.KolmogorovSmirnovPValue(0.3, 3), 1e-14);
        Assert.Equal(1.0, GoodnessOfFit.KolmogorovSmirnovPValue(0.0, 50));
        Assert.Equal(0.0, GoodnessOfFit.KolmogorovSmirnovPValue(1.0, 50), 1e-15);
    }

    [Fact]
    public void KolmogorovSmirnovPValue_AtTheSeam_TheTwoMethodsAgree()
    {
        foreach (double d in (double[])[0.04, 0.06, 0.08, 0.1])
        {
            double exact = GoodnessOfFit.KolmogorovSmirnovPValue(d * Math.Sqrt(201.0 / 200.0), 200);
            double limit = GoodnessOfFit.KolmogorovSmirnovPValue(d, 201);
            Assert.Equal(1.0, limit / exact, 0.02);
        }
    }

    [Fact]
    public void KolmogorovSmirnovPValue_OfTheTrueLaw_IsUniform()
    {
        const int Samples = 2_000;
        int below = 0;
        for (int seed = 0; seed < Samples; seed++)
        {
            double[] u = ReferenceData.Uniform(seed, 30, 0.0, 1.0);
            Array.Sort(u);
            double p = GoodnessOfFit.KolmogorovSmirnovPValue(GoodnessOfFit.KolmogorovSmirnov(u), 30);
            below += p < 0.1 ? 1 : 0;
        }

        Assert.InRange(below / (double)Samples, 0.1 - 0.027, 0.1 + 0.027); // Four standard errors.
    }

    [Fact]
    public void KolmogorovSmirnov_WorkedCase()
    {
        // F = x at 0.1, 0.4, 0.7: the largest step is 1 − 0.7.
        Assert.Equal(0.3, GoodnessOfFit.KolmogorovSmirnov([0.1, 0.4, 0.7]), 1e-15);
        Assert.Equal(0.5, GoodnessOfFit.KolmogorovSmirnov([0.5]), 1e-15);
        Assert.Throws<ArgumentException>(() => GoodnessOfFit.KolmogorovSmirnov([]));
    }

    // Goal: the sum is the integral it comes from. Method: n ∫ (Fₙ − F)²/(F(1 − F)) dF between the steps, in closed
    // form: with c = k/n the integrand has the antiderivative −F + c² ln F − (1 − c)² ln(1 − F).
    [Fact]
    public void AndersonDarling_EveryLength_IsTheIntegral()
    {
        for (int n = 1; n <= 40; n++)
        {
            double[] u = ReferenceData.Uniform(n, n, 0.01, 0.99);
            Array.Sort(u);
            double integral = 0.0;
            for (int k = 0; k <= n; k++)
            {
                double c = (double)k / n;
                double from = k == 0 ? 0.0 : u[k - 1];
                double to = k == n ? 1.0 : u[k];
                integral += n * (from - to);
                integral += k == 0 ? 0.0 : n * c * c * Math.Log(to / from);
                integral += k == n ? 0.0 : -n * (1.0 - c) * (1.0 - c) * Math.Log((1.0 - to) / (1.0 - from));
            }

            double[] above = [.. u.Select(x => 1.0 - x)];
            Assert.Equal(integral, GoodnessOfFit.AndersonDarling(u, above)!.Value, 1e-11);
        }

        Assert.Null(GoodnessOfFit.AndersonDarling([0.0, 0.5], [1.0, 0.5]));
    }

    [Fact]
    public void OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GoodnessOfFit.KolmogorovSmirnovPValue(double.NaN, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => GoodnessOfFit.KolmogorovSmirnovPValue(0.1, 0));
        Assert.Throws<ArgumentException>(() => GoodnessOfFit.AndersonDarling([0.1], [0.9, 0.8]));
    }
}
