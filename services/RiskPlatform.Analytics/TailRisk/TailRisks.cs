using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Risk;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.TailRisk;

/// <summary>Value at risk and expected shortfall of one series. See docs/methods/value-at-risk.md.</summary>
internal sealed class TailRisks(WorkBudget budget)
{
    private const int ReturnsMax = 1_000_000;
    private const double NanosecondsPerPass = 100.0; // A sort, on one core.
    private const double PassesOfAMethod = 20.0; // Student's t, the slowest, over what a sort takes.

    /// <summary>Every method at every confidence.</summary>
    public async Task<Result<TailRiskResponse>> MeasureAsync(
        TailRiskRequest request, CancellationToken cancellationToken)
    {
        if (request.Returns.Length > ReturnsMax)
        {
            return Failure.TooLarge($"returns has {request.Returns.Length} elements; {ReturnsMax} at most.");
        }

        var faults = new InputFaults().AtLeast("returns", request.Returns.Length, 2).AllFinite(
            "returns", request.Returns)
            .Check(Array.TrueForAll(request.Returns, x => !(Math.Abs(x) > 1e50)), "returns is beyond 1e50.")
            .AtLeast("confidence", request.Confidence.Length, 1).AtLeast("methods", request.Methods.Count, 1)
            .Inside("lambda", request.Lambda, 0.0, 1.0)
            .Check(request.Confidence.Length <= 100, "confidence has 100 elements at most.");
        for (int i = 0; i < request.Confidence.Length; i++)
        {
            faults.Inside($"confidence[{i}]", request.Confidence[i], 0.5, 1.0);
        }

        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync(
                new WorkCost(
                    "passes over a return",
                    request.Returns.Length * (PassesOfAMethod + request.Confidence.Length) * request.Methods.Count,
                    NanosecondsPerPass),
                token => Measure(request, token),
                cancellationToken);
    }

    private static Result<TailRiskResponse> Measure(TailRiskRequest request, CancellationToken cancellationToken)
    {
        var sample = new StreamingMoments();
        sample.Add(request.Returns);
        if (sample is not { Skewness: { } skewness, ExcessKurtosis: { } kurtosis, StandardDeviation: { } deviation })
        {
            return Failure.CalculationFailed("returns do not vary: they have no tail.") with { Code = "noVariation" };
        }

        var moments = new ReturnMoments(sample.Mean, deviation, skewness, kurtosis);
        var student = request.Methods.Contains(TailMethod.StudentT)
            ? MaximumLikelihood.Fit(DistributionFamily.StudentT, request.Returns, cancellationToken)
            : null;
        List<TailRiskResult> results = [];
        foreach (var method in request.Methods)
        {
            foreach (double confidence in request.Confidence)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!One(method, confidence, request, moments, student).TryGet(out var one, out var failure))
                {
                    return failure;
                }

                results.Add(one);
            }
        }

        return new TailRiskResponse(results, new ReturnMomentsResponse(
            moments.Mean, moments.Deviation, skewness, kurtosis, request.Returns.Length));
    }

    private static Result<TailRiskResult> One(
        TailMethod method,
        double confidence,
        TailRiskRequest request,
        ReturnMoments moments,
        DistributionFit? student) => method switch
        {
            TailMethod.Normal => Of(method, confidence, NormalVar.Compute(moments.Mean, moments.Deviation, confidence)),
            TailMethod.Historical => Of(
                method, confidence, HistoricalVar.Compute(request.Returns, confidence, (QuantileType)request.Quantile)),
            TailMethod.CornishFisher => CornishFisherVar.Compute(moments, confidence) is { } bent
                ? Of(method, confidence, bent)
                : Failure.CalculationFailed(
                    $"cornishFisher: the moments of returns are out of the expansion's reach at {confidence}.") with
                {
                    Code = "expansionTurnsBack",
                },
            TailMethod.Ewma => Of(method, confidence, NormalVar.Compute(0.0, NextDeviation(request), confidence)),
            _ => Student(confidence, student),
        };

    private static Result<TailRiskResult> Student(double confidence, DistributionFit? fit)
    {
        if (fit is not { Estimate.Parameters: { } p })
        {
            return Failure.CalculationFailed("studentT: returns have no maximum of the likelihood.") with
            {
                Code = "noFit",
            };
        }

        var (value, shortfall) = StudentTVar.Compute(p[0].Value, p[1].Value, p[2].Value, confidence);
        return new TailRiskResult(TailMethod.StudentT, confidence, value, shortfall);
    }

    private static TailRiskResult Of(TailMethod method, double confidence, Quant.Risk.TailRisk tail) =>
        new(method, confidence, tail.ValueAtRisk, tail.ExpectedShortfall);

    private static double NextDeviation(TailRiskRequest request)
    {
        double[] variances = new double[request.Returns.Length];
        double meanSquare = request.Returns.Sum(r => r * r / request.Returns.Length);
        return Math.Sqrt(EwmaVariance.Filter(request.Returns, request.Lambda, meanSquare, variances));
    }
}
