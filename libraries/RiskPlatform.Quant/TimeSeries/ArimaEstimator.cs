using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>One fit: the concentrated likelihood, the climb over the weights, errors, forecasts.</summary>
internal sealed class ArimaEstimator
{
    // Partial correlations beyond this are reported as a root on the unit circle.
    private const double BoundaryPartial = 0.9995;

    // Of values scaled to about one: what is left after a perfect fit is rounding.
    private const double VarianceMin = 1e-26;
    private const double HessianStep = 2e-4;

    // Free numbers of the starts, autoregressive and moving-average: from nothing, and from either side.
    private static readonly (double Ar, double Ma)[] Starts = [(0.0, 0.0), (0.5, -0.3), (-0.3, 0.5)];

    private readonly ArimaData _data;
    private readonly ArimaFilter _filter;
    private readonly double[] _errors;
    private readonly double[] _variances;
    private readonly int _fitted;
    private readonly int _degrees;
    private CancellationToken _cancellation;

    public ArimaEstimator(ArimaData data)
    {
        _data = data;
        _filter = new ArimaFilter(data.Model);
        _errors = new double[data.Columns.Length];
        _variances = new double[data.Rows];
        _fitted = data.Lost + data.RegressionCount;
        _degrees = data.SeenCount - data.Lost;
    }

    public ArimaFit Fit(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        var model = _data.Model;
        if (_data.SeenCount < _fitted + model.WeightCount + 2)
        {
            return new ArimaFit(ArimaStatus.TooFewObservations, null);
        }

        if (Evaluate(new double[model.WeightCount]) is not { } white)
        {
            return new ArimaFit(ArimaStatus.CollinearRegressors, null);
        }

        if (white.Solution.ResidualSquares <= VarianceMin * _degrees)
        {
            return new ArimaFit(ArimaStatus.NoVariation, null);
        }

        var (free, isAtRest) = Climb();
        double[] weights = ArimaPolynomials.ToWeights(model, free);
        bool isAtBoundary = free.Any(x => Math.Abs(Math.Tanh(x)) > BoundaryPartial);
        var status = !isAtRest ? ArimaStatus.DidNotConverge
            : isAtBoundary ? ArimaStatus.AtBoundary
            : ArimaStatus.Converged;
        return new ArimaFit(status, Describe(weights, status == ArimaStatus.Converged));
    }

    public void Forecast(ArimaEstimate estimate, Span<double> forecasts, Span<double> standardErrors)
    {
        double[] weights = ArimaPolynomials.Join(estimate.Weights);
        double[] coefficients = Coefficients(estimate, weights, out var starts);
        int first = _data.Rows - forecasts.Length;
        double[] column = new double[_data.Lost];
        for (int t = first; t < _data.Rows; t++)
        {
            // A missing value stands as zero: its error is the forecast, with the sign turned.
            double forecast = -_errors[t];
            for (int j = 0; j < _fitted; j++)
            {
                double error = _errors[(1 + j) * _data.Rows + t];
                forecast += coefficients[j] * error;
                if (j < _data.Lost)
                {
                    column[j] = error;
                }
            }

            double variance = _variances[t] + (starts?.Variance(column, _data.Lost) ?? 0.0);
            forecasts[t - first] = _data.Center + Math.ScaleB(forecast, _data.Exponent);
            standardErrors[t - first] = Math.Sqrt(variance * estimate.InnovationVariance);
        }
    }

    public int Residuals(ArimaEstimate estimate, Span<double> residuals)
    {
        double[] coefficients = Coefficients(estimate, ArimaPolynomials.Join(estimate.Weights), out _);
        double deviation = Math.ScaleB(Math.Sqrt(estimate.InnovationVariance), -_data.Exponent);
        int written = 0;
        for (int t = 0; t < _data.Rows; t++)
        {
            double error = _errors[t];
            for (int j = 0; j < _fitted; j++)
            {
                error -= coefficients[j] * _errors[(1 + j) * _data.Rows + t];
            }

            if (_data.IsSeen[t])
            {
                residuals[written++] = error / (Math.Sqrt(_variances[t]) * deviation);
            }
        }

        return written;
    }

    // β of the estimate, with the start solved for once more: it belongs to the series, not to the model.
    private double[] Coefficients(ArimaEstimate estimate, double[] weights, out LeastSquares? starts)
    {
        Run(weights);
        double[] beta = new double[_data.RegressionCount];
        for (int j = 0; j < beta.Length; j++)
        {
            bool isMean = j == 0 && _data.Model.HasMean;
            beta[j] = Math.ScaleB(estimate.Regression[j] - (isMean ? _data.Center : 0.0), -_data.Exponent);
        }

        double[] target = Whitened(0);
        for (int j = 0; j < beta.Length; j++)
        {
            double[] column = Whitened(1 + _data.Lost + j);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] -= beta[j] * column[i];
            }
        }

        double[] columns = [.. Enumerable.Range(1, _data.Lost).SelectMany(Whitened)];
        starts = LeastSquares.Solve(columns, target, _data.Lost)
            ?? throw new ArgumentException("The series is shorter than the model's differences.");
        return [.. starts.Coefficients, .. beta];
    }

    private (double[] Free, bool IsAtRest) Climb()
    {
        var model = _data.Model;
        double[] best = new double[model.WeightCount];
        double top = double.NegativeInfinity;
        bool isAtRest = false;
        foreach (var (ar, ma) in model.WeightCount == 0 ? Starts[..1] : Starts)
        {
            double[] x =
            [
                .. Enumerable.Repeat(ar, model.Order.Autoregressive),
                .. Enumerable.Repeat(ma, model.Order.MovingAverage),
                .. Enumerable.Repeat(ar, model.Seasonal.Autoregressive),
                .. Enumerable.Repeat(ma, model.Seasonal.MovingAverage),
            ];
            bool rests = QuasiNewton.TryMaximise(Concentrated, x);
            double value = Concentrated(x);
            if (value > top)
            {
                (best, top, isAtRest) = (x, value, rests);
            }
        }

        return (best, isAtRest);
    }

    private double Concentrated(double[] free) =>
        Evaluate(ArimaPolynomials.ToWeights(_data.Model, free))?.LogLikelihood ?? double.NegativeInfinity;

    private (double LogLikelihood, LeastSquares Solution)? Evaluate(double[] weights)
    {
        if (!Run(weights))
        {
            return null;
        }

        double logVariances = 0.0;
        for (int t = 0; t < _data.Rows; t++)
        {
            logVariances += _data.IsSeen[t] ? Math.Log(_variances[t]) : 0.0;
        }

        double[] columns = [.. Enumerable.Range(1, _fitted).SelectMany(Whitened)];
        if (LeastSquares.Solve(columns, Whitened(0), _fitted, _cancellation) is not { } solution)
        {
            return null;
        }

        double variance = Math.Max(solution.ResidualSquares / _degrees, 1e-2 * VarianceMin);
        double logLikelihood = -0.5 * (_degrees * (Math.Log(2.0 * Math.PI * variance) + 1.0)
            + logVariances + solution.LogDeterminant(_data.Lost));
        return double.IsFinite(logLikelihood) ? (logLikelihood, solution) : null;
    }

    private bool Run(double[] weights) => _filter.TryRun(
        ArimaPolynomials.Autoregressive(_data.Model, weights),
        ArimaPolynomials.MovingAverage(_data.Model, weights),
        _data.Columns,
        _data.IsSeen,
        _errors,
        _variances,
        _cancellation);

    private double[] Whitened(int column)
    {
        double[] seen = new double[_data.SeenCount];
        int written = 0;
        for (int t = 0; t < _data.Rows; t++)
        {
            if (_data.IsSeen[t])
            {
                seen[written++] = _errors[column * _data.Rows + t] / Math.Sqrt(_variances[t]);
            }
        }

        return seen;
    }

    private ArimaEstimate? Describe(double[] weights, bool withErrors)
    {
        if (Evaluate(weights) is not { } at)
        {
            return null;
        }

        double[]? covariance = withErrors ? WeightCovariance(weights) : null;
        double scaled = Math.ScaleB(1.0, _data.Exponent);
        double variance = at.Solution.ResidualSquares / _degrees;
        double[] regression = at.Solution.Coefficients[_data.Lost..];
        double[] errors = covariance is null ? [] : RegressionErrors(weights, covariance, at.Solution, variance);
        for (int j = 0; j < regression.Length; j++)
        {
            regression[j] = regression[j] * scaled + (j == 0 && _data.Model.HasMean ? _data.Center : 0.0);
        }

        int n = weights.Length;
        return new ArimaEstimate
        {
            Specification = _data.Model,
            Weights = ArimaPolynomials.Split(_data.Model, weights),
            Regression = regression,
            WeightErrors = covariance is null
                ? null
                : ArimaPolynomials.Split(
                    _data.Model, [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(covariance[i * n + i]))]),
            RegressionErrors = covariance is null ? null : [.. errors.Select(error => error * scaled)],
            InnovationVariance = variance * scaled * scaled,
            LogLikelihood = at.LogLikelihood - _degrees * _data.Exponent * Math.Log(2.0),
            Observations = _degrees,
        };
    }

    // (−∂²ℓ)⁻¹ over the weights themselves, β and σ² solved for: their part of the whole inverse.
    private double[]? WeightCovariance(double[] weights)
    {
        int n = weights.Length;
        double[] information = new double[n * n];
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double second = Moved(weights, i, 1, j, 1) - Moved(weights, i, 1, j, -1)
                    - Moved(weights, i, -1, j, 1) + Moved(weights, i, -1, j, -1);
                information[i * n + j] = information[j * n + i] = -second / (4.0 * HessianStep * HessianStep);
            }
        }

        bool isFinite = Array.TrueForAll(information, double.IsFinite);
        return isFinite && SymmetricMatrix.TryInvert(information, n, inverse) ? inverse : null;
    }

    private double Moved(double[] weights, int i, int up, int j, int across)
    {
        double[] moved = [.. weights];
        moved[i] += up * HessianStep;
        moved[j] += across * HessianStep;
        return Evaluate(moved)?.LogLikelihood ?? double.NaN;
    }

    // σ² (AᵀA)⁻¹ for known weights, and what the weights' own errors move β by.
    private double[] RegressionErrors(
        double[] weights, double[] covariance, LeastSquares solution, double variance)
    {
        int n = weights.Length;
        int count = _data.RegressionCount;
        double[] slopes = new double[count * n];
        for (int i = 0; i < n; i++)
        {
            double[] moved = [.. weights];
            moved[i] += HessianStep;
            double[]? up = Evaluate(moved)?.Solution.Coefficients;
            moved[i] -= 2.0 * HessianStep;
            double[]? down = Evaluate(moved)?.Solution.Coefficients;
            for (int j = 0; j < count && up is not null && down is not null; j++)
            {
                slopes[j * n + i] = (up[_data.Lost + j] - down[_data.Lost + j]) / (2.0 * HessianStep);
            }
        }

        double[] errors = new double[count];
        double[] unit = new double[_fitted];
        for (int j = 0; j < count; j++)
        {
            unit[_data.Lost + j] = 1.0;
            double sum = variance * solution.Variance(unit, _fitted);
            unit[_data.Lost + j] = 0.0;
            for (int i = 0; i < n * n; i++)
            {
                sum += slopes[j * n + i / n] * covariance[i] * slopes[j * n + i % n];
            }

            errors[j] = Math.Sqrt(sum);
        }

        return errors;
    }
}
