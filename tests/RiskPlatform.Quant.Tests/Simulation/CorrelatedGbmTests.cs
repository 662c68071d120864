using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Tests.Simulation;

public sealed class CorrelatedGbmTests
{
    private static readonly GeometricBrownianMotion[] Assets =
        [new(100.0, 0.03, 0.2), new(80.0, -0.01, 0.3), new(1.2, 0.0, 0.1)];

    private static readonly double[] Correlation = [1.0, 0.6, -0.3, 0.6, 1.0, 0.1, -0.3, 0.1, 1.0];

    [Fact]
    public void Create_PerfectCorrelation_MovesTogether_AndTheImpossibleIsNamed()
    {
        var twins = CorrelatedGbm.Create([Assets[0], Assets[0], Assets[0]], [1, 1, -1, 1, 1, -1, -1, -1, 1]);
        Assert.Equal(CorrelationStatus.Usable, twins.Status);
        double[] prices = new double[30];
        twins.Model!.FillTerminal(1.0, 4, 0, prices);
        Assert.Equal(prices[..10], prices[10..20]);
        Assert.Equal(prices[..10].Select(s => Math.Log(s / 100.0) - 0.01), prices[20..].Select(
            s => 0.01 - Math.Log(s / 100.0)), (a, b) => Math.Abs(a - b) < 1e-14);

        var impossible = CorrelatedGbm.Create(Assets, [1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1]);
        Assert.Equal(new CorrelatedGbmOutcome(CorrelationStatus.NotPositiveSemiDefinite, null), impossible);
        var contradictory = CorrelatedGbm.Create(Assets, [1, 1, 0.5, 1, 1, 0.4, 0.5, 0.4, 1]);
        Assert.Equal(CorrelationStatus.NotPositiveSemiDefinite, contradictory.Status);
    }

    [Fact]
    public void FillPaths_EveryNumberOfPaths_IsTheScalarFormula()
    {
        const int Steps = 3;
        var model = Model();
        double[] l = new double[9];
        Cholesky.Factor(Correlation, 3, l);
        foreach (int paths in Enumerable.Range(0, 40).Concat([512, 515]))
        {
            double[] prices = new double[Steps * 3 * paths];
            model.FillPaths(1.5, Steps, seed: 6, firstPath: 2, prices);
            for (int i = 0; i < prices.Length; i++)
            {
                int step = i / (3 * paths);
                int asset = i / paths % 3;
                ulong path = 2 + (ulong)(i % paths);
                double shock = Enumerable.Range(0, 3).Sum(
                    j => l[3 * asset + j] * new PhiloxStream(6, (ulong)(3 * step + j)).Normal(path));
                double before = step == 0 ? Assets[asset].Spot : prices[i - 3 * paths];
                double sigma = Assets[asset].Volatility;
                double expected = before * Math.Exp(
                    (Assets[asset].Drift - 0.5 * sigma * sigma) * 0.5 + sigma * Math.Sqrt(0.5) * shock);
                Assert.Equal(expected, prices[i], 3e-15 * expected);
            }
        }
    }

    [Fact]
    public void FillLosses_EveryPartition_IsTheSumOverTheAssets()
    {
        double[] units = [3.0, -2.0, 0.5];
        double[] prices = new double[3 * 2000];
        double[] losses = new double[2000];
        Model().FillTerminal(0.5, 8, firstPath: 0, prices);
        Model().FillLosses(units, 0.5, 8, firstPath: 0, losses);
        for (int path = 0; path < losses.Length; path++)
        {
            double expected = Enumerable.Range(0, 3).Sum(i => units[i] * (Assets[i].Spot - prices[i * 2000 + path]));
            Assert.Equal(expected, losses[path], 1e-10);
        }

        for (int cut = 1; cut < losses.Length; cut += 171)
        {
            double[] cutLosses = new double[2000];
            Model().FillLosses(units, 0.5, 8, 0, cutLosses.AsSpan(0, cut));
            Model().FillLosses(units, 0.5, 8, cut, cutLosses.AsSpan(cut));
            Assert.Equal(losses, cutLosses);
        }
    }

    [Fact]
    public void FillTerminal_Sample_HasTheCorrelations()
    {
        const int Paths = 200_000;
        double[] prices = new double[3 * Paths];
        Model().FillTerminal(2.0, 8, 0, prices);
        double[][] z = [.. Assets.Select((asset, i) => prices.Skip(i * Paths).Take(Paths).Select(s =>
            (Math.Log(s / asset.Spot) - (asset.Drift - 0.5 * asset.Volatility * asset.Volatility) * 2.0)
            / (asset.Volatility * Math.Sqrt(2.0))).ToArray())];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rho = Correlation[3 * i + j];
                double mean = Enumerable.Range(0, Paths).Average(k => z[i][k] * z[j][k]);
                Assert.Equal(rho, mean, 4.0 * Math.Sqrt((1.0 + rho * rho) / Paths));
            }
        }
    }

    // W. Margrabe, "The value of an option to exchange one asset for another", J. Finance 33 (1978) 177-186.
    [Fact]
    public void ExchangeOption_AgreesWithMargrabeWithinFourErrors()
    {
        var model = CorrelatedGbm.Create(Assets.AsSpan(0, 2), [1.0, 0.6, 0.6, 1.0]).Model!;
        var settings = new SimulationSettings { Seed = 12, Paths = 500_000, Threads = 2 };
        var estimate = MonteCarlo.Mean(Exchange, settings, default);
        double deviation = Math.Sqrt(0.04 + 0.09 - 2.0 * 0.6 * 0.2 * 0.3);

        double exact = ClosedForm.Call(Assets[0].Mean(1.0), Assets[1].Mean(1.0), deviation);
        Assert.Equal(exact, estimate.Value, 4.0 * estimate.StandardError);

        void Exchange(long first, Span<double> samples)
        {
            double[] prices = new double[2 * samples.Length];
            model.FillTerminal(1.0, settings.Seed, first, prices);
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = Math.Max(prices[i] - prices[samples.Length + i], 0.0);
            }
        }
    }

    [Fact]
    public void Tail_ShortHorizon_ApproachesTheNormalFormula()
    {
        const double Years = 1e-6; // So short that prices are linear in the shocks.
        double[] units = [3.0, -2.0, 100.0];
        var settings = new SimulationSettings { Seed = 3, Paths = 1_000_000, Threads = 2 };
        var tail = Model().Tail(units, Years, 0.99, settings, default);
        double variance = 0.0;
        for (int i = 0; i < 9; i++)
        {
            variance += Correlation[i] * Weight(i / 3) * Weight(i % 3) * Years;
        }

        double z = Normal.Quantile(0.99);
        double exact = z * Math.Sqrt(variance);
        double shortfall = Normal.Density(z) / 0.01 * Math.Sqrt(variance);
        Assert.Equal(exact, tail.ValueAtRisk, 4.0 * tail.ValueAtRiskError + 1e-4 * exact);
        Assert.Equal(shortfall, tail.ExpectedShortfall, 4.0 * tail.ExpectedShortfallError + 1e-4 * exact);
        for (int threads = 1; threads <= 4; threads++)
        {
            Assert.Equal(tail, Model().Tail(units, Years, 0.99, settings with { Threads = threads }, default));
        }

        double Weight(int i) => units[i] * Assets[i].Spot * Assets[i].Volatility;
    }

    [Fact]
    public void Tail_SingleAsset_HasTheBitsOfTheSingleModel()
    {
        var settings = new SimulationSettings { Seed = 5, Paths = 100_000, Threads = 2 };
        var alone = CorrelatedGbm.Create([Assets[0]], [1.0]).Model!;

        Assert.Equal(
            GbmSimulation.Tail(Assets[0], 1.0, 0.99, settings, default),
            alone.Tail([1.0], 1.0, 0.99, settings, default));
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => CorrelatedGbm.Create([], []));
        Assert.Throws<ArgumentException>(() => CorrelatedGbm.Create(Assets, [1.0]));
        foreach (double[] bad in new double[][]
        {
            [1.0, 0.5, 0.4, 1.0], [1.0, 1.5, 1.5, 1.0], [0.9, 0.5, 0.5, 1.0], [1.0, double.NaN, double.NaN, 1.0],
        })
        {
            Assert.Throws<ArgumentException>(() => CorrelatedGbm.Create(Assets.AsSpan(0, 2), bad));
        }

        var settings = new SimulationSettings { Seed = 5, Paths = 10_000, Threads = 1 };
        Assert.Throws<ArgumentException>(() => Model().FillTerminal(1.0, 1, 0, new double[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model().FillTerminal(-1.0, 1, 0, new double[3]));
        Assert.Throws<ArgumentException>(() => Model().Tail([1.0], 1.0, 0.99, settings, default));
        Assert.Throws<ArgumentException>(() => Model().Tail([1.0, double.NaN, 1.0], 1.0, 0.99, settings, default));
    }

    private static CorrelatedGbm Model() => CorrelatedGbm.Create(Assets, Correlation).Model!;
}
