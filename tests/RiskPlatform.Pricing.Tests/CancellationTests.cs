using Microsoft.Extensions.Options;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Pricing.Curves;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Pricing.Tests;

/// <summary>Who leaves stops the computation within 100 ms, whatever it is.</summary>
public sealed class CancellationTests
{
    // Goal: a client that leaves frees the core at once. Method: the biggest fit of each curve, cancelled 20 ms into
    // its run; the best of ten tries, as other work on the machine can only add to what is waited.
    [Theory]
    [InlineData(CurveModel.NelsonSiegel)]
    [InlineData(CurveModel.Svensson)]
    public async Task Cancelled_WhileItRuns_EndsWithinATenthOfASecond(CurveModel model)
    {
        var random = new Random(7);
        double[] maturities = [.. Enumerable.Range(1, 10_000).Select(i => 0.003 * i)];
        double[] yields = [.. maturities.Select(t => 0.04 - 0.02 * Math.Exp(-t) + 0.01 * random.NextDouble())];
        using var budget = new WorkBudget(new OptionsWrapper<WorkOptions>(new WorkOptions()));
        List<double?> waits = [];
        for (int attempt = 0; attempt < 10; attempt++)
        {
            waits.Add(await CancelledWork.StopMillisecondsAsync(
                token => new CurveFits(budget).FitAsync(new CurveFitRequest(model, maturities, yields), token),
                TimeSpan.FromMilliseconds(20)));
        }

        Assert.True(waits.Min() < 100.0, $"{string.Join(", ", waits)} ms");
    }
}
