namespace RiskPlatform.Quant.Distributions;

/// <summary>The lognormal distribution as a family to fit: the normal one of the logarithms.</summary>
internal readonly struct LogNormalLaw : ILaw
{
    public static IReadOnlyList<string> Names { get; } = ["meanLog", "sdLog"];

    public static int MinimumObservations => 2;

    public static bool NeedsVariation => true;

    public static bool Supports(double x) => x > 0.0;

    public static LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        double[] logs = new double[values.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log(values[i]);
        }

        return NormalLaw.Fit(logs, cancellationToken);
    }

    public static double LogDensity(ReadOnlySpan<double> parameters, double x)
    {
        double log = Math.Log(x);
        return NormalLaw.LogDensity(parameters, log) - log;
    }

    public static (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x) =>
        NormalLaw.Tails(parameters, Math.Log(x));
}
