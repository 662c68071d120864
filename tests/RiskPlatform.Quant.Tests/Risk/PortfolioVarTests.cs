using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Risk;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.Risk;

public sealed class PortfolioVarTests
{
    private static readonly PortfolioVarSettings Settings = new() { Confidence = 0.99, HorizonDays = 1.0 };

    public static TheoryData<VarMethod> Methods => [.. Enum.GetValues<VarMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Components_SumToTheWhole_ForEverySize(VarMethod method)
    {
        for (int factors = 1; factors <= 5; factors++)
        {
            double[] returns = Days(factors, 300, seed: factors);
            double[] exposures = ReferenceData.Uniform(50 + factors, factors, -100.0, 300.0);
            var result = PortfolioVar.Compute(
                method, returns, 300, exposures, Settings with { HorizonDays = 4.0, Paths = 5_000 });

            Assert.Equal(PortfolioVarStatus.Estimated, result.Status);
            Assert.Equal(result.ValueAtRisk, result.Components.Sum(), 1e-10 * result.ValueAtRisk);
            Assert.True(result.ExpectedShortfall > result.ValueAtRisk);
            Assert.True(result is { ValueAtRiskError: > 0.0, ExpectedShortfallError: > 0.0 });
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Exposures_TwiceAsLarge_GiveTwiceTheRisk_AndAnUnheldFactorNone(VarMethod method)
    {
        double[] returns = Days(3, 400, seed: 7);
        var one = PortfolioVar.Compute(method, returns, 400, [100.0, 0.0, -50.0], Settings);
        var two = PortfolioVar.Compute(method, returns, 400, [200.0, 0.0, -100.0], Settings);

        Assert.Equal(2.0 * one.ValueAtRisk, two.ValueAtRisk, 1e-9);
        Assert.Equal(2.0 * one.ExpectedShortfall, two.ExpectedShortfall, 1e-9);
        Assert.Equal(0.0, one.Components[1], 1e-12);
    }

    // Goal: smooth methods' components are slopes, as Euler's theorem has them. Method: central differences.
    [Theory]
    [InlineData(VarMethod.Parametric)]
    [InlineData(VarMethod.CornishFisher)]
    public void Components_OfSmoothMethods_AreExposureTimesSlope(VarMethod method)
    {
        double[] returns = Days(4, 500, seed: 3);
        double[] exposures = [120.0, -40.0, 75.0, 10.0];
        var settings = Settings with { HorizonDays = 2.0 };
        var result = PortfolioVar.Compute(method, returns, 500, exposures, settings);
        for (int i = 0; i < 4; i++)
        {
            double slope = (Moved(i, 1e-3) - Moved(i, -1e-3)) / 2e-3;
            Assert.Equal(exposures[i] * slope, result.Components[i], 1e-6);
        }

        double Moved(int index, double by)
        {
            double[] moved = [.. exposures];
            moved[index] += by;
            return PortfolioVar.Compute(method, returns, 500, moved, settings).ValueAtRisk;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OneFactor_IsTheSeriesOwnTail(int series)
    {
        double[] returns = TailRiskTests.Returns(series);
        var expected = ReferenceData.Case("var_es.json", series).GetProperty("results")[2];
        Assert.Equal(0.99, expected.GetProperty("level").GetDouble());
        foreach (var (method, name) in new[]
            {
                (VarMethod.Parametric, "normal_VaR"),
                (VarMethod.Historical, "historical_VaR_type7"),
                (VarMethod.CornishFisher, "cornish_fisher_VaR"),
            })
        {
            var result = PortfolioVar.Compute(method, returns, returns.Length, [1.0], Settings);
            Assert.Equal(expected.GetProperty(name).GetDouble(), result.ValueAtRisk, 1e-9);
        }

        var normal = PortfolioVar.Compute(VarMethod.Parametric, returns, returns.Length, [1.0], Settings);
        var simulated = PortfolioVar.Compute(
            VarMethod.MonteCarlo, returns, returns.Length, [1.0], Settings with { Paths = 200_000 });
        Assert.Equal(normal.ValueAtRisk, simulated.ValueAtRisk, 4.0 * simulated.ValueAtRiskError);
        Assert.Equal(normal.ExpectedShortfall, simulated.ExpectedShortfall, 4.0 * simulated.ExpectedShortfallError);
        Assert.Equal(expected.GetProperty("normal_ES").GetDouble(), normal.ExpectedShortfall, 1e-9);
    }

    [Fact]
    public void AgeWeighted_WrittenOut_AndWithoutDecayHistorical()
    {
        const double Decay = 0.97;
        double[] returns = Days(1, 250, seed: 12);
        var result = PortfolioVar.Compute(
            VarMethod.AgeWeighted, returns, 250, [10.0], Settings with { AgeDecay = Decay, Confidence = 0.95 });
        double total = (1.0 - Math.Pow(Decay, 250)) / (1.0 - Decay);
        double reached = 0.0;
        double loss = 0.0;
        foreach (var (r, age) in returns.Select((r, t) => (r, 249 - t)).OrderBy(day => day.r))
        {
            reached += Math.Pow(Decay, age) / total;
            loss = -10.0 * r;
            if (reached >= 0.05)
            {
                break;
            }
        }

        Assert.Equal(loss, result.ValueAtRisk, 1e-12);

        var flat = PortfolioVar.Compute(
            VarMethod.AgeWeighted, returns, 250, [10.0], Settings with { AgeDecay = 1.0 - 1e-12, Confidence = 0.95 });
        var type1 = HistoricalVar.Compute([.. returns.Select(r => 10.0 * r)], 0.95, QuantileType.Type1);
        Assert.Equal(type1.ValueAtRisk, flat.ValueAtRisk, 1e-6);
        Assert.Equal(type1.ExpectedShortfall, flat.ExpectedShortfall, 1e-6);
    }

    // 0.98^700 is 7e-7: what was so long ago is no part of the tail, nor of its errors.
    [Fact]
    public void AgeWeighted_DaysThatWeighNothing_MoveNoFigure()
    {
        double[] returns = Days(1, 1_000, seed: 14);
        double[] wild = [.. returns.Select((r, t) => t < 300 ? 10.0 * r : r)];
        var calm = PortfolioVar.Compute(VarMethod.AgeWeighted, returns, 1_000, [1.0], Settings);
        var after = PortfolioVar.Compute(VarMethod.AgeWeighted, wild, 1_000, [1.0], Settings);

        Assert.Equal(1.0, after.ValueAtRisk / calm.ValueAtRisk, 1e-9);
        Assert.Equal(1.0, after.ValueAtRiskError / calm.ValueAtRiskError, 0.05);
        Assert.Equal(1.0, after.ExpectedShortfall / calm.ExpectedShortfall, 0.05);
        Assert.Equal(1.0, after.ExpectedShortfallError / calm.ExpectedShortfallError, 0.3);
    }

    [Fact]
    public void VolatilityScaled_WrittenOut()
    {
        double[] returns = Days(1, 120, seed: 13);
        double variance = returns.Select(r => r * r).Average();
        double[] before = new double[120];
        for (int t = 0; t < 120; t++)
        {
            before[t] = variance;
            variance = 0.94 * variance + 0.06 * returns[t] * returns[t];
        }

        double[] scaled = [.. returns.Select((r, t) => r * Math.Sqrt(variance / before[t]))];
        var expected = HistoricalVar.Compute(scaled, 0.99, QuantileType.Type7);
        var result = PortfolioVar.Compute(VarMethod.VolatilityScaled, returns, 120, [1.0], Settings);

        Assert.Equal(expected.ValueAtRisk, result.ValueAtRisk, 1e-12);
        Assert.Equal(expected.ExpectedShortfall, result.ExpectedShortfall, 1e-12);
    }

    // Goal: filtered historical is shocks of the fitted model on tomorrow's volatility.
    // Method: the recursion written out with the parameters of the published benchmark fit.
    [Fact]
    public void FilteredHistorical_WrittenOut()
    {
        double[] returns = TailRiskTests.Returns(0);
        var fit = Garch.Fit(returns).Estimate!;
        var (mean, omega, alpha, beta) =
            (fit.Parameters.Mean, fit.Parameters.Omega, fit.Parameters.Alpha, fit.Parameters.Beta);
        double h = returns.Select(r => (r - mean) * (r - mean)).Average(); // Both presample values.
        h = omega + (alpha + beta) * h;
        double[] shocks = new double[returns.Length];
        for (int t = 0; t < returns.Length; t++)
        {
            shocks[t] = (returns[t] - mean) / Math.Sqrt(h);
            h = omega + alpha * (returns[t] - mean) * (returns[t] - mean) + beta * h;
        }

        double[] tomorrow = [.. shocks.Select(z => mean + z * Math.Sqrt(h))];
        var expected = HistoricalVar.Compute(tomorrow, 0.99, QuantileType.Type7);
        var result = PortfolioVar.Compute(VarMethod.FilteredHistorical, returns, returns.Length, [1.0], Settings);

        Assert.Equal(expected.ValueAtRisk, result.ValueAtRisk, 1e-9);
        Assert.Equal(expected.ExpectedShortfall, result.ExpectedShortfall, 1e-9);
    }

    // Goal: stated errors are the spread over samples. Method: 400 samples of normal days; the mean stated error and
    // the deviation of the figures agree within 20 %, the tail of historical samples being small.
    [Theory]
    [InlineData(VarMethod.Parametric, 1.0)]
    [InlineData(VarMethod.CornishFisher, 1.0)]
    [InlineData(VarMethod.Historical, 1.0)]
    [InlineData(VarMethod.Parametric, 10.0)]
    [InlineData(VarMethod.CornishFisher, 10.0)]
    [InlineData(VarMethod.Historical, 10.0)]
    [InlineData(VarMethod.Historical, 0.1)]
    [InlineData(VarMethod.AgeWeighted, 10.0)]
    public void Errors_AreTheSpreadOverSamples(VarMethod method, double days)
    {
        const int Samples = 400;
        double[] values = new double[Samples];
        double[] shortfalls = new double[Samples];
        double stated = 0.0;
        double statedShortfall = 0.0;
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] returns = [.. ReferenceData.Uniform(sample, 1_000, 1e-12, 1.0).Select(Normal.Quantile)];
            var settings = Settings with { Confidence = 0.95, HorizonDays = days, AgeDecay = 0.995 };
            var result = PortfolioVar.Compute(method, returns, 1_000, [1.0], settings);
            (values[sample], shortfalls[sample]) = (result.ValueAtRisk, result.ExpectedShortfall);
            stated += result.ValueAtRiskError / Samples;
            statedShortfall += result.ExpectedShortfallError / Samples;
        }

        Assert.InRange(stated / Spread(values), 0.8, 1.2);
        Assert.InRange(statedShortfall / Spread(shortfalls), 0.8, 1.2);

        static double Spread(double[] x) => Math.Sqrt(x.Select(v => (v - x.Average()) * (v - x.Average())).Average());
    }

    [Fact]
    public void MonteCarlo_SameSeed_SameBits_AndAnotherSeedNot()
    {
        double[] returns = Days(3, 200, seed: 5);
        var settings = Settings with { Paths = 20_000 };
        var one = PortfolioVar.Compute(VarMethod.MonteCarlo, returns, 200, [1.0, 2.0, 3.0], settings);
        var two = PortfolioVar.Compute(VarMethod.MonteCarlo, returns, 200, [1.0, 2.0, 3.0], settings);
        var other = PortfolioVar.Compute(
            VarMethod.MonteCarlo, returns, 200, [1.0, 2.0, 3.0], settings with { Seed = 43 });

        Assert.Equal(one.ValueAtRisk, two.ValueAtRisk);
        Assert.Equal(one.Components, two.Components);
        Assert.NotEqual(one.ValueAtRisk, other.ValueAtRisk);
    }

    [Fact]
    public void HardData_EndInAStatus()
    {
        double[] calm = new double[60];
        Assert.All(Enum.GetValues<VarMethod>(), method =>
        {
            var result = PortfolioVar.Compute(method, calm, 60, [5.0], Settings);
            Assert.True(method == VarMethod.FilteredHistorical
                ? result is { Status: PortfolioVarStatus.NoVarianceModel, Factor: 0 }
                : result is { Status: PortfolioVarStatus.Estimated, ValueAtRisk: 0.0 });
        });

        double[] spike = new double[100];
        spike[40] = 1.0; // Skewness 9.8: out of the expansion's reach.
        Assert.Equal(
            PortfolioVarStatus.ExpansionTurnsBack,
            PortfolioVar.Compute(VarMethod.CornishFisher, spike, 100, [1.0], Settings).Status);
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        double[] returns = Days(2, 10, seed: 1);
        Assert.Throws<ArgumentException>(() => Compute(returns, 9, [1.0, 1.0], Settings));
        Assert.Throws<ArgumentException>(() => Compute(returns, 10, [], Settings));
        Assert.Throws<ArgumentException>(() => Compute(returns, 10, [1.0, double.NaN], Settings));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Compute(returns, 10, [1.0, 1.0], Settings with { Confidence = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Compute(returns, 10, [1.0, 1.0], Settings with { HorizonDays = 0.0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Compute(returns, 10, [1.0, 1.0], Settings with { Paths = 10 }));

        static void Compute(double[] returns, int rows, double[] exposures, PortfolioVarSettings settings) =>
            PortfolioVar.Compute(VarMethod.Historical, returns, rows, exposures, settings);
    }

    /// <summary>Days with a common shock and volatility in waves, percent.</summary>
    private static double[] Days(int factors, int rows, int seed)
    {
        double[] u = [.. ReferenceData.Uniform(seed, rows * (factors + 1), 1e-9, 1.0 - 1e-9).Select(Normal.Quantile)];
        double[] returns = new double[rows * factors];
        double h = 1.0;
        for (int t = 0; t < rows; t++)
        {
            double common = u[rows * factors + t];
            for (int i = 0; i < factors; i++)
            {
                returns[t * factors + i] = 0.02 + Math.Sqrt(h) * (0.6 * common + 0.8 * u[t * factors + i]);
            }

            double shock = returns[t * factors];
            h = 0.1 + 0.1 * shock * shock + 0.8 * h;
        }

        return returns;
    }
}
