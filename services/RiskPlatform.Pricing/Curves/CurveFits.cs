using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.FixedIncome;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Pricing.Curves;

/// <summary>Fits and evaluates zero curves. See docs/methods/nelson-siegel.md.</summary>
internal sealed class CurveFits(WorkBudget budget)
{
    private const int PointsMax = 10_000;
    private const int MaturitiesMax = 100_000;
    private const double YearsMax = 1_000.0;
    private const double NanosecondsPerPoint = 400_000.0; // A Svensson fit solves some thousands of systems.

    /// <summary>Finds the closest curve.</summary>
    public Task<Result<CurveFitResponse>> FitAsync(CurveFitRequest request, CancellationToken cancellationToken)
    {
        var faults = new InputFaults().AtLeast("maturities", request.Maturities.Length, 1)
            .SameLength("yields", request.Yields.Length, "maturities", request.Maturities.Length)
            .AllFinite("yields", request.Yields)
            .Check(
                Array.TrueForAll(request.Maturities, t => t is >= 0.0 and <= YearsMax),
                $"Every element of maturities lies between 0 and {YearsMax}.");
        if (request.Maturities.Length > PointsMax)
        {
            return Task.FromResult<Result<CurveFitResponse>>(
                Failure.TooLarge($"maturities has {request.Maturities.Length} elements; a fit may have {PointsMax}."));
        }

        return faults.Failure is { } failure
            ? Task.FromResult<Result<CurveFitResponse>>(failure)
            : budget.RunAsync(
                new WorkCost("points", request.Maturities.Length, NanosecondsPerPoint),
                token => Fit(request, token),
                cancellationToken);
    }

    /// <summary>Reads a curve at maturities.</summary>
    public static Result<CurveEvaluateResponse> Evaluate(CurveEvaluateRequest request)
    {
        if (request.Maturities.Length > MaturitiesMax)
        {
            return Failure.TooLarge(
                $"maturities has {request.Maturities.Length} elements; a request may have {MaturitiesMax}.");
        }

        var faults = Curve.Check("parameters", request.Parameters, new InputFaults()).Check(
            Array.TrueForAll(request.Maturities, t => t is >= 0.0 and <= YearsMax),
            $"Every element of maturities lies between 0 and {YearsMax}.");
        if (faults.Failure is { } failure)
        {
            return failure;
        }

        var response = new CurveEvaluateResponse(
            [.. request.Maturities.Select(t => Curve.ZeroRate(request.Parameters, t))],
            [.. request.Maturities.Select(t => Curve.ForwardRate(request.Parameters, t))],
            [.. request.Maturities.Select(t => Curve.DiscountFactor(request.Parameters, t))]);
        return Array.TrueForAll(response.DiscountFactors, double.IsFinite)
            ? response
            : Failure.CalculationFailed("parameters make a discount factor that no double holds.");
    }

    private static Result<CurveFitResponse> Fit(CurveFitRequest request, CancellationToken cancellationToken)
    {
        if (request.Model == CurveModel.NelsonSiegel)
        {
            var fit = NelsonSiegelFit.Fit(
                request.Maturities, request.Yields, [], DecayBounds.Wide, cancellationToken);
            return Refusal(fit.Status) is { } refusal
                ? refusal
                : Response(
                    fit, request, fit.Curve.Level, fit.Curve.Slope, fit.Curve.Curvature, null, fit.Curve.Decay, null);
        }

        var two = SvenssonFit.Fit(
            request.Maturities, request.Yields, [], DecayBounds.Wide, cancellationToken);
        var curve = two.Curve;
        return Refusal(two.Status) is { } reason
            ? reason
            : Response(
                two, request, curve.Level, curve.Slope, curve.Curvature, curve.SecondCurvature, curve.Decay,
                curve.SecondDecay);
    }

    private static CurveFitResponse Response<TCurve>(
        CurveFit<TCurve> fit,
        CurveFitRequest request,
        double beta0,
        double beta1,
        double beta2,
        double? beta3,
        double tau1,
        double? tau2)
        where TCurve : struct => new(
            beta0,
            beta1,
            beta2,
            beta3,
            tau1,
            tau2,
            1e4 * Math.Sqrt(fit.SumOfSquares / request.Maturities.Length),
            fit.Status == CurveFitStatus.Converged,
            Warnings(fit));

    private static List<string> Warnings<TCurve>(CurveFit<TCurve> fit)
        where TCurve : struct
    {
        List<string> warnings =
        [
            .. Enum.GetValues<CurveFitWarnings>()
                .Where(warning => warning != CurveFitWarnings.None && fit.Warnings.HasFlag(warning))
                .Select(warning => char.ToLowerInvariant(warning.ToString()[0]) + warning.ToString()[1..]),
        ];
        if (fit.Status == CurveFitStatus.AtBound)
        {
            warnings.Add("decayAtBound");
        }

        return warnings;
    }

    private static Failure? Refusal(CurveFitStatus status) => status switch
    {
        CurveFitStatus.TooFewObservations => Failure.CalculationFailed(
            "maturities has fewer different values than the curve has parameters.")
            with { Code = "tooFewObservations" },
        CurveFitStatus.SingularLoadings => Failure.CalculationFailed(
            "maturities do not determine the curve's parameters.") with { Code = "singularLoadings" },
        _ => null,
    };
}
