using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class GarchForecastTests
{
    private static readonly GarchParameters Linear = new(0.0, 0.05, 0.08, 0.1, 0.8, double.PositiveInfinity);
    private static readonly GarchParameters Logarithmic = new(0.0, -0.05, 0.2, -0.1, 0.95, double.PositiveInfinity);

    // Goal: E[h] ahead is the mean of what happens. Method: 100,000 simulated futures a model; four standard errors.
    [Theory]
    [InlineData(GarchForm.Garch)]
    [InlineData(GarchForm.Gjr)]
    [InlineData(GarchForm.Egarch)]
    public void Forecast_AgainstSimulation_IsTheMean(GarchForm form)
    {
        const int Paths = 100_000;
        const int Steps = 8;
        var p = form == GarchForm.Egarch ? Logarithmic : Linear;
        double[] z = SeriesData.Normals(seed: 20, count: Paths * Steps);
        double[] sum = new double[Steps];
        double[] squares = new double[Steps];
        double[] one = new double[1];
        for (int path = 0; path < Paths; path++)
        {
            double h = 2.0;
            for (int k = 0; k < Steps; k++)
            {
                sum[k] += h;
                squares[k] += h * h;
                h = Garch.Filter(form, p, [Math.Sqrt(h) * z[path * Steps + k]], h, one);
            }
        }

        double[] forecast = new double[Steps];
        Garch.Forecast(new GarchSpecification { Form = form }, p, 2.0, forecast);

        for (int k = 0; k < Steps; k++)
        {
            double mean = sum[k] / Paths;
            double error = Math.Sqrt(Math.Max(0.0, squares[k] / Paths - mean * mean) / Paths);
            Assert.Equal(mean, forecast[k], 4.0 * error + 1e-12);
        }
    }

    [Fact]
    public void Forecast_EgarchStudentT_IsTheGeometricMean()
    {
        const int Paths = 50_000;
        const int Steps = 4;
        var p = Logarithmic with { DegreesOfFreedom = 5.0 };
        double[] z = SeriesData.StudentT(seed: 21, count: Paths * Steps, degrees: 5);
        double[] sum = new double[Steps];
        double[] squares = new double[Steps];
        double[] one = new double[1];
        for (int path = 0; path < Paths; path++)
        {
            double h = 0.5;
            for (int k = 0; k < Steps; k++)
            {
                sum[k] += Math.Log(h);
                squares[k] += Math.Log(h) * Math.Log(h);
                h = Garch.Filter(GarchForm.Egarch, p, [Math.Sqrt(h) * z[path * Steps + k]], h, one);
            }
        }

        double[] forecast = new double[Steps];
        Garch.Forecast(
            new GarchSpecification { Form = GarchForm.Egarch, Innovations = InnovationLaw.StudentT }, p, 0.5, forecast);

        for (int k = 0; k < Steps; k++)
        {
            double mean = sum[k] / Paths;
            double error = Math.Sqrt(Math.Max(0.0, squares[k] / Paths - mean * mean) / Paths);
            Assert.Equal(mean, Math.Log(forecast[k]), 4.0 * error + 1e-12);
        }
    }

    [Fact]
    public void Forecast_FarAhead_ReachesTheLongRunVariance()
    {
        double[] forecast = new double[2000];
        foreach (var form in new[] { GarchForm.Garch, GarchForm.Gjr })
        {
            Garch.Forecast(new GarchSpecification { Form = form }, Linear, 7.0, forecast);
            Assert.Equal(Garch.UnconditionalVariance(form, Linear)!.Value, forecast[^1], 1e-12);
        }

        Assert.Equal(0.05 / (1.0 - 0.88), Garch.UnconditionalVariance(GarchForm.Garch, Linear)!.Value, 1e-15);
        Assert.Equal(0.05 / (1.0 - 0.93), Garch.UnconditionalVariance(GarchForm.Gjr, Linear)!.Value, 1e-15);
        Assert.Null(Garch.UnconditionalVariance(GarchForm.Garch, Linear with { Beta = 0.92 }));
        Assert.Null(Garch.UnconditionalVariance(GarchForm.Egarch, Logarithmic));
    }

    [Theory]
    [InlineData(GarchForm.Garch)]
    [InlineData(GarchForm.Gjr)]
    [InlineData(GarchForm.Egarch)]
    public void Filter_EveryLengthAndSplit_IsOneRecursion(GarchForm form)
    {
        double[] returns = SeriesData.Normals(seed: 22, count: 40);
        var p = form == GarchForm.Egarch ? Logarithmic : Linear;
        double[] whole = new double[40];
        double end = Garch.Filter(form, p, returns, 1.5, whole);
        for (int length = 0; length <= 40; length++)
        {
            double[] first = new double[length];
            double[] second = new double[40 - length];
            double middle = Garch.Filter(form, p, returns.AsSpan(0, length), 1.5, first);
            double next = Garch.Filter(form, p, returns.AsSpan(length), middle, second);
            Assert.Equal(whole, first.Concat(second));
            Assert.Equal(end, next);
        }
    }

    [Fact]
    public void Filter_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Garch.Filter(GarchForm.Garch, Linear, [1.0, 2.0], 1.0, new double[1]));
        foreach (double variance in new[] { 0.0, -1.0, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Garch.Filter(GarchForm.Garch, Linear, [], variance, []));
            Assert.Throws<ArgumentOutOfRangeException>(() => Garch.Forecast(default, Linear, variance, []));
        }
    }
}
