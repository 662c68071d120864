using Microsoft.Extensions.Options;
using RiskPlatform.Analytics.Backtests;
using RiskPlatform.Analytics.Distributions;
using RiskPlatform.Analytics.Indicators;
using RiskPlatform.Analytics.Series;
using RiskPlatform.Analytics.TailRisk;
using RiskPlatform.Analytics.VarianceModels;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.Tests;

/// <summary>Who leaves stops the computation within 100 ms, whatever it is.</summary>
public sealed class CancellationTests
{
    // Long enough for fits to run when they are cancelled, and short enough for their sort to be over by then.
    private static readonly double[] Values = Series(400_000);

    // Goal: a client that leaves frees the core at once. Method: a big request of each kind, cancelled 120 ms into its
    // run; the best of ten tries, as other work on the machine can only add to what is waited.
    [Theory]
    [InlineData("fit")]
    [InlineData("tail-risk")]
    [InlineData("garch")]
    [InlineData("arima")]
    [InlineData("ar")]
    [InlineData("var-backtest")]
    [InlineData("indicators")]
    public async Task Cancelled_WhileItRuns_EndsWithinATenthOfASecond(string work)
    {
        using var budget = new WorkBudget(Options.Create(new WorkOptions()));
        List<double?> waits = [];
        for (int attempt = 0; attempt < 10; attempt++)
        {
            waits.Add(await CancelledWork.StopMillisecondsAsync(
                token => RunAsync(work, budget, token), TimeSpan.FromMilliseconds(120)));
        }

        Assert.True(waits.Min() < 100.0, $"{string.Join(", ", waits)} ms");
    }

    private static Task RunAsync(string work, WorkBudget budget, CancellationToken token) => work switch
    {
        "fit" => new DistributionFits(budget).FitAsync(
            new FitRequest(Values, [DistributionName.StudentT, DistributionName.Logistic]), token),
        "tail-risk" => new TailRisks(budget).MeasureAsync(
            new TailRiskRequest(Values, [0.95, 0.99], [TailMethod.StudentT]), token),
        "garch" => new VarianceFits(budget).FitAsync(
            new GarchRequest(Values[..100_000], VarianceModel.Egarch, InnovationName.StudentT), token),
        "arima" => new SeriesModels(budget).FitAsync(new ArimaRequest(
            [.. Values[..20_000].Select(x => (double?)x)], [1, 0, 1], new SeasonalOrder([1, 0, 0], 12)), token),
        "ar" => new SeriesModels(budget).FitAsync(new ArRequest(Values[..100_000], ArMethod.Mle, 10), token),
        "var-backtest" => new VarBacktests(budget).TestAsync(
            new VarBacktestRequest(
                [.. Enumerable.Repeat(1.0, 50_000)],
                0.99,
                Returns: Values[..50_000],
                Es: [.. Enumerable.Repeat(1.2, 50_000)]),
            token),
        _ => new PriceMeasures(budget).ComputeAsync(
            new IndicatorsRequest([.. Enumerable.Repeat(1.0, 1_000_000)], Ema: [.. Enumerable.Range(2, 40)]), token),
    };

    private static double[] Series(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - random.NextDouble()) * 0.02)];
    }
}
