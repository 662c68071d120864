using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Distributions;

/// <summary>The exponential distribution as a family to fit: closed form.</summary>
internal readonly struct ExponentialLaw : ILaw
{
    public static IReadOnlyList<string> Names { get; } = ["rate"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => false;

    public static bool Supports(double x) => x >= 0.0;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        double mean = NormalLaw.Moments(values).Mean;
        return mean > 0.0 && double.IsNormal(mean) // The rate of a smaller mean has no number.
            ? new LawFit(FitStatus.Converged, [1.0 / mean], [1.0 / (mean * Math.Sqrt(values.Length))])
            : new LawFit(FitStatus.Unbounded, [], []);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x) =>
        Math.Log(parameters[0]) - parameters[0] * x;

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x)
    {
        double exponent = -parameters[0] * x;
        return (-Elementary.ExpMinusOne(exponent), Math.Exp(exponent));
    }
}
