using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

/// <summary>The likelihood written down as in the papers, and plain differences of it.</summary>
internal static class GarchOracle
{
    /// <summary>The log-likelihood; μ, ω, α, γ, β, ν; the mean squared residual before the first return.</summary>
    public static double LogLikelihood(double[] returns, GarchForm form, InnovationLaw law, double[] x)
    {
        var (mean, omega, alpha, gamma, beta, degrees) = (x[0], x[1], x[2], x[3], x[4], x[5]);
        double square = returns.Average(r => (r - mean) * (r - mean));
        double h = form switch
        {
            GarchForm.Egarch => Math.Exp(omega + beta * Math.Log(square)),
            GarchForm.Gjr => omega + (alpha + 0.5 * gamma + beta) * square,
            _ => omega + (alpha + beta) * square,
        };
        double sum = 0.0;
        foreach (double r in returns)
        {
            double e = r - mean;
            double z = e / Math.Sqrt(h);
            sum += law == InnovationLaw.Normal
                ? -0.5 * (Math.Log(2.0 * Math.PI * h) + z * z)
                : SpecialFunctions.GammaLn(0.5 * (degrees + 1.0)) - SpecialFunctions.GammaLn(0.5 * degrees)
                    - 0.5 * Math.Log(Math.PI * (degrees - 2.0) * h)
                    - 0.5 * (degrees + 1.0) * Math.Log(1.0 + z * z / (degrees - 2.0));
            h = form switch
            {
                GarchForm.Egarch => Math.Exp(
                    omega + alpha * (Math.Abs(z) - Math.Sqrt(2.0 / Math.PI)) + gamma * z + beta * Math.Log(h)),
                GarchForm.Gjr => omega + (alpha + (e < 0.0 ? gamma : 0.0)) * e * e + beta * h,
                _ => omega + alpha * e * e + beta * h,
            };
        }

        return sum;
    }

    /// <summary>∂f by central differences, Richardson's first refinement.</summary>
    public static double Slope(Func<double[], double> f, double[] x, int i, double step) =>
        (4.0 * Central(f, x, i, step) - Central(f, x, i, 2.0 * step)) / 3.0;

    /// <summary>Standard errors from central differences of central differences, all of one step.</summary>
    public static double[] Errors(Func<double[], double> f, double[] x, double step)
    {
        int n = x.Length;
        var information = Matrix<double>.Build.Dense(n, n, (i, j) =>
            -0.5 * Central(y => Central(f, y, i, step), x, j, step)
            - 0.5 * Central(y => Central(f, y, j, step), x, i, step));
        return [.. information.Inverse().Diagonal().Select(Math.Sqrt)];
    }

    private static double Central(Func<double[], double> f, double[] x, int i, double step)
    {
        double[] up = [.. x];
        double[] down = [.. x];
        up[i] += step;
        down[i] -= step;
        return (f(up) - f(down)) / (2.0 * step);
    }
}
