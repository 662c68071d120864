using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class GarchTests
{
    private static readonly GarchSpecification[] Specifications =
    [
        .. from form in Enum.GetValues<GarchForm>()
           from law in Enum.GetValues<InnovationLaw>()
           from mean in Enum.GetValues<GarchMean>()
           select new GarchSpecification { Form = form, Innovations = law, Mean = mean },
    ];

    public static TheoryData<GarchForm, InnovationLaw> Models => GarchLikelihoodTests.Models;

    // Goal: the fit recovers what made the data. Method: ten series of 4,000 each; every parameter within five of its
    // stated standard errors, and the spread of (estimate − truth)/error near one.
    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_SimulatedSeries_RecoversTheParameters(GarchForm form, InnovationLaw law)
    {
        var truth = form == GarchForm.Egarch
            ? new GarchParameters(0.05, -0.05, 0.2, -0.1, 0.95, 6.0)
            : new GarchParameters(0.05, 0.05, 0.06, form == GarchForm.Gjr ? 0.1 : 0.0, 0.85, 6.0);
        var scores = new List<double>();
        for (int seed = 0; seed < 10; seed++)
        {
            double[] innovations = law == InnovationLaw.Normal
                ? SeriesData.Normals(100 + seed, 4500)
                : SeriesData.StudentT(200 + seed, 4500, degrees: 6);

            var fit = Garch.Fit(
                SeriesData.Garch(form, truth, innovations), new GarchSpecification { Form = form, Innovations = law });

            Assert.Equal(GarchStatus.Converged, fit.Status);
            var p = fit.Estimate!.Parameters;
            var e = fit.Estimate.StandardErrors!.Hessian;
            scores.AddRange(
            [
                (p.Mean - truth.Mean) / e.Mean, (p.Omega - truth.Omega) / e.Omega, (p.Alpha - truth.Alpha) / e.Alpha,
                (p.Beta - truth.Beta) / e.Beta,
            ]);
            scores.AddRange(form == GarchForm.Garch ? [] : [(p.Gamma - truth.Gamma) / e.Gamma]);
            scores.AddRange(law == InnovationLaw.Normal ? [] : [(p.DegreesOfFreedom - 6.0) / e.DegreesOfFreedom]);
        }

        Assert.All(scores, score => Assert.InRange(score, -5.0, 5.0));
        Assert.InRange(Math.Sqrt(scores.Average(score => score * score)), 0.7, 1.4);
    }

    // An independent method: no derivative, the plain likelihood, and random steps around the fit find nothing better.
    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_AgainstRandomSearch_IsTheHighestPoint(GarchForm form, InnovationLaw law)
    {
        double[] returns = SeriesData.DemGbp[..500];
        var estimate = Garch.Fit(returns, new GarchSpecification { Form = form, Innovations = law }).Estimate!;
        var p = estimate.Parameters;
        double degrees = law == InnovationLaw.Normal ? 8.0 : p.DegreesOfFreedom;
        double[] best = [p.Mean, p.Omega, p.Alpha, p.Gamma, p.Beta, degrees];
        double top = GarchOracle.LogLikelihood(returns, form, law, best);
        Assert.Equal(top, estimate.LogLikelihood, 1e-9 * Math.Abs(top));
        var random = new Random(14);
        for (int trial = 0; trial < 2000; trial++)
        {
            double size = Math.Pow(10.0, -5.0 * random.NextDouble());
            double[] x =
                [.. best.Select(value => value + size * (random.NextDouble() - 0.5) * (0.05 + Math.Abs(value)))];
            x[3] = form == GarchForm.Garch ? 0.0 : x[3];
            bool isInside = form == GarchForm.Egarch
                || (x[1] > 0.0 && x[2] >= 0.0 && x[2] + x[3] >= 0.0 && x[4] is >= 0.0 and <= 1.0);
            if (isInside && x[5] is > 2.01 and < 500.0)
            {
                Assert.True(GarchOracle.LogLikelihood(returns, form, law, x) <= top + 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_ScaledByAPowerOfTwo_ChangesNoBitButTheExponent(GarchForm form, InnovationLaw law)
    {
        double[] returns = SeriesData.DemGbp[..600];
        var specification = new GarchSpecification { Form = form, Innovations = law };
        var fit = Garch.Fit(returns, specification).Estimate!;
        foreach (int exponent in new[] { -200, -40, -7, 1, 10, 200 })
        {
            double s = Math.ScaleB(1.0, exponent);

            var scaled = Garch.Fit([.. returns.Select(r => r * s)], specification).Estimate!;

            var (p, q) = (fit.Parameters, scaled.Parameters);
            Assert.Equal((p.Mean * s, p.Alpha, p.Gamma, p.Beta), (q.Mean, q.Alpha, q.Gamma, q.Beta));
            Assert.Equal(p.DegreesOfFreedom, q.DegreesOfFreedom);
            double omega = form == GarchForm.Egarch
                ? p.Omega + (1.0 - p.Beta) * 2.0 * exponent * Math.Log(2.0)
                : p.Omega * s * s;
            Assert.Equal(1.0, q.Omega / omega, 1e-12);
            Assert.Equal(fit.NextVariance * s * s, scaled.NextVariance);
            Assert.Equal(
                fit.LogLikelihood - returns.Length * exponent * Math.Log(2.0),
                scaled.LogLikelihood,
                1e-12 * Math.Abs(scaled.LogLikelihood));
        }
    }

    [Fact]
    public void StandardErrors_InOtherUnits_FollowTheUnits()
    {
        double[] returns = SeriesData.DemGbp[..800];
        foreach (var form in Enum.GetValues<GarchForm>())
        {
            var specification = new GarchSpecification { Form = form };
            var one = Garch.Fit(returns, specification).Estimate!.StandardErrors!.Hessian;
            var hundredth = Garch.Fit([.. returns.Select(r => r / 100.0)], specification).Estimate!;
            var other = hundredth.StandardErrors!.Hessian;

            Assert.Equal(1.0, 100.0 * other.Mean / one.Mean, 1e-6);
            Assert.Equal(1.0, other.Alpha / one.Alpha, 1e-6);
            Assert.Equal(1.0, other.Beta / one.Beta, 1e-6);
            if (form != GarchForm.Egarch)
            {
                Assert.Equal(1.0, 1e4 * other.Omega / one.Omega, 1e-6);
                continue;
            }

            // ω moves with β in other units: its error by differences of the likelihood in those very units.
            var p = hundredth.Parameters;
            double[] small = [.. returns.Select(r => r / 100.0)];
            double[] errors = GarchOracle.Errors(
                x => GarchOracle.LogLikelihood(
                    small, form, InnovationLaw.Normal, [p.Mean, x[0], x[1], x[2], x[3], 0.0]),
                [p.Omega, p.Alpha, p.Gamma, p.Beta],
                step: 1e-4);
            Assert.Equal(1.0, other.Omega / errors[0], 0.02); // The mean is held here, and differences are coarse.
        }
    }

    [Fact]
    public void Fit_EveryShortLength_IsTypedOrFinite()
    {
        double[] returns = SeriesData.Normals(seed: 15, count: 90);
        foreach (int length in Enumerable.Range(0, 52).Concat([57, 64, 77, 90]))
        {
            foreach (var specification in Specifications)
            {
                var fit = Garch.Fit(returns.AsSpan(0, length), specification);
                Assert.Equal(length < Garch.MinimumObservations, fit.Status == GarchStatus.TooFewObservations);
                AssertTyped(fit);
            }
        }
    }

    // Goal: no data gives NaN or hangs. Method: series as bad as they come, every model; each ends in a status and
    // finite numbers, within the bound on steps.
    [Fact]
    public void Fit_HardSeries_EndInATypedOutcome()
    {
        double[] normals = SeriesData.Normals(seed: 16, count: 400);
        var integrated = new GarchParameters(0.0, 1e-4, 0.1, 0.0, 0.9, 0.0);
        double[][] series =
        [
            SeriesData.Garch(GarchForm.Garch, integrated, SeriesData.Normals(17, 1500)),
            SeriesData.Garch(GarchForm.Garch, integrated with { Alpha = 0.3 }, SeriesData.Normals(18, 900)),
            [.. normals.Select((z, i) => i == 200 ? 1e6 : z)],
            [.. normals.Select((z, i) => i % 2 == 0 ? 0.0 : z)],
            [.. normals.Select((z, i) => i < 390 ? 0.0 : z)],
            [.. normals.Select((z, i) => i < 200 ? z : 100.0 * z)],
            [.. normals.Select((_, i) => i % 2 == 0 ? 1.0 : -1.0)],
            [.. normals.Select((_, i) => (double)i)],
            [.. normals.Select((z, i) => Math.Exp(0.1 * i) * z)],
            [.. normals.Select(z => 1e9 + 1e-3 * z)],
            [.. normals.Select(z => 1e-95 * z)],
            [.. normals.Select(z => 1e95 * z)],
            [.. normals.Select(z => z * z * z * z * z)],
            [.. normals.Select(z => Math.Sign(z) * Math.Exp(5.0 * Math.Abs(z)))],
            [.. normals.Select((_, i) => i == 7 ? 1.0 : 0.0)],
        ];
        foreach (double[] returns in series)
        {
            foreach (var specification in Specifications.Where(s => s.Mean == GarchMean.Estimated))
            {
                AssertTyped(Garch.Fit(returns, specification));
            }
        }
    }

    // α + β = 1 is strictly stationary: estimates lie on both sides of one, and those close to it say so.
    [Fact]
    public void Fit_IntegratedVariance_SaysNearIntegrated()
    {
        var truth = new GarchParameters(0.0, 0.02, 0.1, 0.0, 0.9, 0.0);
        int nearIntegrated = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            var fit = Garch.Fit(SeriesData.Garch(GarchForm.Garch, truth, SeriesData.Normals(400 + seed, 2500)));
            double persistence = fit.Estimate!.Persistence;
            Assert.Equal(1.0, persistence, 0.02);
            Assert.Equal(
                persistence >= GarchEstimate.NearIntegratedPersistence
                    ? GarchStatus.NearIntegrated
                    : GarchStatus.Converged,
                fit.Status);
            Assert.Equal(persistence < 1.0, fit.Estimate.HalfLife is not null);
            nearIntegrated += fit.Status == GarchStatus.NearIntegrated ? 1 : 0;
        }

        Assert.InRange(nearIntegrated, 2, 11);
    }

    [Fact]
    public void Fit_ConstantVariance_OftenStandsAtAlphaZero_AndNormalDataAtManyDegrees()
    {
        int atBoundary = 0;
        int manyDegrees = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            double[] returns = SeriesData.Normals(300 + seed, 500);
            var fit = Garch.Fit(returns);
            atBoundary += fit.Status == GarchStatus.AtBoundary ? 1 : 0;
            var heavy = Garch.Fit(returns, new GarchSpecification { Innovations = InnovationLaw.StudentT }).Estimate!;
            manyDegrees += heavy.Parameters.DegreesOfFreedom > 30.0 ? 1 : 0;

            // The nested model cannot be higher.
            Assert.True(heavy.LogLikelihood > fit.Estimate!.LogLikelihood - 0.5);
        }

        Assert.InRange(atBoundary, 4, 19);
        Assert.InRange(manyDegrees, 8, 20);
    }

    [Fact]
    public void Fit_EqualReturns_HaveNoVariation()
    {
        double[] equal = [.. Enumerable.Repeat(0.1, 100)];
        double[] nearly = [.. equal.Select((r, i) => r * (1.0 + (i % 2) * 1e-15))];
        foreach (var specification in Specifications.Where(s => s.Mean == GarchMean.Estimated))
        {
            Assert.Equal(new GarchFit(GarchStatus.NoVariation, null), Garch.Fit(equal, specification));
            Assert.Equal(new GarchFit(GarchStatus.NoVariation, null), Garch.Fit(nearly, specification));
        }

        Assert.Equal(GarchStatus.NoVariation, Garch.Fit(new double[100]).Status);
    }

    [Fact]
    public void Fit_BadInput_IsRefused()
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e101 })
        {
            double[] returns = SeriesData.Normals(1, 100);
            returns[50] = bad;
            Assert.Throws<ArgumentException>(() => Garch.Fit(returns));
        }

        double[] good = SeriesData.Normals(1, 100);
        foreach (var presample in new[] { new GarchPresample(-1.0, 1.0), new(1.0, 0.0), new(double.NaN, 1.0) })
        {
            Assert.Throws<ArgumentException>(() => Garch.Fit(good, new GarchSpecification { Presample = presample }));
        }
    }

    private static void AssertTyped(GarchFit fit)
    {
        bool hasEstimate = fit.Status is not (GarchStatus.TooFewObservations or GarchStatus.NoVariation);
        if (!hasEstimate)
        {
            Assert.Null(fit.Estimate);
            return;
        }

        if (fit.Estimate is not { } estimate)
        {
            Assert.Equal(GarchStatus.DidNotConverge, fit.Status);
            return;
        }

        var p = estimate.Parameters;
        Assert.All(
            [p.Mean, p.Omega, p.Alpha, p.Gamma, p.Beta, estimate.LogLikelihood, estimate.Aic, estimate.Bic],
            value => Assert.True(double.IsFinite(value)));
        Assert.True(p.DegreesOfFreedom > 2.0);
        Assert.True(estimate.FirstVariance > 0.0 && estimate.NextVariance > 0.0);
        Assert.True(double.IsFinite(estimate.NextVariance));
        if (estimate.StandardErrors is { } errors)
        {
            Assert.All(
                new[] { errors.Hessian, errors.OuterProduct, errors.Sandwich },
                e => Assert.True(double.IsFinite(e.Mean + e.Omega + e.Alpha + e.Gamma + e.Beta + e.DegreesOfFreedom)));
        }
    }
}
