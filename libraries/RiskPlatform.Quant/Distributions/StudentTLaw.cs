using MathNet.Numerics;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Distributions;

/// <summary>Student's t as a family to fit: a climb from two starts, in location, ln scale and ln ν.</summary>
internal readonly struct StudentTLaw : ILaw
{
    private const int ValuesAtOnce = 4_096; // Between two looks at the token.
    private const double DegreesMin = 0.5;
    private const double DegreesMax = 1_000.0;

    // A scale of this part of the values' spread is on its way to zero, around values that are equal.
    private const double LogScaleMin = -20.0;

    public static IReadOnlyList<string> Names { get; } = ["location", "scale", "degreesOfFreedom"];

    public static int MinimumObservations => 4;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => true;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double middle = sorted[sorted.Length / 2];
        double quartiles = 0.5 * (sorted[3 * sorted.Length / 4] - sorted[sorted.Length / 4]);
        double unit = quartiles > 0.0 ? quartiles : NormalLaw.Moments(values).Deviation;
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = (sorted[i] - middle) / unit;
        }

        double[]? best = null;
        double bestHeight = double.NegativeInfinity;
        foreach (double degrees in (ReadOnlySpan<double>)[3.0, 30.0])
        {
            double[] x = [0.0, 0.0, Math.Log(degrees)];
            double? height = NewtonAscent.Climb(
                (at, gradient, hessian) => Evaluate(sorted, at, gradient, hessian, cancellationToken),
                x,
                [double.NegativeInfinity, LogScaleMin, Math.Log(DegreesMin)],
                [double.PositiveInfinity, 50.0, Math.Log(DegreesMax)]);
            if (height > bestHeight)
            {
                (best, bestHeight) = (x, height.Value);
            }
        }

        return best switch
        {
            null => new LawFit(FitStatus.DidNotConverge, [], []),
            _ when best[1] <= LogScaleMin + 1.0 => new LawFit(FitStatus.Unbounded, [], []),
            _ => Describe(sorted, best, middle, unit, cancellationToken),
        };
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x) =>
        StudentT.LogDensity((x - parameters[0]) / parameters[1], parameters[2]) - Math.Log(parameters[1]);

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x)
    {
        double t = (x - parameters[0]) / parameters[1];
        double smaller = StudentT.LowerTail(Math.Abs(t), parameters[2]);
        return t < 0.0 ? (smaller, 1.0 - smaller) : (1.0 - smaller, smaller);
    }

    private static double Evaluate(
        double[] values,
        ReadOnlySpan<double> at,
        Span<double> gradient,
        Span<double> hessian,
        CancellationToken cancellationToken)
    {
        double inverse = Math.Exp(-at[1]);
        double v = Math.Exp(at[2]);
        double height = 0.0;
        gradient.Clear();
        hessian.Clear();
        for (int first = 0; first < values.Length; first += ValuesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = values.AsSpan(first, Math.Min(ValuesAtOnce, values.Length - first));
            AddShocks(part, at[0], inverse, v, ref height, gradient, hessian);
        }

        int n = values.Length;
        double upper = 0.5 * (v + 1.0);
        double lower = 0.5 * v;
        height += n * (SpecialFunctions.GammaLn(upper) - SpecialFunctions.GammaLn(lower)
            - 0.5 * Math.Log(v * Math.PI) - at[1]);
        gradient[1] -= n;
        gradient[2] += 0.5 * n * (SpecialFunctions.DiGamma(upper) - SpecialFunctions.DiGamma(lower) - 1.0 / v);
        hessian[8] += 0.5 * n * (0.5 * InnovationDensity.Trigamma(upper) - 0.5 * InnovationDensity.Trigamma(lower)
            + 1.0 / (v * v));

        // From ν to ln ν.
        hessian[8] = v * v * hessian[8] + v * gradient[2];
        gradient[2] *= v;
        hessian[2] = hessian[6] = v * hessian[2];
        hessian[5] = hessian[7] = v * hessian[5];
        hessian[3] = hessian[1];
        return double.IsFinite(height) ? height : double.NegativeInfinity;
    }

    /// <summary>The part of the values: height, gradient and upper Hessian by location, ln scale and ν.</summary>
    private static void AddShocks(
        ReadOnlySpan<double> values,
        double location,
        double inverse,
        double v,
        ref double height,
        Span<double> gradient,
        Span<double> hessian)
    {
        double a = v + 1.0;
        foreach (double x in values)
        {
            double z = (x - location) * inverse;
            double q = z * z;
            double d = 1.0 / (v + q);
            double log = Math.Log((v + q) / v);
            double share = q * d;
            height -= 0.5 * a * log;
            gradient[0] += a * z * d * inverse;
            gradient[1] += a * share;
            gradient[2] += 0.5 * (a * share / v - log);
            hessian[0] += a * (q - v) * d * d * inverse * inverse;
            hessian[1] -= 2.0 * a * v * z * d * d * inverse;
            hessian[2] += z * (q - 1.0) * d * d * inverse;
            hessian[4] -= 2.0 * a * v * share * d;
            hessian[5] += share * (q - 1.0) * d;
            hessian[8] += 0.5 * share * (1.0 / v + (v - a * (2.0 * v + q) * d) / (v * v));
        }
    }

    private static LawFit Describe(
        double[] values, double[] best, double middle, double unit, CancellationToken cancellationToken)
    {
        double scale = Math.Exp(best[1]);
        double v = Math.Exp(best[2]);
        double[] gradient = new double[3];
        double[] hessian = new double[9];
        Evaluate(values, best, gradient, hessian, cancellationToken);
        bool isHeld = best[2] <= Math.Log(DegreesMin) || best[2] >= Math.Log(DegreesMax);
        int n = isHeld ? 2 : 3;
        double[] information = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            information[i] = -hessian[i / n * 3 + i % n];
        }

        double[] covariance = new double[n * n];
        return SymmetricMatrix.TryInvert(information, n, covariance)
            ? new LawFit(
                isHeld ? FitStatus.AtBoundary : FitStatus.Converged,
                [middle + unit * best[0], unit * scale, v],
                [
                    unit * Math.Sqrt(covariance[0]),
                    unit * scale * Math.Sqrt(covariance[n + 1]),
                    isHeld ? null : v * Math.Sqrt(covariance[8]),
                ])
            : new LawFit(FitStatus.DidNotConverge, [], []);
    }
}
