using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Risk;

namespace RiskPlatform.Quant.Tests.Risk;

public sealed class AcerbiSzekelyTests
{
    private const double Alpha = 0.025;
    private static readonly ShortfallModel Model = new() { Probability = Alpha };

    [Fact]
    public void Statistics_WrittenOut()
    {
        double[] profits = [-3.0, 1.0, -2.5, 0.5, -1.0];
        double[] values = [2.0, 2.0, 2.0, 2.0, 2.0];
        double[] shortfalls = [2.5, 2.5, 2.5, 2.5, 2.5];
        var result = AcerbiSzekely.Compute(
            profits, values, shortfalls, new ShortfallModel { Probability = 0.2, Simulations = 1_000 });

        Assert.Equal((-3.0 / 2.5 - 2.5 / 2.5) / 2.0 + 1.0, result.Z1!.Value.Statistic, 1e-15);
        Assert.Equal((-3.0 / 2.5 - 2.5 / 2.5) / (5 * 0.2) + 1.0, result.Z2.Statistic, 1e-15);
        Assert.NotNull(result.Z3);
    }

    [Fact]
    public void NoException_HasNoFirstStatistic_AndShortHistoriesNoThird()
    {
        double[] two = [2.0, 2.0];
        var result = AcerbiSzekely.Compute([1.0, -1.0], two, [2.5, 2.5], Model);

        Assert.Null(result.Z1);
        Assert.Null(result.Z3);
        Assert.Equal(1.0, result.Z2.Statistic);
        Assert.Equal(1.0, result.Z2.PValue);
    }

    // Acerbi and Szekely (2014), table 4: the 5 % critical value of Z₂ at 2.5 % and 250 days is -0.70 for many laws.
    [Fact]
    public void Z2_PublishedCriticalValue_HasFivePercent()
    {
        // One exception a day apart, sized so that Z₂ is exactly -0.70.
        double[] profits = new double[250];
        double[] values = [.. Enumerable.Repeat(1.0, 250)];
        double shortfall = Normal.Density(Normal.Quantile(Alpha)) / Alpha / -Normal.Quantile(Alpha);
        for (int i = 0; i < 10; i++)
        {
            profits[i * 20] = -1.70 * 250 * Alpha * shortfall / 10;
        }

        var result = AcerbiSzekely.Compute(
            profits, values, [.. values.Select(v => v * shortfall)], Model with { Simulations = 20_000 });
        Assert.Equal(-0.70, result.Z2.Statistic, 1e-12);
        Assert.InRange(result.Z2.PValue, 0.044, 0.056);
    }

    // Goal: probabilities are uniform under the model and small when losses are larger than said.
    // Method: 150 years of the law with forecasts that vary by day; then the same forecasts with deviations half again.
    [Theory]
    [InlineData(null)]
    [InlineData(5.0)]
    public void Probabilities_AreUniformUnderTheModel_AndFindLargerLosses(double? degrees)
    {
        const int Years = 150;
        var model = new ShortfallModel { Probability = Alpha, DegreesOfFreedom = degrees, Simulations = 300 };
        double unit = degrees is { } v ? -StudentT.Quantile(Alpha, v) : -Normal.Quantile(Alpha);
        double tail = degrees is { } w ? -StudentT.TailMean(Alpha, w) : Normal.Density(unit) / Alpha;
        int[] low = new int[3];
        int found = 0;
        for (int year = 0; year < Years; year++)
        {
            double[] u = ReferenceData.Uniform(year, 250, 1e-9, 1.0 - 1e-9);
            double[] scales = ReferenceData.Uniform(10_000 + year, 250, 0.5, 2.0);
            double[] profits =
                [.. u.Zip(scales, (p, s) => s * (degrees is { } d ? StudentT.Quantile(p, d) : Normal.Quantile(p)))];
            double[] values = [.. scales.Select(s => s * unit)];
            double[] shortfalls = [.. scales.Select(s => s * tail)];
            var right = AcerbiSzekely.Compute(profits, values, shortfalls, model);
            low[0] += right.Z1?.PValue < 0.1 ? 1 : 0;
            low[1] += right.Z2.PValue < 0.1 ? 1 : 0;
            low[2] += right.Z3!.Value.PValue < 0.1 ? 1 : 0;
            var wrong = AcerbiSzekely.Compute([.. profits.Select(p => 1.5 * p)], values, shortfalls, model);
            found += wrong.Z2.PValue < 0.1 ? 1 : 0;
        }

        Assert.All(low, count => Assert.InRange(count / (double)Years, 0.02, 0.2));
        Assert.True(found > 0.8 * Years, $"{found} of {Years}");
    }

    [Fact]
    public void SameSeed_SameBits()
    {
        double[] profits = ReferenceData.Uniform(1, 100, -2.0, 1.0);
        double[] values = [.. Enumerable.Repeat(1.0, 100)];
        double[] shortfalls = [.. Enumerable.Repeat(1.2, 100)];

        Assert.Equal(
            AcerbiSzekely.Compute(profits, values, shortfalls, Model),
            AcerbiSzekely.Compute(profits, values, shortfalls, Model));
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => AcerbiSzekely.Compute([], [], [], Model));
        Assert.Throws<ArgumentException>(() => AcerbiSzekely.Compute([1.0], [1.0], [0.9], Model));
        Assert.Throws<ArgumentException>(() => AcerbiSzekely.Compute([double.NaN], [1.0], [1.2], Model));
        Assert.Throws<ArgumentException>(() => AcerbiSzekely.Compute([1.0], [0.0], [1.2], Model));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AcerbiSzekely.Compute([1.0], [1.0], [1.2], Model with { Probability = 0.975 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AcerbiSzekely.Compute([1.0], [1.0], [1.2], Model with { DegreesOfFreedom = 1.0 }));
    }
}
