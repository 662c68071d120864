using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Distributions;

/// <summary>The logistic distribution as a family to fit: a concave climb.</summary>
internal readonly struct LogisticLaw : ILaw
{
    private const int ValuesAtOnce = 4_096; // Between two looks at the token.

    public static IReadOnlyList<string> Names { get; } = ["location", "scale"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => true;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        var (mean, deviation) = NormalLaw.Moments(values);
        double[] standard = new double[values.Length];
        for (int i = 0; i < standard.Length; i++)
        {
            standard[i] = (values[i] - mean) / deviation;
        }

        // With a = 1/scale and b = location/scale the likelihood is concave: one top, whatever the start.
        double[] x = [Math.PI / Math.Sqrt(3.0), 0.0];
        double? height = NewtonAscent.Climb(
            (at, gradient, hessian) => Evaluate(standard, at, gradient, hessian, cancellationToken),
            x,
            [1e-6, -1e6],
            [1e6, 1e6]);
        return height is null || x[0] is <= 1e-6 or >= 1e6
            ? new LawFit(FitStatus.DidNotConverge, [], [])
            : Describe(standard, x[1] / x[0], 1.0 / x[0], mean, deviation);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x)
    {
        double size = Math.Abs((x - parameters[0]) / parameters[1]);
        return -size - Math.Log(parameters[1]) - 2.0 * double.LogP1(Math.Exp(-size));
    }

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x)
    {
        double u = (x - parameters[0]) / parameters[1];
        double smaller = Math.Exp(-Math.Abs(u)) / (1.0 + Math.Exp(-Math.Abs(u)));
        return u < 0.0 ? (smaller, 1.0 - smaller) : (1.0 - smaller, smaller);
    }

    private static double Evaluate(
        double[] values,
        ReadOnlySpan<double> at,
        Span<double> gradient,
        Span<double> hessian,
        CancellationToken cancellationToken)
    {
        var (a, b) = (at[0], at[1]);
        int n = values.Length;
        double height = n * Math.Log(a);
        gradient.Clear();
        hessian.Clear();
        gradient[0] = n / a;
        hessian[0] = -n / (a * a);
        for (int i = 0; i < n; i++)
        {
            if (i % ValuesAtOnce == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double x = values[i];
            double u = a * x - b;
            double size = Math.Abs(u);
            double tanh = Math.Tanh(0.5 * u);
            double weight = 0.5 * (1.0 - tanh * tanh);
            height -= size + 2.0 * double.LogP1(Math.Exp(-size));
            gradient[0] -= x * tanh;
            gradient[1] += tanh;
            hessian[0] -= x * x * weight;
            hessian[1] += x * weight;
            hessian[3] -= weight;
        }

        hessian[2] = hessian[1];
        return height;
    }

    private static LawFit Describe(double[] standard, double location, double scale, double mean, double deviation)
    {
        double weights = 0.0;
        double cross = 0.0;
        double squares = 0.0;
        foreach (double x in standard)
        {
            double u = (x - location) / scale;
            double tanh = Math.Tanh(0.5 * u);
            double weight = 0.5 * (1.0 - tanh * tanh);
            weights += weight;
            cross += u * weight + tanh;
            squares += u * u * weight + 2.0 * u * tanh - 1.0;
        }

        double unit = 1.0 / (scale * scale);
        double[] covariance = new double[4];
        return SymmetricMatrix.TryInvert([unit * weights, unit * cross, unit * cross, unit * squares], 2, covariance)
            ? new LawFit(
                FitStatus.Converged,
                [mean + deviation * location, deviation * scale],
                [deviation * Math.Sqrt(covariance[0]), deviation * Math.Sqrt(covariance[3])])
            : new LawFit(FitStatus.DidNotConverge, [], []);
    }
}
