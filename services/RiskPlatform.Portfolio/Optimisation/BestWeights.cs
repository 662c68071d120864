using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Domain;
using RiskPlatform.Portfolio.Matrices;
using RiskPlatform.Quant.Optimization;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Portfolio.Optimisation;

/// <summary>Weights of least variance. See docs/methods/mean-variance.md.</summary>
internal sealed class BestWeights(WorkBudget budget)
{
    private const int AssetsMax = 1_000;
    private const double NanosecondsPerCube = 4.0; // n³ with the changes of the active set, on one core.

    /// <summary>Minimises the variance within the bounds, at a target return if one is given.</summary>
    public async Task<Result<OptimiseResponse>> FindAsync(OptimiseRequest request, CancellationToken cancellationToken)
    {
        if (!RowMajor.Symmetric("covariance", request.Covariance).TryGet(out var covariance, out var failure))
        {
            return failure;
        }

        int n = covariance.Rows;
        if (n > AssetsMax)
        {
            return Failure.TooLarge($"covariance has {n} rows; {AssetsMax} assets at most.");
        }

        var faults = new InputFaults().AllFinite("expectedReturns", request.ExpectedReturns)
            .SameLength("expectedReturns", request.ExpectedReturns.Length, "covariance", n);
        double[] lower = request.Bounds?.Lower ?? [];
        double[] upper = request.Bounds?.Upper ?? [];
        faults.AllFinite("bounds.lower", lower).AllFinite("bounds.upper", upper)
            .Check(lower.Length == 0 || lower.Length == n, $"bounds.lower has {lower.Length} elements; it has {n}.")
            .Check(upper.Length == 0 || upper.Length == n, $"bounds.upper has {upper.Length} elements; it has {n}.")
            .Check(
                lower.Length != upper.Length || lower.Zip(upper).All(pair => pair.First <= pair.Second),
                "bounds.lower is nowhere above bounds.upper.");
        if (request.Target is { } target)
        {
            faults.Finite("target", target);
        }

        return faults.Failure is { } wrong
            ? wrong
            : await budget.RunAsync(
                new WorkCost("assets cubed", (double)n * n * n, NanosecondsPerCube),
                token => Find(request, covariance, lower, upper, token),
                cancellationToken);
    }

    private static Result<OptimiseResponse> Find(
        OptimiseRequest request,
        RowMajor covariance,
        double[] lower,
        double[] upper,
        CancellationToken cancellationToken)
    {
        double[] weights = new double[covariance.Rows];
        var bounds = new WeightBounds(lower, upper);
        var found = request.Target is { } target
            ? MeanVariance.AtReturn(
                covariance.Values, request.ExpectedReturns, target, bounds, weights, cancellationToken)
            : MeanVariance.MinimumVariance(covariance.Values, bounds, weights, cancellationToken);
        return found.Status == PortfolioStatus.Optimal
            ? new OptimiseResponse(
                weights,
                weights.Zip(request.ExpectedReturns, (w, r) => w * r).Sum(),
                Math.Sqrt(found.Variance))
            : Refusal(found.Status);
    }

    private static Failure Refusal(PortfolioStatus status) => status switch
    {
        PortfolioStatus.Infeasible => Failure.CalculationFailed(
            "No weights within bounds sum to one and earn target.") with { Code = "infeasible" },
        PortfolioStatus.NotPositiveDefinite => Failure.CalculationFailed(
            "covariance is singular or indefinite.") with { Code = "notPositiveDefinite" },
        _ => Failure.CalculationFailed("covariance is too close to singular for the search to end.") with
        {
            Code = "notConverged",
        },
    };
}
