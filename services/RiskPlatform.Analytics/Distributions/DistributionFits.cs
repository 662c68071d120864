using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.Distributions;

/// <summary>Maximum-likelihood fits. See docs/methods/distributions.md.</summary>
internal sealed class DistributionFits(WorkBudget budget)
{
    private const int ValuesMax = 1_000_000;
    private const double NanosecondsPerValue = 2_000.0; // Student's t, the slowest, with its sort, on one core.

    /// <summary>Fits each family asked for.</summary>
    public async Task<Result<FitResponse>> FitAsync(FitRequest request, CancellationToken cancellationToken)
    {
        if (request.Data.Length > ValuesMax)
        {
            return Failure.TooLarge($"data has {request.Data.Length} elements; a fit may have {ValuesMax}.");
        }

        var names = request.Distributions ?? Enum.GetValues<DistributionName>();
        var faults = new InputFaults().AtLeast("data", request.Data.Length, 1).AtLeast("distributions", names.Count, 1)
            .AllFinite("data", request.Data)
            .Check(Array.TrueForAll(request.Data, x => !(Math.Abs(x) > 1e100)), "data is beyond 1e100.")
            .Check(
                !request.Data.Any(x => x != 0.0) || request.Data.Any(x => !(Math.Abs(x) < 1e-100)),
                "data is below 1e-100 throughout: give it in a smaller unit.")
            .Check(names.Distinct().Count() == names.Count, "distributions names one twice.");
        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync<FitResponse>(
                new WorkCost("values", (double)request.Data.Length * names.Count, NanosecondsPerValue),
                token => Fit(request.Data, names, token),
                cancellationToken);
    }

    private static FitResponse Fit(
        double[] data, IReadOnlyList<DistributionName> names, CancellationToken cancellationToken)
    {
        List<FittedDistribution> fits = [];
        foreach (var name in names)
        {
            fits.Add(Describe(name, MaximumLikelihood.Fit((DistributionFamily)name, data, cancellationToken)));
        }

        return new FitResponse(
            fits, fits.Where(fit => fit.Aic is not null).MinBy(fit => fit.Aic)?.Distribution);
    }

    private static FittedDistribution Describe(DistributionName name, DistributionFit fit) => new(
        name,
        fit.Estimate?.Parameters.ToDictionary(p => p.Name, p => p.Value),
        fit.Estimate?.Parameters.ToDictionary(p => p.Name, p => p.StandardError),
        fit.Estimate?.LogLikelihood,
        fit.Estimate?.Aic,
        fit.Estimate?.Bic,
        fit.Estimate?.KolmogorovSmirnov,
        fit.Estimate?.KolmogorovSmirnovPValue,
        fit.Estimate?.AndersonDarling,
        Words.Of(fit.Status));
}
