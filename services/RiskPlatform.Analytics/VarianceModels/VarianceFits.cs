using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.VarianceModels;

/// <summary>GARCH and its relatives. See docs/methods/garch.md.</summary>
internal sealed class VarianceFits(WorkBudget budget)
{
    private const int ReturnsMax = 100_000;
    private const double NanosecondsPerReturn = 3_000.0; // Three climbs, the slowest model, on one core.

    /// <summary>Fits and forecasts.</summary>
    public async Task<Result<GarchResponse>> FitAsync(GarchRequest request, CancellationToken cancellationToken)
    {
        if (request.Returns.Length > ReturnsMax)
        {
            return Failure.TooLarge($"returns has {request.Returns.Length} elements; a fit may have {ReturnsMax}.");
        }

        var faults = new InputFaults().AtLeast("returns", request.Returns.Length, 1).AllFinite(
            "returns", request.Returns)
            .Check(Array.TrueForAll(request.Returns, x => !(Math.Abs(x) > 1e50)), "returns is beyond 1e50.")
            .Between("horizon", request.Horizon, 0, 10_000);
        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync<GarchResponse>(
                new WorkCost("returns", request.Returns.Length, NanosecondsPerReturn),
                token => Fit(request, token),
                cancellationToken);
    }

    private static GarchResponse Fit(GarchRequest request, CancellationToken cancellationToken)
    {
        var specification = new GarchSpecification
        {
            Form = (GarchForm)request.Model,
            Innovations = (InnovationLaw)request.Innovations,
            Mean = (GarchMean)request.Mean,
        };
        var fit = Garch.Fit(request.Returns, specification, cancellationToken);
        if (fit.Estimate is not { } estimate)
        {
            return new GarchResponse(null, null, null, null, null, null, null, Words.Of(fit.Status));
        }

        double[] forecasts = new double[request.Horizon];
        Garch.Forecast(estimate, forecasts);
        var p = estimate.Parameters;
        var errors = estimate.StandardErrors;
        return new GarchResponse(
            new GarchFigures(
                request.Mean == MeanModel.Constant ? p.Mean : null,
                p.Omega,
                p.Alpha,
                p.Beta,
                request.Model == VarianceModel.Garch ? null : p.Gamma,
                request.Innovations == InnovationName.StudentT ? p.DegreesOfFreedom : null),
            Figures(request, errors?.Hessian),
            Figures(request, errors?.BollerslevWooldridge ?? errors?.Sandwich),
            estimate.LogLikelihood,
            estimate.Persistence,
            estimate.HalfLife,
            forecasts,
            Words.Of(fit.Status));
    }

    private static GarchFigures? Figures(GarchRequest request, GarchParameterErrors? errors) =>
        errors is { } e
            ? new GarchFigures(
                request.Mean == MeanModel.Constant ? e.Mean : null,
                e.Omega,
                e.Alpha,
                e.Beta,
                request.Model == VarianceModel.Garch ? null : e.Gamma,
                request.Innovations == InnovationName.StudentT ? e.DegreesOfFreedom : null)
            : null;
}
