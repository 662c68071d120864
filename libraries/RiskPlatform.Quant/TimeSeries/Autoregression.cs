using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// Autoregressions yₜ − m = Σ φⱼ (yₜ₋ⱼ − m) + eₜ of a given order, by the four customary methods.
/// </summary>
/// <remarks>
/// Every method takes a series at equal steps, oldest first, without missing values, and the order p ≥ 0, and gives an
/// outcome with an estimate where there is one. Tested by R's ar, simulation, and each other.
/// </remarks>
public static class Autoregression
{
    private const double RoundingShare = 1e-13;

    /// <summary>Solves the Yule–Walker equations Σ φⱼ r(i − j) = r(i), r the autocovariance with divisor n.</summary>
    /// <param name="values">The series. Length n.</param>
    /// <param name="order">p.</param>
    /// <exception cref="ArgumentException">A value is not finite, or beyond 1e100.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    /// <remarks>
    /// <para>Always stationary. σ² = n/(n − p − 1) · r(0) Π(1 − κ²), as R's ar.yw has it.</para>
    /// <para><b>Accuracy:</b> rounding, growing with the condition of the autocovariances.</para>
    /// <para><b>Cost:</b> n·p + p². <b>Source:</b> P. Brockwell, R. Davis, Time Series: Theory and Methods, 2nd ed.
    /// 1991, sections 5.2 and 8.1; docs/methods/autoregression.md.</para>
    /// </remarks>
    public static AutoregressionFit YuleWalker(ReadOnlySpan<double> values, int order)
    {
        if (Refusal(values, order, order + 2) is { } refusal)
        {
            return refusal;
        }

        double mean = Mean(values);
        double[] covariances = Autocovariances(values, mean, order);
        double[] weights = new double[order];
        double[] last = new double[order];
        double variance = covariances[0];
        for (int k = 0; k < order && variance > 0.0; k++)
        {
            double sum = covariances[k + 1];
            for (int j = 0; j < k; j++)
            {
                sum -= weights[j] * covariances[k - j];
            }

            Extend(weights, last, k, sum / variance);
            variance *= 1.0 - weights[k] * weights[k];
        }

        double corrected = variance * values.Length / (values.Length - order - 1.0);
        return Describe(weights, mean, corrected, covariances, values.Length);
    }

    /// <summary>Minimises forward and backward prediction errors together, one reflection at a time (Burg).</summary>
    /// <remarks>
    /// <para>Always stationary, and sharper than Yule–Walker near the unit circle. σ² = r(0) Π(1 − κ²), as R's ar.burg
    /// has it.</para>
    /// <para><b>Cost:</b> 4·n·p. <b>Source:</b> P. Brockwell, R. Davis, Introduction to Time Series and Forecasting,
    /// 2nd ed. 2002, section 5.1.2; docs/methods/autoregression.md.</para>
    /// </remarks>
    /// <inheritdoc cref="YuleWalker"/>
    public static AutoregressionFit Burg(ReadOnlySpan<double> values, int order)
    {
        if (Refusal(values, order, order + 2) is { } refusal)
        {
            return refusal;
        }

        double mean = Mean(values);
        int n = values.Length;
        double[] covariances = Autocovariances(values, mean, order);
        double[] forward = new double[n];
        double[] backward = new double[n];
        for (int t = 0; t < n; t++)
        {
            forward[t] = backward[t] = values[t] - mean;
        }

        double[] weights = new double[order];
        double[] last = new double[order];
        double variance = covariances[0];
        for (int k = 0; k < order; k++)
        {
            double product = 0.0;
            double squares = 0.0;
            for (int t = k + 1; t < n; t++)
            {
                product += forward[t] * backward[t - 1];
                squares += forward[t] * forward[t] + backward[t - 1] * backward[t - 1];
            }

            double reflection = squares > 0.0 ? 2.0 * product / squares : 0.0;
            Extend(weights, last, k, reflection);
            variance *= 1.0 - reflection * reflection;
            for (int t = n - 1; t > k; t--)
            {
                double ahead = forward[t];
                forward[t] = ahead - reflection * backward[t - 1];
                backward[t] = backward[t - 1] - reflection * ahead;
            }
        }

        return Describe(weights, mean, variance, covariances, n);
    }

    /// <summary>Regresses yₜ − ȳ on a constant and its p predecessors; the first p values are given.</summary>
    /// <remarks>
    /// <para>Not bound to be stationary. σ² = residual squares/(n − p), as R's ar.ols has it; with the constant c, the
    /// process's own mean is ȳ + c/(1 − Σφ), which is reported.</para>
    /// <para><b>Cost:</b> 2·n·p². <b>Source:</b> H. Lütkepohl, New Introduction to Multiple Time Series Analysis, 2005,
    /// section 3.2; docs/methods/autoregression.md.</para>
    /// </remarks>
    /// <inheritdoc cref="YuleWalker"/>
    /// <param name="values">The series. Length n.</param>
    /// <param name="order">p.</param>
    /// <param name="cancellationToken">Asked before every predecessor.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AutoregressionFit LeastSquares(
        ReadOnlySpan<double> values, int order, CancellationToken cancellationToken = default)
    {
        if (Refusal(values, order, 2 * order + 2) is { } refusal)
        {
            return refusal;
        }

        double mean = Mean(values);
        int rows = values.Length - order;
        double[] target = new double[rows];
        double[] columns = new double[rows * (order + 1)];
        columns.AsSpan(0, rows).Fill(1.0);
        for (int t = 0; t < rows; t++)
        {
            target[t] = values[t + order] - mean;
            for (int j = 1; j <= order; j++)
            {
                columns[j * rows + t] = values[t + order - j] - mean;
            }
        }

        if (TimeSeries.LeastSquares.Solve(columns, target, order + 1, cancellationToken) is not { } solution)
        {
            return new AutoregressionFit(AutoregressionStatus.Collinear, null);
        }

        double variance = solution.ResidualSquares / rows;
        double[] weights = solution.Coefficients[1..];
        double[] errors = new double[order];
        double[] unit = new double[order + 1];
        for (int j = 0; j < order; j++)
        {
            unit[j + 1] = 1.0;
            errors[j] = Math.Sqrt(variance * solution.Variance(unit, order + 1));
            unit[j + 1] = 0.0;
        }

        double rest = 1.0 - weights.Sum();
        double processMean = rest == 0.0 ? mean : mean + solution.Coefficients[0] / rest;
        return new AutoregressionFit(
            AutoregressionStatus.Fitted,
            new AutoregressionEstimate(weights, errors, processMean, solution.Coefficients[0], variance, rows));
    }

    /// <summary>Maximises the exact Gaussian likelihood, mean and weights together.</summary>
    /// <remarks>
    /// <para>Always stationary; <see cref="Arima"/> with p weights, no differences and a mean.</para>
    /// <para><b>Cost:</b> that of <see cref="Arima.Fit"/>. <b>Source:</b> docs/methods/autoregression.md.</para>
    /// </remarks>
    /// <inheritdoc cref="YuleWalker"/>
    /// <param name="values">The series. Length n.</param>
    /// <param name="order">p.</param>
    /// <param name="cancellationToken">Asked before every pass.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AutoregressionFit MaximumLikelihood(
        ReadOnlySpan<double> values, int order, CancellationToken cancellationToken = default)
    {
        if (Refusal(values, order, order + 3) is { } refusal)
        {
            return refusal;
        }

        var fit = Arima.Fit(values, ArimaSpecification.Of(order, 0, 0), cancellationToken: cancellationToken);
        var status = fit.Status switch
        {
            ArimaStatus.Converged => AutoregressionStatus.Fitted,
            ArimaStatus.AtBoundary => AutoregressionStatus.AtBoundary,
            ArimaStatus.NoVariation => AutoregressionStatus.NoVariation,
            ArimaStatus.TooFewObservations => AutoregressionStatus.TooFewObservations,
            _ => AutoregressionStatus.DidNotConverge,
        };
        return new AutoregressionFit(status, fit.Estimate is not { } found ? null : new AutoregressionEstimate(
            found.Weights.Autoregressive,
            found.WeightErrors?.Autoregressive,
            found.Regression[0],
            0.0,
            found.InnovationVariance,
            found.Observations));
    }

    private static AutoregressionFit? Refusal(ReadOnlySpan<double> values, int order, int least)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        double largest = 0.0;
        double apart = 0.0;
        foreach (double value in values)
        {
            if (!(Math.Abs(value) <= 1e100))
            {
                throw new ArgumentException("A value is NaN, infinite or beyond 1e100.", nameof(values));
            }

            largest = Math.Max(largest, Math.Abs(value));
            apart = Math.Max(apart, Math.Abs(value - values[0]));
        }

        return values.Length < least ? new AutoregressionFit(AutoregressionStatus.TooFewObservations, null)
            : apart <= RoundingShare * largest || apart < 1e-100
                ? new AutoregressionFit(AutoregressionStatus.NoVariation, null)
                : null;
    }

    // Levinson's step from order k to k + 1.
    private static void Extend(double[] weights, double[] last, int k, double reflection)
    {
        weights.AsSpan(0, k).CopyTo(last);
        for (int j = 0; j < k; j++)
        {
            weights[j] = last[j] - reflection * last[k - 1 - j];
        }

        weights[k] = reflection;
    }

    // The large-sample errors of both moment methods: σ²/n times the inverse of the autocovariances' matrix.
    private static AutoregressionFit Describe(
        double[] weights, double mean, double variance, double[] covariances, int n)
    {
        int p = weights.Length;
        double[] matrix = new double[p * p];
        double[] inverse = new double[p * p];
        for (int i = 0; i < p * p; i++)
        {
            matrix[i] = covariances[Math.Abs(i / p - i % p)];
        }

        double[]? errors = SymmetricMatrix.TryInvert(matrix, p, inverse)
            ? [.. Enumerable.Range(0, p).Select(i => Math.Sqrt(variance / n * inverse[i * p + i]))]
            : null;
        return new AutoregressionFit(
            AutoregressionStatus.Fitted, new AutoregressionEstimate(weights, errors, mean, 0.0, variance, n));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double[] Autocovariances(ReadOnlySpan<double> values, double mean, int order)
    {
        double[] covariances = new double[order + 1];
        for (int lag = 0; lag <= order; lag++)
        {
            for (int t = lag; t < values.Length; t++)
            {
                covariances[lag] += (values[t] - mean) * (values[t - lag] - mean);
            }

            covariances[lag] /= values.Length;
        }

        return covariances;
    }
}
