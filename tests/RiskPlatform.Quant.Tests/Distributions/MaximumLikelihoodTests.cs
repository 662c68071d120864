using System.Globalization;
using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Distributions;

public sealed class MaximumLikelihoodTests
{
    private static readonly Dictionary<string, DistributionFamily> Names = new()
    {
        ["normal"] = DistributionFamily.Normal,
        ["norm"] = DistributionFamily.Normal,
        ["lnorm"] = DistributionFamily.LogNormal,
        ["exp"] = DistributionFamily.Exponential,
        ["t"] = DistributionFamily.StudentT,
        ["lognormal"] = DistributionFamily.LogNormal,
        ["gamma"] = DistributionFamily.Gamma,
        ["exponential"] = DistributionFamily.Exponential,
        ["weibull"] = DistributionFamily.Weibull,
        ["logistic"] = DistributionFamily.Logistic,
    };

    public static TheoryData<DistributionFamily> Families => [.. Enum.GetValues<DistributionFamily>()];

    // R's fits polished to the maximum; its errors come from differences, half a percent off in one case.
    [Theory]
    [InlineData(0, "groundbeef.csv", 0)]
    [InlineData(1, "dem2gbp.csv", 1)]
    [InlineData(2, "R_precip.csv", 1)]
    public void Fit_ReferenceData_MatchesR(int index, string file, int column)
    {
        double[] values =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", file)).Skip(1)
                .Select(line => double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture)),
        ];
        foreach (var expected in ReferenceData.Case("mle_fits.json", index).GetProperty("fits").EnumerateArray())
        {
            var fit = MaximumLikelihood.Fit(Names[expected.GetProperty("distribution").GetString()!], values);
            Assert.Equal(FitStatus.Converged, fit.Status);
            var estimates = expected.GetProperty("estimate").EnumerateObject().ToList();
            var errors = expected.GetProperty("se").EnumerateObject().ToList();
            Assert.Equal(estimates.Count, fit.Estimate!.Parameters.Count);
            for (int i = 0; i < estimates.Count; i++)
            {
                Assert.Equal(1.0, fit.Estimate.Parameters[i].Value / estimates[i].Value.GetDouble(), 1e-5);
                Assert.Equal(1.0, fit.Estimate.Parameters[i].StandardError!.Value / errors[i].Value.GetDouble(), 1e-2);
            }

            Assert.Equal(expected.GetProperty("loglik").GetDouble(), fit.Estimate.LogLikelihood, 1e-6);
            Assert.Equal(values.Length, fit.Estimate.Observations);
        }
    }

    // M. Delignette-Muller, C. Dutang, fitdistrplus: An R Package for Fitting Distributions, as revised in 2020, p. 4:
    // a Weibull law of 254 servings of beef. Their search for the scale stopped a thousandth short of the maximum.
    [Fact]
    public void Fit_ServingsOfBeef_MatchesThePrintedFigures()
    {
        double[] values =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "groundbeef.csv")).Skip(1)
                .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)),
        ];

        var estimate = MaximumLikelihood.Fit(DistributionFamily.Weibull, values).Estimate!;

        Assert.Equal(254, values.Length);
        Assert.Equal(2.186, estimate.Parameters[0].Value, 5e-4);
        Assert.Equal(0.1046, estimate.Parameters[0].StandardError!.Value, 5e-5);
        Assert.Equal(83.348, estimate.Parameters[1].Value, 2e-3);
        Assert.Equal(2.5269, estimate.Parameters[1].StandardError!.Value, 5e-4);
        Assert.Equal(-1255.0, estimate.LogLikelihood, 0.5);
    }

    // Goal: what is found is a maximum, and the errors are those of its curvature.
    // Method: the likelihood written out here by the families' public formulas; differences around the estimate.
    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_SimulatedSample_HasNoSlopeAndTheStatedCurvature(DistributionFamily family)
    {
        double[] values = Sample(family, seed: 5, count: 400);
        var estimate = MaximumLikelihood.Fit(family, values).Estimate!;
        double[] at = [.. estimate.Parameters.Select(p => p.Value)];
        double[] errors = [.. estimate.Parameters.Select(p => p.StandardError!.Value)];
        Assert.Equal(LogLikelihood(at), estimate.LogLikelihood, 1e-8);
        int n = at.Length;
        double[] information = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            double slope = (Moved((i, 1e-4)) - Moved((i, -1e-4))) / 2e-4;
            Assert.Equal(0.0, slope, 1e-5); // Log-likelihood a standard error.
            for (int j = 0; j < n; j++)
            {
                const double H = 1e-2;
                information[i * n + j] = -(Moved((i, H), (j, H)) - Moved((i, H), (j, -H))
                    - Moved((i, -H), (j, H)) + Moved((i, -H), (j, -H))) / (4.0 * H * H);
            }
        }

        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(n, n, information)
            .Inverse();
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(1.0, Math.Sqrt(covariance[i, i]), 2e-3));

        double Moved(params (int Index, double By)[] moves)
        {
            double[] moved = [.. at];
            foreach (var (index, by) in moves)
            {
                moved[index] += by * errors[index];
            }

            return LogLikelihood(moved);
        }

        double LogLikelihood(double[] p) => values.Sum(x => LogDensity(family, p, x));
    }

    // Goal: errors are true. Method: 95 % intervals hold the truth in 95 % of samples, within four standard errors.
    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_ManySamples_IntervalsHoldTheTruth(DistributionFamily family)
    {
        const int Samples = 600;
        double[] truth = Truth(family);
        int[] held = new int[truth.Length];
        for (int sample = 0; sample < Samples; sample++)
        {
            var fit = MaximumLikelihood.Fit(family, Sample(family, seed: 1_000 + sample, count: 250));
            Assert.Equal(FitStatus.Converged, fit.Status);
            for (int i = 0; i < truth.Length; i++)
            {
                var parameter = fit.Estimate!.Parameters[i];
                held[i] += Math.Abs(parameter.Value - truth[i]) <= 1.959964 * parameter.StandardError ? 1 : 0;
            }
        }

        double spread = 4.0 * Math.Sqrt(0.95 * 0.05 / Samples);
        Assert.All(held, count => Assert.InRange(count / (double)Samples, 0.95 - spread - 0.01, 0.95 + spread));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_ScaledData_ScalesTheFit(DistributionFamily family)
    {
        double[] values = Sample(family, seed: 9, count: 300);
        var one = MaximumLikelihood.Fit(family, values).Estimate!;
        foreach (double factor in (double[])[1e-30, 1e-3, 1e30])
        {
            double[] scaled = [.. values.Select(x => factor * x)];
            var other = MaximumLikelihood.Fit(family, scaled).Estimate!;
            Assert.Equal(one.KolmogorovSmirnov, other.KolmogorovSmirnov, 1e-9);
            Assert.Equal(one.LogLikelihood - values.Length * Math.Log(factor), other.LogLikelihood, 1e-6);
            for (int i = 0; i < one.Parameters.Count; i++)
            {
                double ratio = other.Parameters[i].Value / one.Parameters[i].Value;
                double expected = one.Parameters[i].Name switch
                {
                    "rate" => 1.0 / factor,
                    "shape" or "degreesOfFreedom" or "sdLog" => 1.0,
                    "meanLog" => ratio, // Moves by ln(factor), which the likelihood above has shown.
                    _ => factor,
                };
                Assert.Equal(1.0, ratio / expected, 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_EveryLength_IsNumbersOrAStatus(DistributionFamily family)
    {
        for (int length = 0; length <= 40; length++)
        {
            var fit = MaximumLikelihood.Fit(family, Sample(family, seed: 77, count: length));
            Assert.Equal(fit.Status is FitStatus.Converged or FitStatus.AtBoundary, fit.Estimate is not null);
            Assert.Equal(
                length < (family == DistributionFamily.StudentT ? 4 : 2), fit.Status == FitStatus.TooFewObservations);
            if (fit.Estimate is { } estimate)
            {
                Assert.All(
                    estimate.Parameters, p => Assert.True(double.IsFinite(p.Value) && p.StandardError is not <= 0.0));
                Assert.True(double.IsFinite(estimate.LogLikelihood));
                Assert.InRange(estimate.KolmogorovSmirnovPValue, 0.0, 1.0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_ConstantData_IsNamed(DistributionFamily family) => Assert.Equal(
        family == DistributionFamily.Exponential ? FitStatus.Converged : FitStatus.NoVariation,
        MaximumLikelihood.Fit(family, [2.5, 2.5, 2.5, 2.5, 2.5]).Status);

    [Fact]
    public void Fit_HardSamples_EndInAStatus()
    {
        Assert.Equal(
            FitStatus.OutsideSupport, MaximumLikelihood.Fit(DistributionFamily.Gamma, [1.0, 0.0, 2.0]).Status);
        Assert.Equal(
            FitStatus.OutsideSupport, MaximumLikelihood.Fit(DistributionFamily.Exponential, [1.0, -1e-9]).Status);
        Assert.Equal(FitStatus.Unbounded, MaximumLikelihood.Fit(DistributionFamily.Exponential, [0.0, 0.0]).Status);

        // Two thirds of the values alike: a scale of zero around them has no bound.
        double[] ties = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? i : 7.0)];
        Assert.Equal(FitStatus.Unbounded, MaximumLikelihood.Fit(DistributionFamily.StudentT, ties).Status);

        // Thin tails: a normal distribution does as well, and the climb stops at the bound.
        double[] thin = [.. Enumerable.Range(1, 500).Select(i => i / 501.0)];
        var flat = MaximumLikelihood.Fit(DistributionFamily.StudentT, thin);
        Assert.Equal(FitStatus.AtBoundary, flat.Status);
        Assert.Equal(1_000.0, flat.Estimate!.Parameters[2].Value, 1e-9);
        Assert.Null(flat.Estimate.Parameters[2].StandardError);

        // A gamma shape of 1e8 is a hair from constant data.
        double[] narrow = [.. ReferenceData.Uniform(3, 200, -1e-4, 1e-4).Select(u => 1.0 + u)];
        var sharp = MaximumLikelihood.Fit(DistributionFamily.Gamma, narrow).Estimate!.Parameters;
        double variance = narrow.Select(x => (x - narrow.Average()) * (x - narrow.Average())).Average();
        Assert.Equal(1.0, sharp[0].Value * variance, 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / 200.0), sharp[0].StandardError!.Value / sharp[0].Value, 1e-4);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e101)]
    public void Fit_ValueOutOfReach_IsRefused(double value)
    {
        double[] values = Sample(DistributionFamily.Gamma, seed: 4, count: 50);
        values[17] = value;
        Assert.All(Enum.GetValues<DistributionFamily>(), family =>
            Assert.Throws<ArgumentException>(() => MaximumLikelihood.Fit(family, values)));
    }

    // The series of 1 − e^(−x), to forty terms: a sum that loses nothing for x up to 2.
    [Fact]
    public void Tails_ShortOfTheMean_KeepTheirDigits()
    {
        for (double x = 1e-9; x < 2.0; x *= 1.3)
        {
            double term = x;
            double expected = x;
            for (int k = 2; k <= 40; k++)
            {
                term *= -x / k;
                expected += term;
            }

            Assert.Equal(1.0, ExponentialLaw.Tails([0.5], 2.0 * x).Below / expected, 1e-14);
            Assert.Equal(1.0, WeibullLaw.Tails([1.0, 2.0], 2.0 * x).Below / expected, 1e-14);
        }

        Assert.Equal((1.0, 0.0), ExponentialLaw.Tails([1.0], 1e5));
        Assert.Equal((1.0, 0.0), WeibullLaw.Tails([2.0, 1.0], 1e3));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fit_TinyData_IsNumbersOrAStatus(DistributionFamily family)
    {
        foreach (double scale in new[] { 1e-100, 1e-139, 1e-170, 1e-310 })
        {
            double[] values = [.. new[] { 0.4, 0.5, 0.7, 0.8, 0.55, 0.9 }.Select(x => scale * x)];
            if (MaximumLikelihood.Fit(family, values).Estimate is { } estimate)
            {
                Assert.All(estimate.Parameters, p => Assert.True(double.IsFinite(p.Value) && p.Value != 0.0));
                Assert.All(estimate.Parameters, p => Assert.True(p.StandardError is null or (> 0.0 and < 1e300)));
                Assert.True(double.IsFinite(estimate.LogLikelihood));
            }
            else
            {
                Assert.True(scale < 1e-140);
            }
        }
    }

    // Far below the mean ln(x/mean) is all that a value says of the shape; 1 + (x − mean)/mean is zero there.
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-14)]
    [InlineData(1e-17)]
    [InlineData(1e-100)]
    public void Fit_GammaWithATinyValue_SolvesItsEquation(double tiny)
    {
        double[] values = [tiny, 0.5, 1.0, 2.0, 3.0, 1.7, 0.9, 4.0];
        double gap = Math.Log(values.Average()) - values.Average(Math.Log);
        double shape = MaximumLikelihood.Fit(DistributionFamily.Gamma, values).Estimate!.Parameters[0].Value;
        Assert.Equal(gap, Math.Log(shape) - MathNet.Numerics.SpecialFunctions.DiGamma(shape), 1e-10 * gap);
    }

    private static double[] Truth(DistributionFamily family) => family switch
    {
        DistributionFamily.Normal => [1.0, 2.0],
        DistributionFamily.StudentT => [0.5, 1.5, 4.0],
        DistributionFamily.LogNormal => [0.3, 0.8],
        DistributionFamily.Gamma => [2.5, 0.4],
        DistributionFamily.Exponential => [0.7],
        DistributionFamily.Weibull => [1.7, 3.0],
        _ => [2.0, 0.6],
    };

    private static double[] Sample(DistributionFamily family, int seed, int count)
    {
        double[] p = Truth(family);
        double[] u = [.. ReferenceData.Uniform(seed, count, 0.0, 1.0).Select(x => Math.Clamp(x, 1e-12, 1.0 - 1e-12))];
        return family switch
        {
            DistributionFamily.Normal => [.. u.Select(x => p[0] + p[1] * Normal.Quantile(x))],
            DistributionFamily.StudentT => [.. u.Select(x => p[0] + p[1] * StudentT.Quantile(x, p[2]))],
            DistributionFamily.LogNormal => [.. u.Select(x => Math.Exp(p[0] + p[1] * Normal.Quantile(x)))],
            DistributionFamily.Gamma => [.. u.Select(x => MathNet.Numerics.Distributions.Gamma.InvCDF(p[0], p[1], x))],
            DistributionFamily.Exponential => [.. u.Select(x => -Math.Log(x) / p[0])],
            DistributionFamily.Weibull => [.. u.Select(x => p[1] * Math.Pow(-Math.Log(x), 1.0 / p[0]))],
            _ => [.. u.Select(x => p[0] + p[1] * Math.Log(x / (1.0 - x)))],
        };
    }

    private static double LogDensity(DistributionFamily family, double[] p, double x) => family switch
    {
        DistributionFamily.Normal => MathNet.Numerics.Distributions.Normal.PDFLn(p[0], p[1], x),
        DistributionFamily.StudentT => MathNet.Numerics.Distributions.StudentT.PDFLn(p[0], p[1], p[2], x),
        DistributionFamily.LogNormal => MathNet.Numerics.Distributions.LogNormal.PDFLn(p[0], p[1], x),
        DistributionFamily.Gamma => MathNet.Numerics.Distributions.Gamma.PDFLn(p[0], p[1], x),
        DistributionFamily.Exponential => MathNet.Numerics.Distributions.Exponential.PDFLn(p[0], x),
        DistributionFamily.Weibull => MathNet.Numerics.Distributions.Weibull.PDFLn(p[0], p[1], x),
        _ => -(x - p[0]) / p[1] - Math.Log(p[1]) - 2.0 * Math.Log(1.0 + Math.Exp(-(x - p[0]) / p[1])),
    };
}
