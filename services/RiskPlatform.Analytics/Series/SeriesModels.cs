using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.Series;

/// <summary>ARIMA models and autoregressions. See docs/methods/arima.md and autoregression.md.</summary>
internal sealed class SeriesModels(WorkBudget budget)
{
    private const int ArimaValuesMax = 20_000;
    private const int ArValuesMax = 100_000;
    private const int OrderMax = 50;
    private const double ArimaPasses = 150.0; // Of the filter, for a usual climb from three starts.
    private const double NanosecondsPerStep = 4.0; // One element of the filter's state squared, on one core.
    private const double NormalQuantile = 1.959963984540054; // Of 0.975.

    /// <summary>Fits a seasonal ARIMA model.</summary>
    public async Task<Result<ArimaResponse>> FitAsync(ArimaRequest request, CancellationToken cancellationToken)
    {
        if (request.Series.Length > ArimaValuesMax)
        {
            return Failure.TooLarge($"series has {request.Series.Length} elements; a fit may have {ArimaValuesMax}.");
        }

        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        var specification = Specification(request);
        double state = request.Order.Max() + 1.0
            + specification.Period * (1.0 + (request.Seasonal is null ? 0.0 : request.Seasonal.Order.Max()));
        return state > ArimaSpecification.StateMax
            ? Failure.TooLarge(
                $"order and seasonal make a state of {state} values; {ArimaSpecification.StateMax} at most.")
            : await budget.RunAsync(
                new WorkCost("filter steps", ArimaPasses * request.Series.Length * state * state, NanosecondsPerStep),
                token => Fit(request, specification, token),
                cancellationToken);
    }

    /// <summary>Fits an autoregression.</summary>
    public async Task<Result<ArResponse>> FitAsync(ArRequest request, CancellationToken cancellationToken)
    {
        if (request.Series.Length > ArValuesMax)
        {
            return Failure.TooLarge($"series has {request.Series.Length} elements; a fit may have {ArValuesMax}.");
        }

        var faults = new InputFaults().AtLeast("series", request.Series.Length, 1).AllFinite("series", request.Series)
            .Check(Array.TrueForAll(request.Series, x => !(Math.Abs(x) > 1e50)), "series is beyond 1e50.")
            .Check(
                request.Order is null != request.MaxOrder is null,
                "Give either order or maxOrder: one of the two, not both.")
            .Check((request.Order ?? request.MaxOrder) is null or (>= 0 and <= OrderMax), $"order is 0 to {OrderMax}.");
        int most = request.Order ?? request.MaxOrder ?? 0;
        double passes = request.Method == ArMethod.Mle ? ArimaPasses * (most + 1.0) : 4.0;
        int fits = request.MaxOrder is null ? 1 : most + 1;
        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync(
                new WorkCost("steps", passes * fits * request.Series.Length * (most + 1.0), NanosecondsPerStep),
                token => Fit(request, token),
                cancellationToken);
    }

    private static InputFaults Check(ArimaRequest request)
    {
        double[] seen = [.. request.Series.OfType<double>()];
        return new InputFaults().AtLeast("series", seen.Length, 1).AllFinite("series", seen)
            .Check(Array.TrueForAll(seen, x => !(Math.Abs(x) > 1e50)), "series is beyond 1e50.")
            .Check(
                request.Order.Length == 3 && request.Order.All(k => k is >= 0 and <= OrderMax),
                $"order is three numbers p, d, q of 0 to {OrderMax}.")
            .Check(
                request.Seasonal is null || (request.Seasonal.Order.Length == 3
                    && request.Seasonal.Order.All(k => k is >= 0 and <= 10)
                        && request.Seasonal.Period is >= 2 and <= 366),
                "seasonal has order P, D, Q of 0 to 10 and a period of 2 to 366.")
            .Check(
                request.IncludeMean is not true || (request.Order.ElementAtOrDefault(1) == 0
                    && request.Seasonal?.Order.ElementAtOrDefault(1) is null or 0),
                "includeMean: differences remove a mean.")
            .Between("horizon", request.Horizon, 0, 10_000);
    }

    private static ArimaSpecification Specification(ArimaRequest request)
    {
        var order = Order(request.Order);
        var seasonal = request.Seasonal is null ? default : Order(request.Seasonal.Order);
        bool hasSeason = seasonal != default;
        return new ArimaSpecification(
            order,
            seasonal,
            hasSeason ? request.Seasonal!.Period : 1,
            request.IncludeMean ?? (order.Differences == 0 && seasonal.Differences == 0));
    }

    private static ArimaOrder Order(int[] order) => new(order[0], order[1], order[2]);

    private static Result<ArimaResponse> Fit(
        ArimaRequest request, ArimaSpecification specification, CancellationToken cancellationToken)
    {
        double[] values = [.. request.Series.Select(x => x ?? double.NaN)];
        var fit = Arima.Fit(values, specification, cancellationToken: cancellationToken);
        if (fit.Estimate is not { } estimate)
        {
            return Failure.CalculationFailed($"series gives this model no estimate: {Words.Of(fit.Status)}.") with
            {
                Code = Words.Of(fit.Status),
            };
        }

        double[] forecasts = new double[request.Horizon];
        double[] errors = new double[request.Horizon];
        Arima.Forecast(estimate, values, [], forecasts, errors);
        var weights = estimate.Weights;
        return new ArimaResponse(
            weights.Autoregressive,
            weights.MovingAverage,
            weights.SeasonalAutoregressive,
            weights.SeasonalMovingAverage,
            specification.HasMean ? estimate.Regression[0] : null,
            estimate.InnovationVariance,
            estimate.LogLikelihood,
            estimate.Aic,
            Errors(estimate),
            [
                .. forecasts.Zip(errors, (value, error) => new ForecastValue(
                    value, value - NormalQuantile * error, value + NormalQuantile * error)),
            ],
            LjungBox(estimate, values),
            Words.Of(fit.Status));
    }

    private static List<double>? Errors(ArimaEstimate estimate) =>
        estimate is { WeightErrors: { } e, RegressionErrors: { } regression }
            ?
            [
                .. e.Autoregressive, .. e.MovingAverage, .. e.SeasonalAutoregressive, .. e.SeasonalMovingAverage,
                .. regression,
            ]
            : null;

    private static StatisticalTest? LjungBox(ArimaEstimate estimate, double[] values)
    {
        double[] residuals = new double[values.Length];
        int seen = Arima.Residuals(estimate, values, [], residuals);
        int fitted = estimate.ParameterCount - estimate.Regression.Count - 1;
        int lags = Math.Min(10 + fitted, seen / 5);
        return lags > fitted && lags >= 1
            && ResidualDiagnostics.LjungBox(residuals.AsSpan(0, seen), lags, fitted) is { } test
                ? new StatisticalTest(test.Statistic, test.PValue)
                : null;
    }

    private static Result<ArResponse> Fit(ArRequest request, CancellationToken cancellationToken)
    {
        AutoregressionEstimate? best = null;
        double bestCriterion = double.PositiveInfinity;
        var status = AutoregressionStatus.TooFewObservations;
        for (int order = request.Order ?? 0; order <= (request.Order ?? request.MaxOrder!.Value); order++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fit = One(request, order, cancellationToken);
            status = fit.Status;
            if (fit.Estimate is { } estimate)
            {
                // AIC but for constants, as R has it: of Yule–Walker's variance before its correction.
                int n = request.Series.Length;
                double variance = request.Method == ArMethod.YuleWalker
                    ? estimate.InnovationVariance * (n - order - 1.0) / n
                    : estimate.InnovationVariance;
                double criterion = n * Math.Log(variance) + 2.0 * order;
                if (criterion < bestCriterion)
                {
                    (best, bestCriterion) = (estimate, criterion);
                }
            }
        }

        return best is not null
            ? new ArResponse(best.Weights, best.Mean, best.InnovationVariance)
            : Failure.CalculationFailed($"series gives this model no estimate: {Words.Of(status)}.") with
            {
                Code = Words.Of(status),
            };
    }

    private static AutoregressionFit One(ArRequest request, int order, CancellationToken cancellationToken) =>
        request.Method switch
        {
            ArMethod.YuleWalker => Autoregression.YuleWalker(request.Series, order),
            ArMethod.Burg => Autoregression.Burg(request.Series, order),
            ArMethod.Ols => Autoregression.LeastSquares(request.Series, order, cancellationToken),
            _ => Autoregression.MaximumLikelihood(request.Series, order, cancellationToken),
        };
}
