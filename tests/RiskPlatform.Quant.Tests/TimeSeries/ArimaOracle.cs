using MathNet.Numerics.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.TimeSeries;

/// <summary>
/// Likelihoods of moving-average processes the long way: the multivariate normal density of a stationary series, and
/// R's filter with its large but finite variance of the unknown start.
/// </summary>
internal static class ArimaOracle
{
    /// <summary>Autocovariances for unit error variance, by the process's own weights ψ, thousands of them.</summary>
    public static double[] Autocovariances(double[] phi, double[] theta, int count)
    {
        const int Terms = 6000;
        double[] psi = new double[Terms];
        for (int k = 0; k < Terms; k++)
        {
            psi[k] = k == 0 ? 1.0 : k <= theta.Length ? theta[k - 1] : 0.0;
            for (int j = 1; j <= Math.Min(k, phi.Length); j++)
            {
                psi[k] += phi[j - 1] * psi[k - j];
            }
        }

        double[] covariances = new double[count];
        for (int lag = 0; lag < count; lag++)
        {
            for (int k = lag; k < Terms; k++)
            {
                covariances[lag] += psi[k] * psi[k - lag];
            }
        }

        return covariances;
    }

    /// <summary>
    /// The log density of the values that are not NaN, error variance and mean (if there is one) at their best.
    /// </summary>
    public static double LogLikelihood(double[] values, double[] phi, double[] theta, bool hasMean)
    {
        double[] covariances = Autocovariances(phi, theta, values.Length);
        int[] seen = [.. Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(values[t]))];
        int n = seen.Length;
        var factor = Matrix<double>.Build
            .Dense(n, n, (i, j) => covariances[Math.Abs(seen[i] - seen[j])]).Cholesky();
        var y = Vector<double>.Build.DenseOfEnumerable(seen.Select(t => values[t]));
        if (hasMean)
        {
            var one = Vector<double>.Build.Dense(n, 1.0);
            y -= one * (one * factor.Solve(y) / (one * factor.Solve(one)));
        }

        double variance = y * factor.Solve(y) / n;
        return -0.5 * (n * (Math.Log(2.0 * Math.PI * variance) + 1.0) + factor.DeterminantLn);
    }

    /// <summary>R's likelihood of a process (1 − B)(1 − Bˢ)y = θ(B)e: a start of variance 1e6, and terms above 1e4 left
    /// out.</summary>
    public static double FiniteStart(double[] values, double[] theta, int period)
    {
        double[] differences = new double[period + 1];
        (differences[0], differences[period - 1], differences[period]) = (1.0, 1.0, -1.0);
        int r = theta.Length + 1;
        int m = r + period + 1;
        var move = Matrix<double>.Build.Dense(m, m);
        var see = Vector<double>.Build.Dense(m);
        var shock = Vector<double>.Build.Dense(m);
        see[0] = 1.0;
        for (int i = 0; i < m; i++)
        {
            shock[i] = i == 0 ? 1.0 : i < r ? theta[i - 1] : 0.0;
            see[i] = i < r ? see[i] : differences[i - r];
            if (i + 1 < m && i != r - 1)
            {
                move[i < r ? i : i + 1, i < r ? i + 1 : i] = 1.0;
            }
        }

        move.SetRow(r, see);
        var noise = shock.OuterProduct(shock);
        var covariance = Matrix<double>.Build.DenseDiagonal(m, 1e6);
        var stationary = Matrix<double>.Build.Dense(r, r);
        for (int k = 0; k < r; k++)
        {
            for (int i = 0; i + k < r; i++)
            {
                for (int j = 0; j + k < r; j++)
                {
                    stationary[i, j] += shock[i + k] * shock[j + k];
                }
            }
        }

        covariance.SetSubMatrix(0, 0, stationary);
        var state = Vector<double>.Build.Dense(m);
        var (squares, logs, used) = (0.0, 0.0, 0);
        foreach (double value in values)
        {
            double error = value - see * state;
            var gain = covariance * see;
            double variance = see * gain;
            if (variance < 1e4)
            {
                squares += error * error / variance;
                logs += Math.Log(variance);
                used++;
            }

            state = move * (state + gain * (error / variance));
            covariance = move * (covariance - gain.OuterProduct(gain) / variance) * move.Transpose() + noise;
        }

        return -0.5 * (used * (Math.Log(2.0 * Math.PI * squares / used) + 1.0) + logs);
    }
}
