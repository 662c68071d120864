namespace RiskPlatform.Quant.Distributions;

/// <summary>The normal distribution as a family to fit: closed form.</summary>
internal readonly struct NormalLaw : ILaw
{
    private const double HalfLogOfTwoPi = 0.918938533204672741780329736406;

    public static IReadOnlyList<string> Names { get; } = ["mean", "sd"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => true;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        int n = values.Length;
        var (mean, deviation) = Moments(values);
        return new LawFit(
            FitStatus.Converged,
            [mean, deviation],
            [deviation / Math.Sqrt(n), deviation / Math.Sqrt(2.0 * n)]);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x)
    {
        double z = (x - parameters[0]) / parameters[1];
        return -0.5 * z * z - Math.Log(parameters[1]) - HalfLogOfTwoPi;
    }

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x)
    {
        double z = (x - parameters[0]) / parameters[1];
        return (Normal.Cdf(z), Normal.Cdf(-z));
    }

    /// <summary>Mean, and standard deviation with divisor n, in two passes.</summary>
    public static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0.0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double squares = 0.0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean) / values.Length;
        }

        return (mean, Math.Sqrt(squares));
    }
}
