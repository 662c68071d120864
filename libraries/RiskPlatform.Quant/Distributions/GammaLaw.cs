using MathNet.Numerics;

namespace RiskPlatform.Quant.Distributions;

/// <summary>The gamma distribution as a family to fit: one equation in the shape.</summary>
internal readonly struct GammaLaw : ILaw
{
    private const int StepsMax = 100;

    public static IReadOnlyList<string> Names { get; } = ["shape", "rate"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => x > 0.0;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        int n = values.Length;
        double mean = NormalLaw.Moments(values).Mean;
        double gap = 0.0;
        foreach (double value in values)
        {
            gap += LogGap((value - mean) / mean, value / mean) / n;
        }

        // ln k − ψ(k) = ln(mean) − mean(ln) decides the shape; its left side falls from ∞ to 0.
        double shape = (3.0 - gap + Math.Sqrt((gap - 3.0) * (gap - 3.0) + 24.0 * gap)) / (12.0 * gap);
        for (int step = 0; step < StepsMax; step++)
        {
            // Newton in 1/k, in which the equation is nearly linear (Minka 2002).
            var (value, slope) = LogLessDigamma(shape);
            double next = 1.0 / (1.0 / shape + (value - gap) / (shape * shape * slope));
            if (!(next > 0.0))
            {
                next = 0.5 * shape;
            }

            double moved = Math.Abs(next - shape);
            shape = next;
            if (moved <= 1e-14 * shape)
            {
                double rate = shape / mean;

                // kψ′ − 1 from −k·slope, without the cancellation of the two.
                double information = -shape * LogLessDigamma(shape).Slope;
                double shapeError = Math.Sqrt(shape / (n * information));
                double rateError = rate * Math.Sqrt((information + 1.0) / (n * shape * information));
                return new LawFit(FitStatus.Converged, [shape, rate], [shapeError, rateError]);
            }
        }

        return new LawFit(FitStatus.DidNotConverge, [], []);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x)
    {
        var (shape, rate) = (parameters[0], parameters[1]);
        return shape * Math.Log(rate) - SpecialFunctions.GammaLn(shape) + (shape - 1.0) * Math.Log(x) - rate * x;
    }

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x) => (
        SpecialFunctions.GammaLowerRegularized(parameters[0], parameters[1] * x),
        SpecialFunctions.GammaUpperRegularized(parameters[0], parameters[1] * x));

    /// <summary>d − ln(1 + d), zero or more, with all its digits where d is small or the ratio 1 + d tiny.</summary>
    private static double LogGap(double d, double ratio)
    {
        if (Math.Abs(d) > 0.05)
        {
            return d - Math.Log(d < -0.5 ? ratio : 1.0 + d);
        }

        double sum = 0.0;
        double power = d * d;
        for (int k = 2; k <= 13; k++)
        {
            sum += (k % 2 == 0 ? power : -power) / k;
            power *= d;
        }

        return sum;
    }

    /// <summary>ln k − ψ(k) and its slope 1/k − ψ′(k), by the recurrence up to 12 and the asymptotic series.</summary>
    private static (double Value, double Slope) LogLessDigamma(double k)
    {
        double value = 0.0;
        double slope = 0.0;
        double first = k;
        while (k < 12.0)
        {
            value += 1.0 / k;
            slope -= 1.0 / (k * k);
            k += 1.0;
        }

        // Abramowitz and Stegun (1964), 6.3.18 and 6.4.12.
        double r = 1.0 / (k * k);
        value += 0.5 / k + r * (1.0 / 12.0 - r * (1.0 / 120.0 - r * (1.0 / 252.0 - r * (1.0 / 240.0 - r / 132.0))));
        slope -= 0.5 * r
            + r / k * (1.0 / 6.0 - r * (1.0 / 30.0 - r * (1.0 / 42.0 - r * (1.0 / 30.0 - r * (5.0 / 66.0)))));
        return first == k
            ? (value, slope)
            : (value + Math.Log(first / k), slope + 1.0 / first - 1.0 / k);
    }
}
