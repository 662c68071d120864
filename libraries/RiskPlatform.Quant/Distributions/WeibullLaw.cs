using System.Numerics.Tensors;
using RiskPlatform.Quant.Lanes;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Distributions;

/// <summary>The Weibull distribution as a family to fit: one increasing equation in the shape.</summary>
internal readonly struct WeibullLaw : ILaw
{
    private const int StepsMax = 200;

    public static IReadOnlyList<string> Names { get; } = ["shape", "scale"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => x > 0.0;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        double[] logs = new double[values.Length];
        TensorPrimitives.Log(values, logs);
        double largest = TensorPrimitives.Max(logs);
        TensorPrimitives.Subtract(logs, largest, logs);
        double mean = TensorPrimitives.Sum<double>(logs) / logs.Length;
        double spread = NormalLaw.Moments(logs).Deviation;

        // Σ xᵏ ln x / Σ xᵏ − 1/k = mean(ln x): increasing in k, so a bracket that shrinks holds every step.
        double low = 0.0;
        double high = double.PositiveInfinity;
        double shape = 1.28254983016186 / spread; // π/√6 over the deviation of the logarithms: moments.
        for (int step = 0; step < StepsMax; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (s0, s1, s2) = Sums(logs, shape);
            double value = s1 / s0 - 1.0 / shape - mean;
            double slope = (s2 - s1 * (s1 / s0)) / s0 + 1.0 / (shape * shape);
            (low, high) = value < 0.0 ? (shape, high) : (low, shape);
            double next = shape - value / slope;
            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? 2.0 * shape : 0.5 * (low + high);
            }

            double moved = Math.Abs(next - shape);
            shape = next;
            if (moved <= 1e-14 * shape)
            {
                double scale = Math.Exp(largest + Math.Log(Sums(logs, shape).S0 / logs.Length) / shape);
                return Describe(values, shape, scale);
            }
        }

        return new LawFit(FitStatus.DidNotConverge, [], []);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x)
    {
        var (shape, scale) = (parameters[0], parameters[1]);
        double log = shape * Math.Log(x / scale);
        return Math.Log(shape) + log - Math.Log(x) - Math.Exp(log);
    }

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x)
    {
        double exponent = -Math.Pow(x / parameters[1], parameters[0]);
        return (-Elementary.ExpMinusOne(exponent), Math.Exp(exponent));
    }

    private static (double S0, double S1, double S2) Sums(ReadOnlySpan<double> logs, double shape)
    {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        foreach (double log in logs)
        {
            double weight = Math.Exp(shape * log);
            s0 += weight;
            s1 += weight * log;
            s2 += weight * log * log;
        }

        return (s0, s1, s2);
    }

    private static LawFit Describe(ReadOnlySpan<double> values, double shape, double scale)
    {
        int n = values.Length;
        double first = 0.0;
        double second = 0.0;
        foreach (double value in values)
        {
            double log = Math.Log(value / scale);
            double weight = Math.Exp(shape * log);
            first += weight * log;
            second += weight * log * log;
        }

        // Minus the second derivatives by shape and by the logarithm of the scale.
        double[] information = [n / (shape * shape) + second, -shape * first, -shape * first, n * shape * shape];
        double[] covariance = new double[4];
        return SymmetricMatrix.TryInvert(information, 2, covariance)
            ? new LawFit(
                FitStatus.Converged, [shape, scale], [Math.Sqrt(covariance[0]), scale * Math.Sqrt(covariance[3])])
            : new LawFit(FitStatus.DidNotConverge, [], []);
    }
}
