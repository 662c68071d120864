namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Seasonal ARIMA models with regressors: exact fit and forecast. <see cref="ArimaSpecification"/> has the
/// formula.</summary>
public static class Arima
{
    /// <summary>Fits a model by exact maximum likelihood.</summary>
    /// <param name="values">The series at equal steps, oldest first; NaN stands for a missing value. Length n.</param>
    /// <param name="specification">The model.</param>
    /// <param name="regressors">x: n × k, row-major, finite; empty for none. A mean needs no column.</param>
    /// <param name="regressorCount">k, columns of the regressors.</param>
    /// <param name="cancellationToken">Asked every few rows of a pass.</param>
    /// <returns>The outcome, and its estimate where there is one.</returns>
    /// <exception cref="ArgumentException">A value is infinite or beyond 1e100, a regressor is not finite, a length
    /// does not fit, or the model asks for a mean and differences, or for too long a state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An order is negative, or the period does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Method:</b> the likelihood by the Kalman filter with the stationary start; what stood before the series
    /// is diffuse and, like β and σ², solved for by least squares at each step; the weights are climbed in by BFGS over
    /// their partial correlations, so that every step is stationary and invertible.</para>
    /// <para><b>Accuracy:</b> weights to about 1e-5 of their standard errors.</para>
    /// <para><b>Repeatability:</b> the same bits on the same kind of machine; else last digits.</para>
    /// <para><b>Cost:</b> 50 to 300 passes of n · m² for a state of m = max(p + sP, q + sQ + 1) + d + sD values.</para>
    /// <para><b>Source:</b> R. Jones, Technometrics 22 (1980), pp. 389-395; docs/methods/arima.md.</para>
    /// <para><b>Tested by:</b> R's arima (eight fits), the multivariate normal density, simulation, hard series.</para>
    /// </remarks>
    public static ArimaFit Fit(
        ReadOnlySpan<double> values,
        ArimaSpecification specification,
        ReadOnlySpan<double> regressors = default,
        int regressorCount = 0,
        CancellationToken cancellationToken = default)
    {
        specification.Check();
        KernelGuard.Length(regressors.Length, values.Length * regressorCount);
        return new ArimaEstimator(new ArimaData(specification, values, regressors, regressorCount, 0)).Fit(
            cancellationToken);
    }

    /// <summary>Computes the expected values after the series, and how far off they may be.</summary>
    /// <param name="estimate">The fitted model.</param>
    /// <param name="values">The series it was fitted to, or a longer one; NaN stands for a missing value. Length
    /// n.</param>
    /// <param name="regressors">
    /// x of the series and of the h steps after it: (n + h) × k, row-major; empty for none.
    /// </param>
    /// <param name="forecasts">Receives the forecasts, nearest first. Length h.</param>
    /// <param name="standardErrors">
    /// Receives their standard errors: of the errors to come and of the unknown start, not of the fitted weights and β,
    /// as in R. Length h.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit, or a value is infinite.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only, given the estimate. <b>Cost:</b> one pass of (n + h) · m².</para>
    /// <para><b>Source:</b> A. Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989;
    /// docs/methods/arima.md.</para>
    /// <para><b>Tested by:</b> R's predict, closed forms of AR(1) and the random walk, the normal conditional
    /// mean.</para>
    /// </remarks>
    public static void Forecast(
        ArimaEstimate estimate,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> regressors,
        Span<double> forecasts,
        Span<double> standardErrors)
    {
        KernelGuard.Length(standardErrors.Length, forecasts.Length);
        var model = estimate.Specification;
        int count = estimate.Regression.Count - (model.HasMean ? 1 : 0);
        KernelGuard.Length(regressors.Length, (values.Length + forecasts.Length) * count);
        var data = new ArimaData(model, values, regressors, count, forecasts.Length);
        new ArimaEstimator(data).Forecast(estimate, forecasts, standardErrors);
    }

    /// <summary>Computes the standardised one-step errors of the values seen, of variance one if the model
    /// holds.</summary>
    /// <param name="estimate">The fitted model.</param>
    /// <param name="values">The series; NaN stands for a missing value. Length n.</param>
    /// <param name="regressors">x: n × k, row-major; empty for none.</param>
    /// <param name="residuals">Receives the errors, those of missing values left out. Length n.</param>
    /// <returns>How many were written: the values seen.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is infinite.</exception>
    /// <remarks>
    /// <para>The first d + sD of them belong to the unknown start, which was fitted to them, and are near zero.</para>
    /// <para><b>Accuracy:</b> rounding only, given the estimate.</para>
    /// <para><b>Source:</b> docs/methods/arima.md. <b>Tested by:</b> AR(1) in closed form, whiteness.</para>
    /// </remarks>
    public static int Residuals(
        ArimaEstimate estimate, ReadOnlySpan<double> values, ReadOnlySpan<double> regressors, Span<double> residuals)
    {
        KernelGuard.Length(residuals.Length, values.Length);
        var model = estimate.Specification;
        int count = estimate.Regression.Count - (model.HasMean ? 1 : 0);
        KernelGuard.Length(regressors.Length, values.Length * count);
        var data = new ArimaData(model, values, regressors, count, 0);
        return new ArimaEstimator(data).Residuals(estimate, residuals);
    }
}
