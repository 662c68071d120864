using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class GbmSimulationTests
{
    private static readonly GeometricBrownianMotion Model = new(spot: 100.0, drift: 0.05, volatility: 0.2);
    private static readonly VarianceReduction[] Reductions = Enum.GetValues<VarianceReduction>();

    // R's closed forms; the file asks for agreement within four standard errors.
    [Fact]
    public void Tail_ReferenceCases_AgreeWithRWithinFourErrors()
    {
        for (int i = 0; i < 5; i++)
        {
            var row = ReferenceData.Case("gbm_var_cvar_closed_form.json", i);
            double Number(string name) => row.GetProperty(name).GetDouble();
            var model = new GeometricBrownianMotion(Number("S0"), Number("mu"), Number("sigma"));

            var tail = GbmSimulation.Tail(model, Number("T"), Number("level"), Settings(1_000_000), default);
            var mean = GbmSimulation.TerminalMean(
                model, Number("T"), (s, y) => s.CopyTo(y), VarianceReduction.None, Settings(1_000_000), default);

            Assert.Equal(TailStatus.Estimated, tail.Status);
            Assert.Equal(Number("VaR_loss"), tail.ValueAtRisk, 4.0 * tail.ValueAtRiskError);
            Assert.Equal(Number("CVaR_loss"), tail.ExpectedShortfall, 4.0 * tail.ExpectedShortfallError);
            Assert.Equal(Number("mean_ST"), mean.Value, 4.0 * mean.StandardError);
            Assert.Equal(Number("sd_ST"), mean.StandardError * 1000.0, 0.01 * Number("sd_ST"));
            Assert.InRange(Number("VaR_loss"), tail.ValueAtRiskLow, tail.ValueAtRiskHigh);
        }
    }

    // J. Hull, Options, Futures, and Other Derivatives, 9th ed. 2015, example 15.6: 4.76 for the call, 0.81 for the
    // put.
    [Fact]
    public void TerminalMean_HullsExample_IsThePrintedPrice()
    {
        var model = new GeometricBrownianMotion(42.0, 0.1, 0.2);
        double discount = Math.Exp(-0.1 * 0.5);
        var call = GbmSimulation.TerminalMean(
            model, 0.5, Call(40.0), VarianceReduction.AntitheticAndControl, Settings(4_000_000), default);
        var put = GbmSimulation.TerminalMean(
            model, 0.5, Put(40.0), VarianceReduction.AntitheticAndControl, Settings(4_000_000), default);

        Assert.Equal(4.76, discount * call.Value, 0.005 + 4.0 * call.StandardError);
        Assert.Equal(0.81, discount * put.Value, 0.005 + 4.0 * put.StandardError);
    }

    [Fact]
    public void TerminalMean_EveryStrikeAndReduction_IsWithinFourErrorsOfTheClosedForm()
    {
        foreach (var reduction in Reductions)
        {
            foreach (double strike in new[] { 60.0, 90.0, 100.0, 110.0, 150.0 })
            {
                var estimate = GbmSimulation.TerminalMean(
                    Model, 1.5, Call(strike), reduction, Settings(400_000), default);
                double exact = ClosedForm.Call(Model.Mean(1.5), strike, 0.2 * Math.Sqrt(1.5));
                Assert.Equal(exact, estimate.Value, 4.0 * estimate.StandardError);
            }
        }
    }

    [Fact]
    public void TerminalMean_Reductions_ReduceTheErrorOfAsManyPaths()
    {
        double[] errors =
        [
            .. Reductions.Select(reduction => GbmSimulation.TerminalMean(
                Model, 1.0, Call(95.0), reduction, Settings(200_000), default).StandardError),
        ];

        Assert.True(errors[1] < 0.8 * errors[0], "antithetic");
        Assert.True(errors[2] < 0.5 * errors[0], "control");
        Assert.True(errors[3] < errors[1], "both");
    }

    // Goal: a standard error means what it says. Method: 1,000 seeds; two errors hold the truth in 95.4 % of them, give
    // or take four binomial deviations; and the errors' own average is the spread of the values.
    [Theory]
    [InlineData(VarianceReduction.None)]
    [InlineData(VarianceReduction.Antithetic)]
    [InlineData(VarianceReduction.Control)]
    [InlineData(VarianceReduction.AntitheticAndControl)]
    public void TerminalMean_ThousandSeeds_CoverTheTruthAsOftenAsTheyShould(VarianceReduction reduction)
    {
        const int Seeds = 1000;
        double exact = ClosedForm.Call(Model.Mean(1.0), 100.0, 0.2);
        var estimates = new Estimate[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            estimates[seed] = GbmSimulation.TerminalMean(
                Model, 1.0, Call(100.0), reduction, Settings(4000, (ulong)seed), default);
        }

        int covered = estimates.Count(e => Math.Abs(e.Value - exact) <= 2.0 * e.StandardError);
        double spread = Math.Sqrt(estimates.Average(e => (e.Value - exact) * (e.Value - exact)));
        Assert.Equal(0.9545 * Seeds, covered, 4.0 * Math.Sqrt(0.9545 * 0.0455 * Seeds));
        Assert.Equal(1.0, spread / estimates.Average(e => e.StandardError), 4.0 / Math.Sqrt(2.0 * Seeds));
    }

    // The geometric average over n dates is log-normal: Glasserman 2003, section 3.2.2.
    [Fact]
    public void PathMean_GeometricAverage_IsWithinFourErrorsOfTheClosedForm()
    {
        const int Steps = 12;
        double dt = 1.0 / Steps;
        double logMean = Math.Log(100.0) + 0.03 * dt * (Steps + 1) / 2.0;
        double logVariance = 0.04 * dt * (Steps + 1) * (2 * Steps + 1) / (6.0 * Steps);
        double exact = ClosedForm.Call(Math.Exp(logMean + 0.5 * logVariance), 100.0, Math.Sqrt(logVariance));
        foreach (var reduction in Reductions)
        {
            var estimate = GbmSimulation.PathMean(
                Model, 1.0, Steps, GeometricCall, reduction, Settings(200_000), default);
            Assert.Equal(exact, estimate.Value, 4.0 * estimate.StandardError);
        }

        static void GeometricCall(ReadOnlySpan<double> prices, Span<double> values)
        {
            for (int path = 0; path < values.Length; path++)
            {
                double sum = 0.0;
                for (int step = 0; step < Steps; step++)
                {
                    sum += Math.Log(prices[step * values.Length + path]);
                }

                values[path] = Math.Max(Math.Exp(sum / Steps) - 100.0, 0.0);
            }
        }
    }

    [Fact]
    public void Results_AnyNumberOfThreads_AreTheSameBits()
    {
        const long Paths = 20 * 4096 + 1234;
        var means = new HashSet<Estimate>();
        var tails = new HashSet<TailEstimate>();
        for (int threads = 1; threads <= 5; threads++)
        {
            var settings = Settings(Paths) with { Threads = threads };
            foreach (var reduction in Reductions)
            {
                means.Add(GbmSimulation.PathMean(
                    Model, 1.0, 3, (s, y) => s[..y.Length].CopyTo(y), reduction, settings, default));
            }

            tails.Add(GbmSimulation.Tail(Model, 1.0, 0.99, settings, default));
        }

        Assert.Equal(Reductions.Length, means.Count);
        Assert.Single(tails);
    }

    // y = price, c = price: the control explains everything, at every length including single blocks and tails.
    [Fact]
    public void TerminalMean_PayoffThatIsTheControl_IsExact()
    {
        foreach (int paths in new[] { 3, 4, 5, 7, 100, 511, 513, 4095, 4096, 4097, 9001 })
        {
            var estimate = GbmSimulation.TerminalMean(
                Model, 1.0, (s, y) => s.CopyTo(y), VarianceReduction.Control, Settings(paths), default);
            Assert.Equal(Model.Mean(1.0), estimate.Value, 1e-10);
            Assert.InRange(estimate.StandardError, 0.0, 1e-5);
            Assert.Equal(paths, estimate.Samples);
        }
    }

    [Fact]
    public void Cancellation_IsHonouredBetweenBlocks()
    {
        foreach (int threads in new[] { 1, 2 })
        {
            using var source = new CancellationTokenSource();
            int blocks = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => MonteCarlo.Mean(
                (_, samples) =>
                {
                    samples.Clear();
                    if (Interlocked.Increment(ref blocks) == 3)
                    {
                        source.Cancel();
                    }
                },
                new SimulationSettings { Seed = 1, Paths = 1_000_000, Threads = threads },
                source.Token));
            Assert.InRange(blocks, 3, threads == 1 ? 3 : 100); // Of 245; another thread may be a few ahead.
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        foreach (int threads in new[] { 1, 2 })
        {
            var settings = Settings(10_000) with { Threads = threads };
            Assert.Throws<ArgumentException>(() => GbmSimulation.TerminalMean(
                Model, 1.0, (_, y) => y.Fill(double.NaN), VarianceReduction.None, settings, default));
            Assert.Throws<ArgumentException>(() => GbmSimulation.TerminalMean(
                Model, 1.0, (_, y) => y.Fill(double.PositiveInfinity), VarianceReduction.Control, settings, default));
            Assert.Throws<InvalidOperationException>(() => MonteCarlo.Mean(
                (_, _) => throw new InvalidOperationException(), settings, default));
        }

        Refused(() => Terminal(Settings(1)));
        Refused(() => Terminal(Settings(100) with { Threads = 0 }));
        Refused(() => Terminal(Settings(101), VarianceReduction.Antithetic));
        Refused(() => Terminal(Settings(2), VarianceReduction.Control));
        Refused(() => GbmSimulation.TerminalMean(Model, 0.0, Call(1.0), 0, Settings(100), default));
        Refused(() => GbmSimulation.PathMean(Model, 1.0, 0, (_, _) => { }, 0, Settings(100), default));
        Refused(() => GbmSimulation.Tail(Model, 1.0, 99.0, Settings(100), default));
        Assert.Equal(TailStatus.TooFewLosses, GbmSimulation.Tail(Model, 1.0, 0.99, Settings(900), default).Status);

        static void Refused(Action action) => Assert.ThrowsAny<ArgumentOutOfRangeException>(action);
        static Estimate Terminal(SimulationSettings settings, VarianceReduction reduction = VarianceReduction.None) =>
            GbmSimulation.TerminalMean(Model, 1.0, Call(1.0), reduction, settings, default);
    }

    private static SimulationSettings Settings(long paths, ulong seed = 2026) =>
        new() { Seed = seed, Paths = paths, Threads = 2 };

    private static TerminalPayoff Call(double strike) => (prices, values) =>
    {
        for (int i = 0; i < prices.Length; i++)
        {
            values[i] = Math.Max(prices[i] - strike, 0.0);
        }
    };

    private static TerminalPayoff Put(double strike) => (prices, values) =>
    {
        for (int i = 0; i < prices.Length; i++)
        {
            values[i] = Math.Max(strike - prices[i], 0.0);
        }
    };
}
