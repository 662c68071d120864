using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class GarchLikelihoodTests
{
    public static TheoryData<GarchForm, InnovationLaw> Models => new()
    {
        { GarchForm.Garch, InnovationLaw.Normal },
        { GarchForm.Garch, InnovationLaw.StudentT },
        { GarchForm.Gjr, InnovationLaw.Normal },
        { GarchForm.Gjr, InnovationLaw.StudentT },
        { GarchForm.Egarch, InnovationLaw.Normal },
        { GarchForm.Egarch, InnovationLaw.StudentT },
    };

    // Goal: every term of every first and second derivative.
    // Method: the value against the formula written plainly, the gradient against its differences, the Hessian against
    // differences of the gradient, at three points, for series of every length up to 40 and one of 300.
    [Theory]
    [MemberData(nameof(Models))]
    public void Evaluate_EveryLength_MatchesTheFormulaAndItsDifferences(GarchForm form, InnovationLaw law)
    {
        double[] all = SeriesData.Normals(seed: 11, count: 300);
        var specification = new GarchSpecification { Form = form, Innovations = law };
        foreach (int length in Enumerable.Range(1, 40).Append(300))
        {
            double[] returns = all[..length];
            var likelihood = new GarchLikelihood(returns, specification);
            foreach (double[] x in Points(form))
            {
                var at = Evaluate(likelihood, x);
                double Plain(double[] p) => GarchOracle.LogLikelihood(returns, form, law, Natural(form, p));

                Assert.Equal(Plain(x), at.Value, 1e-11 * (1.0 + Math.Abs(at.Value)));
                for (int i = 0; i < GarchSums.Size; i++)
                {
                    if (IsUsed(form, law, i))
                    {
                        Near(GarchOracle.Slope(Plain, x, i, Step(i)), at.Gradient[i], 1e-7);
                        for (int j = 0; j < GarchSums.Size; j++)
                        {
                            double expected = IsUsed(form, law, j)
                                ? GarchOracle.Slope(p => Evaluate(likelihood, p).Gradient[i], x, j, Step(j))
                                : 0.0;
                            Near(expected, at.Hessian[i * GarchSums.Size + j], 1e-6);
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Evaluate_GivenPresample_MatchesDifferencesToo(GarchForm form, InnovationLaw law)
    {
        var specification = new GarchSpecification
        {
            Form = form,
            Innovations = law,
            Presample = new GarchPresample(0.7, 1.3),
        };
        var likelihood = new GarchLikelihood(SeriesData.Normals(seed: 12, count: 30), specification);
        foreach (double[] x in Points(form))
        {
            var at = Evaluate(likelihood, x);
            for (int i = 0; i < GarchSums.Size; i++)
            {
                Near(GarchOracle.Slope(p => Evaluate(likelihood, p).Value, x, i, Step(i)), at.Gradient[i], 1e-7);
                for (int j = 0; j < GarchSums.Size; j++)
                {
                    double slope = GarchOracle.Slope(p => Evaluate(likelihood, p).Gradient[i], x, j, Step(j));
                    Near(slope, at.Hessian[i * GarchSums.Size + j], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Evaluate_VarianceBeyondTheDoubles_SaysSo()
    {
        double[] returns = [1e200, 1e200, 1.0];
        var at = new GarchDerivatives();
        var linear = new GarchLikelihood(returns, default);
        var logarithmic = new GarchLikelihood(
            SeriesData.Normals(1, 50), new GarchSpecification { Form = GarchForm.Egarch });

        Assert.False(linear.TryEvaluate([0.0, 0.1, 0.1, 0.0, 0.8, 8.0], at));
        Assert.False(logarithmic.TryEvaluate([0.0, 100.0, 0.1, 0.0, 0.99, 8.0], at));
    }

    [Fact]
    public void Trigamma_KnownValues_Match()
    {
        // Abramowitz and Stegun (1964), 6.4.2 to 6.4.4: π²/6 at 1, π²/2 at ½; the recurrence anywhere.
        Assert.Equal(Math.PI * Math.PI / 6.0, InnovationDensity.Trigamma(1.0), 1e-14);
        Assert.Equal(Math.PI * Math.PI / 2.0, InnovationDensity.Trigamma(0.5), 1e-13);
        foreach (double x in ReferenceData.Uniform(seed: 13, count: 200, from: 0.5, to: 40.0))
        {
            double expected = 1.0 / (x * x) + InnovationDensity.Trigamma(x + 1.0);
            Assert.Equal(1.0, InnovationDensity.Trigamma(x) / expected, 1e-13);
        }
    }

    [Fact]
    public void MeanAbsolute_AgainstQuadrature_Agrees()
    {
        foreach (double degrees in new[] { 3.0, 4.5, 8.0, 60.0, 500.0 })
        {
            var density = new InnovationDensity(InnovationLaw.StudentT, degrees);

            // z = tan u takes the whole line to a quarter turn; the midpoint rule sees no ends.
            const int Points = 200_000;
            double sum = 0.0;
            for (int i = 0; i < Points; i++)
            {
                double z = Math.Tan((i + 0.5) * 0.5 * Math.PI / Points);
                sum += 2.0 * z * (1.0 + z * z) * Math.Exp(density.At(z, 1.0, 0.0).Value);
            }

            double mean = sum * 0.5 * Math.PI / Points;
            Assert.Equal(mean, InnovationDensity.MeanAbsolute(InnovationLaw.StudentT, degrees), 1e-6);
        }
    }

    // Degrees of freedom are larger numbers, and their effect is smaller.
    private static double Step(int i) => i == 5 ? 1e-3 : 1e-4;

    private static GarchDerivatives Evaluate(GarchLikelihood likelihood, double[] x)
    {
        var at = new GarchDerivatives();
        Assert.True(likelihood.TryEvaluate(x, at));
        return at;
    }

    // μ stands away from every return, where |z| of EGARCH has its kinks.
    private static double[][] Points(GarchForm form) => form == GarchForm.Egarch
        ? [[0.0123, -0.1, 0.2, -0.1, 0.9, 5.0], [-0.0517, 0.05, 0.1, 0.15, 0.5, 30.0], [0.2, 0.0, 0.3, 0.0, 0.97, 2.5]]
        : [[0.0123, 0.1, 0.1, 0.15, 0.8, 5.0], [-0.0517, 0.5, 0.02, 0.3, 0.2, 30.0], [0.2, 0.01, 0.2, 0.1, 0.85, 2.5]];

    private static double[] Natural(GarchForm form, double[] x) => form switch
    {
        GarchForm.Gjr => [x[0], x[1], x[2], x[3] - x[2], x[4], x[5]],
        GarchForm.Garch => [x[0], x[1], x[2], 0.0, x[4], x[5]],
        _ => x,
    };

    private static bool IsUsed(GarchForm form, InnovationLaw law, int i) => i switch
    {
        3 => form != GarchForm.Garch,
        5 => law == InnovationLaw.StudentT,
        _ => true,
    };

    private static void Near(double expected, double actual, double tolerance) =>
        Assert.Equal(expected, actual, tolerance * (1.0 + Math.Abs(expected)));
}
