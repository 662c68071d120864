using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class ArimaTests
{
    // Goal: the filter's likelihood is the normal density, whatever is missing.
    // Method: fit, then the density of the seen values with their covariance matrix written out, at the fitted weights.
    [Fact]
    public void Fit_EveryLengthWithGaps_HasTheNormalDensity()
    {
        double[] all = Path(seed: 40, count: 60, [0.6], [0.3]);
        ArimaSpecification[] models =
            [ArimaSpecification.Of(1, 0, 0), ArimaSpecification.Of(0, 0, 1), ArimaSpecification.Of(1, 0, 1)];
        for (int length = 8; length <= all.Length; length += 3)
        {
            double[] values = [.. all[..length].Select((y, t) => t % 7 == 3 ? double.NaN : 5.0 + y)];
            foreach (var model in models)
            {
                var fit = Arima.Fit(values, model);
                if (fit.Estimate is not { } found || fit.Status == ArimaStatus.AtBoundary)
                {
                    continue;
                }

                double density = ArimaOracle.LogLikelihood(
                    values, [.. found.Weights.Autoregressive], [.. found.Weights.MovingAverage], hasMean: true);
                Assert.Equal(density, found.LogLikelihood, 1e-8);

                // No point nearby is higher.
                foreach (double step in new[] { -0.01, 0.01 })
                {
                    double[] phi = [.. found.Weights.Autoregressive.Select(w => w + step)];
                    double[] theta = [.. found.Weights.MovingAverage.Select(w => w + step)];
                    Assert.True(ArimaOracle.LogLikelihood(values, phi, theta, hasMean: true) <= density + 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Fit_Differences_AreTheFitOfTheDifferencedValues()
    {
        double[] steps = Path(seed: 41, count: 200, [0.5], []);
        double[] values = new double[201];
        for (int t = 0; t < 200; t++)
        {
            values[t + 1] = values[t] + steps[t];
        }

        var whole = Arima.Fit(values, ArimaSpecification.Of(1, 1, 0)).Estimate!;
        var inner = Arima.Fit(
            steps, new ArimaSpecification(new ArimaOrder(1, 0, 0), default, 1, HasMean: false)).Estimate!;

        Assert.Equal(inner.LogLikelihood, whole.LogLikelihood, 1e-8);
        Assert.Equal(inner.Weights.Autoregressive[0], whole.Weights.Autoregressive[0], 1e-6);
        Assert.Equal(inner.InnovationVariance, whole.InnovationVariance, 1e-8);
        Assert.Equal(200, whole.Observations);
    }

    // With a gap, differencing would lose two values; the walk's likelihood is known: steps of variance 1 and of k.
    [Fact]
    public void Fit_RandomWalkWithGaps_IsItsClosedForm()
    {
        double[] steps = SeriesData.Normals(42, 60);
        double[] values = new double[60];
        double level = 100.0;
        for (int t = 0; t < 60; t++)
        {
            level += steps[t];
            values[t] = t is 10 or 11 or 30 ? double.NaN : level;
        }

        var fit = Arima.Fit(values, ArimaSpecification.Of(0, 1, 0));

        double squares = 0.0;
        double logs = 0.0;
        int last = 0;
        for (int t = 1; t < 60; t++)
        {
            if (!double.IsNaN(values[t]))
            {
                double apart = values[t] - values[last];
                squares += apart * apart / (t - last);
                logs += Math.Log(t - last);
                last = t;
            }
        }

        const int Count = 56;
        Assert.Equal(ArimaStatus.Converged, fit.Status);
        Assert.Equal(squares / Count, fit.Estimate!.InnovationVariance, 1e-10);
        Assert.Equal(
            -0.5 * (Count * (Math.Log(2.0 * Math.PI * squares / Count) + 1.0) + logs),
            fit.Estimate.LogLikelihood,
            1e-9);
        double[] forecasts = new double[3];
        double[] errors = new double[3];
        Arima.Forecast(fit.Estimate, values, [], forecasts, errors);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(values[^1], forecasts[k], 1e-10);
            Assert.Equal(Math.Sqrt((k + 1) * fit.Estimate.InnovationVariance), errors[k], 1e-8);
        }
    }

    [Fact]
    public void Forecast_FirstOrder_IsItsClosedForm()
    {
        double[] values = [.. Path(seed: 43, count: 150, [0.7], []).Select(y => 3.0 + y)];
        var estimate = Arima.Fit(values, ArimaSpecification.Of(1, 0, 0)).Estimate!;
        double phi = estimate.Weights.Autoregressive[0];
        double mean = estimate.Regression[0];
        double[] forecasts = new double[40];
        double[] errors = new double[40];

        Arima.Forecast(estimate, values, [], forecasts, errors);

        for (int k = 1; k <= 40; k++)
        {
            Assert.Equal(mean + Math.Pow(phi, k) * (values[^1] - mean), forecasts[k - 1], 1e-10);
            double variance = estimate.InnovationVariance * (1.0 - Math.Pow(phi, 2 * k)) / (1.0 - phi * phi);
            Assert.Equal(Math.Sqrt(variance), errors[k - 1], 1e-10);
        }

        double[] residuals = new double[150];
        Assert.Equal(150, Arima.Residuals(estimate, values, [], residuals));
        double deviation = Math.Sqrt(estimate.InnovationVariance);
        Assert.Equal((values[0] - mean) * Math.Sqrt(1.0 - phi * phi) / deviation, residuals[0], 1e-9);
        for (int t = 1; t < 150; t++)
        {
            Assert.Equal((values[t] - mean - phi * (values[t - 1] - mean)) / deviation, residuals[t], 1e-9);
        }
    }

    // P. Brockwell, R. Davis, Time Series: Theory and Methods, 2nd ed. 1991, pp. 92-94: (1 − B + B²/4) y = (1 + B) e
    // has ψₙ = (1 + 3n)/2ⁿ and γ(n) = (32/3 + 8n)/2ⁿ. After one value, y₁, the forecasts are y₁ γ(n)/γ(0).
    [Fact]
    public void Forecast_BrockwellAndDavisExample_HasTheirAutocovariances()
    {
        var estimate = new ArimaEstimate
        {
            Specification = new ArimaSpecification(new ArimaOrder(2, 0, 1), default, 1, HasMean: false),
            Weights = new ArimaWeights([1.0, -0.25], [1.0], [], []),
            Regression = [],
            WeightErrors = null,
            RegressionErrors = null,
            InnovationVariance = 1.0,
            LogLikelihood = 0.0,
            Observations = 1,
        };
        double[] forecasts = new double[10];
        double[] errors = new double[10];

        Arima.Forecast(estimate, [3.0], [], forecasts, errors);

        double[] psi = [.. Enumerable.Range(0, 100).Select(n => (1.0 + 3.0 * n) * Math.Pow(0.5, n))];
        double variance = psi.Sum(weight => weight * weight);
        Assert.Equal(32.0 / 3.0, variance, 1e-12);
        for (int n = 1; n <= 10; n++)
        {
            double correlation = (variance + 8.0 * n) * Math.Pow(0.5, n) / variance;
            Assert.Equal(3.0 * correlation, forecasts[n - 1], 1e-10);
            Assert.Equal(Math.Sqrt(variance * (1.0 - correlation * correlation)), errors[n - 1], 1e-10);
        }
    }

    // The conditional mean and covariance of a normal vector, written out, with gaps.
    [Fact]
    public void Forecast_MixedModelWithGaps_IsTheConditionalMean()
    {
        const int Horizon = 6;
        double[] path = Path(seed: 44, count: 80, [0.5, 0.2], [0.4]);
        double[] values = [.. path.Select((y, t) => t % 9 == 4 ? double.NaN : y)];
        var model = new ArimaSpecification(new ArimaOrder(2, 0, 1), default, 1, HasMean: false);
        var estimate = Arima.Fit(values, model).Estimate!;
        double[] forecasts = new double[Horizon];
        double[] errors = new double[Horizon];
        Arima.Forecast(estimate, values, [], forecasts, errors);

        double[] covariances = ArimaOracle.Autocovariances(
            [.. estimate.Weights.Autoregressive], [.. estimate.Weights.MovingAverage], values.Length + Horizon);
        int[] seen = [.. Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(values[t]))];
        var factor = Matrix<double>.Build
            .Dense(seen.Length, seen.Length, (i, j) => covariances[Math.Abs(seen[i] - seen[j])]).Cholesky();
        var y = Vector<double>.Build.DenseOfEnumerable(seen.Select(t => values[t]));
        for (int k = 0; k < Horizon; k++)
        {
            int place = values.Length + k;
            var cross = Vector<double>.Build.DenseOfEnumerable(seen.Select(t => covariances[place - t]));
            Assert.Equal(cross * factor.Solve(y), forecasts[k], 1e-8);
            double variance = (covariances[0] - cross * factor.Solve(cross)) * estimate.InnovationVariance;
            Assert.Equal(Math.Sqrt(variance), errors[k], 1e-8);
        }
    }

    [Fact]
    public void Fit_SimulatedSeries_RecoversTheWeights()
    {
        var scores = new List<double>();
        for (int seed = 0; seed < 10; seed++)
        {
            double[] regressors = SeriesData.Normals(700 + seed, 500);
            double[] path = Path(600 + seed, 500, [0.6, -0.3], [0.5]);
            double[] values = [.. path.Zip(regressors, (y, x) => 2.0 + y + 1.5 * x)];

            var fit = Arima.Fit(values, ArimaSpecification.Of(2, 0, 1), regressors, 1);

            Assert.Equal(ArimaStatus.Converged, fit.Status);
            var (w, e) = (fit.Estimate!.Weights, fit.Estimate.WeightErrors!);
            scores.AddRange(
            [
                (w.Autoregressive[0] - 0.6) / e.Autoregressive[0], (w.Autoregressive[1] + 0.3) / e.Autoregressive[1],
                (w.MovingAverage[0] - 0.5) / e.MovingAverage[0],
                (fit.Estimate.Regression[0] - 2.0) / fit.Estimate.RegressionErrors![0],
                (fit.Estimate.Regression[1] - 1.5) / fit.Estimate.RegressionErrors[1],
            ]);
            Assert.Equal(1.0, fit.Estimate.InnovationVariance, 0.25);
            double[] residuals = new double[500];
            int count = Arima.Residuals(fit.Estimate, values, regressors, residuals);
            Assert.InRange(ResidualDiagnostics.LjungBox(residuals.AsSpan(0, count), 10, 3)!.Value.PValue, 1e-4, 1.0);
        }

        Assert.All(scores, score => Assert.InRange(score, -4.5, 4.5));
        Assert.InRange(Math.Sqrt(scores.Average(score => score * score)), 0.7, 1.4);
    }

    [Fact]
    public void Fit_ScaledAndShifted_FollowsTheUnits()
    {
        double[] values = SeriesData.LastColumn("R_lh.csv");
        var one = Arima.Fit(values, ArimaSpecification.Of(1, 0, 1)).Estimate!;
        var other = Arima.Fit([.. values.Select(y => 1024.0 * y + 4096.0)], ArimaSpecification.Of(1, 0, 1)).Estimate!;

        Assert.Equal(one.Weights.Autoregressive[0], other.Weights.Autoregressive[0], 1e-6);
        Assert.Equal(1024.0 * one.Regression[0] + 4096.0, other.Regression[0], 1e-4);
        Assert.Equal(1.0, other.InnovationVariance / one.InnovationVariance / 1048576.0, 1e-6);
        Assert.Equal(one.LogLikelihood - 48.0 * Math.Log(1024.0), other.LogLikelihood, 1e-8);
        Assert.Equal(1.0, other.RegressionErrors![0] / one.RegressionErrors![0] / 1024.0, 1e-4);
    }

    // Goal: no series gives NaN or hangs.
    [Fact]
    public void Fit_HardSeriesAndEveryShortLength_EndInATypedOutcome()
    {
        double[] normals = SeriesData.Normals(45, 120);
        double sum = 0.0;
        double[] walk = [.. normals.Select(z => sum += z)];
        double[][] series =
        [
            [], [1.0], [.. new double[30]], [.. Enumerable.Repeat(double.NaN, 30)], walk,
            [.. normals.Select((_, t) => (double)t)], [.. normals.Select((_, t) => Math.Sin(0.3 * t))],
            [.. normals.Select((_, t) => t % 2 == 0 ? 1.0 : -1.0)], [.. normals.Select((z, t) => t == 60 ? 1e9 : z)],
            [.. normals.Select((_, t) => Math.Pow(1.2, t))], [.. normals.Select((z, t) => t < 100 ? double.NaN : z)],
            [.. normals.Skip(1).Zip(normals, (a, b) => a - b)], [.. normals.Select(z => 1e12 + 1e-3 * z)],
            .. Enumerable.Range(2, 24).Select(length => normals[..length]),
        ];
        ArimaSpecification[] models =
        [
            ArimaSpecification.Of(0, 0, 0), ArimaSpecification.Of(1, 0, 1), ArimaSpecification.Of(2, 1, 1),
            ArimaSpecification.Of(0, 2, 1),
            new(new ArimaOrder(1, 0, 0), new ArimaOrder(0, 1, 1), 4, HasMean: false),
        ];
        foreach (double[] values in series)
        {
            foreach (var model in models)
            {
                var fit = Arima.Fit(values, model);
                bool hasEstimate =
                    fit.Status is ArimaStatus.Converged or ArimaStatus.AtBoundary or ArimaStatus.DidNotConverge;
                Assert.Equal(hasEstimate, fit.Estimate is not null);
                if (fit.Estimate is { } found)
                {
                    Assert.True(double.IsFinite(found.LogLikelihood) && found.InnovationVariance >= 0.0);
                    Assert.All(ArimaPolynomials.Join(found.Weights), weight => Assert.True(double.IsFinite(weight)));
                    Assert.All(found.Regression, beta => Assert.True(double.IsFinite(beta)));
                    double[] forecasts = new double[3];
                    double[] errors = new double[3];
                    Arima.Forecast(found, values, [], forecasts, errors);
                    Assert.All(forecasts.Concat(errors), number => Assert.True(double.IsFinite(number)));
                }
            }
        }
    }

    [Fact]
    public void Fit_Outcomes_AreNamed()
    {
        double[] normals = SeriesData.Normals(46, 100);
        Assert.Equal(ArimaStatus.TooFewObservations, Arima.Fit([1.0, 2.0], ArimaSpecification.Of(1, 0, 0)).Status);
        Assert.Equal(ArimaStatus.NoVariation, Arima.Fit(new double[20], ArimaSpecification.Of(1, 0, 0)).Status);
        Assert.Equal(
            ArimaStatus.CollinearRegressors,
            Arima.Fit(normals, ArimaSpecification.Of(1, 0, 0), [.. Enumerable.Repeat(2.0, 100)], 1).Status);
        double[] overdifferenced = [.. normals.Skip(1).Zip(normals, (a, b) => a - b)];
        Assert.Equal(ArimaStatus.AtBoundary, Arima.Fit(overdifferenced, ArimaSpecification.Of(0, 0, 1)).Status);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        double[] values = SeriesData.Normals(47, 30);
        var plain = ArimaSpecification.Of(1, 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Arima.Fit(values, ArimaSpecification.Of(-1, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Arima.Fit(values, plain with { Period = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Arima.Fit(values, plain with { Seasonal = new ArimaOrder(1, 0, 0) }));
        Assert.Throws<ArgumentException>(() => Arima.Fit(values, plain with { Order = new ArimaOrder(1, 1, 0) }));
        Assert.Throws<ArgumentException>(() => Arima.Fit(values, ArimaSpecification.Of(500, 0, 0)));
        Assert.Throws<ArgumentException>(() => Arima.Fit(values, plain, [1.0], 1));
        Assert.Throws<ArgumentException>(() => Arima.Fit([double.PositiveInfinity, .. values], plain));
        Assert.Throws<ArgumentException>(
            () => Arima.Fit(values, plain, [.. values.Select(_ => double.NaN)], 1));
    }

    private static double[] Path(int seed, int count, double[] phi, double[] theta)
    {
        const int WarmUp = 200;
        double[] e = SeriesData.Normals(seed, count + WarmUp);
        double[] y = new double[e.Length];
        for (int t = 2; t < e.Length; t++)
        {
            y[t] = e[t];
            for (int j = 1; j <= phi.Length; j++)
            {
                y[t] += phi[j - 1] * y[t - j];
            }

            for (int j = 1; j <= theta.Length; j++)
            {
                y[t] += theta[j - 1] * e[t - j];
            }
        }

        return y[WarmUp..];
    }
}
