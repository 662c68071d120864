using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Risk;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.Backtests;

/// <summary>Whether forecasts of risk have held. See docs/methods/var-backtests.md.</summary>
internal sealed class VarBacktests(WorkBudget budget)
{
    private const int DaysMax = 100_000;
    private const ulong Seed = 42;
    private const double RejectedBelow = 0.05;
    private const double NanosecondsPerDraw = 15.0; // Of the simulated probabilities, with their sort, on one core.

    /// <summary>All tests at once.</summary>
    public async Task<Result<VarBacktestResponse>> TestAsync(
        VarBacktestRequest request, CancellationToken cancellationToken)
    {
        int days = request.Var.Length;
        if (days > DaysMax)
        {
            return Failure.TooLarge($"var has {days} elements; a test may have {DaysMax}.");
        }

        double[] happened = request.Returns ?? request.Losses ?? [];
        var faults = new InputFaults().AtLeast("var", days, 2)
            .Check(
                request.Returns is null != request.Losses is null,
                "Give either returns or losses: one of the two, not both.")
            .SameLength(request.Returns is null ? "losses" : "returns", happened.Length, "var", days)
            .AllFinite(request.Returns is null ? "losses" : "returns", happened)
            .AllFinite("var", request.Var)
            .Inside("confidence", request.Confidence, 0.5, 1.0);
        if (request.Es is { } es)
        {
            faults.SameLength("es", es.Length, "var", days).AllFinite("es", es)
                .Check(
                    Array.TrueForAll(request.Var, v => v > 0.0), "Every element of var is above zero for a test of es.")
                .Check(
                    es.Length != days || es.Zip(request.Var).All(pair => pair.First >= pair.Second),
                    "es is nowhere below var.");
        }

        double draws = request.Es is null ? days : 5_000.0 * days;
        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync<VarBacktestResponse>(
                new WorkCost("draws", draws, NanosecondsPerDraw),
                token => Test(request, happened, token),
                cancellationToken);
    }

    private static Result<VarBacktestResponse> Test(
        VarBacktestRequest request, double[] happened, CancellationToken cancellationToken)
    {
        double sign = request.Returns is null ? -1.0 : 1.0;
        double[] profits = [.. happened.Select(x => sign * x)];
        bool[] isException = [.. profits.Zip(request.Var, (profit, value) => -profit > value)];
        int exceptions = isException.Count(hit => hit);
        double probability = 1.0 - request.Confidence;
        var kupiec = CoverageTests.Unconditional(exceptions, profits.Length, probability);
        var independence = CoverageTests.Independence(isException);
        var both = CoverageTests.Conditional(kupiec, independence);
        var light = TrafficLight.Classify(exceptions, profits.Length, probability);
        var shortfall = request.Es is null
            ? (AcerbiSzekelyResult?)null
            : AcerbiSzekely.Compute(
                profits,
                request.Var,
                request.Es,
                new ShortfallModel { Probability = probability, Seed = Seed },
                cancellationToken);
        if (shortfall is { } tested && !(IsFinite(tested.Z1) && IsFinite(tested.Z2) && IsFinite(tested.Z3)))
        {
            return Failure.CalculationFailed(
                "returns (or losses) are so large beside var and es that no double holds the test of es.");
        }

        double lowest = new[]
        {
            kupiec.PValue, independence.Test.PValue, both.PValue, shortfall?.Z2.PValue ?? 1.0,
        }.Min();
        return new VarBacktestResponse(
            exceptions,
            profits.Length,
            Of(kupiec),
            Of(independence.Test),
            Of(both),
            Words.Of(light.Zone),
            shortfall is { } z ? new AcerbiSzekelyResponse(Of(z.Z1), Of(z.Z2)!, Of(z.Z3), Seed) : null,
            lowest < RejectedBelow || light.Zone == TrafficLightZone.Red ? "rejected" : "accepted");
    }

    private static bool IsFinite(ShortfallTest? test) => test is not { } found || double.IsFinite(found.Statistic);

    private static StatisticalTest Of(LikelihoodRatio test) => new(test.Statistic, test.PValue);

    private static StatisticalTest? Of(ShortfallTest? test) =>
        test is { } found ? new StatisticalTest(found.Statistic, found.PValue) : null;
}
