namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Reciprocals of window lengths, computed once, so that no step of an indicator divides by its
/// window.</summary>
internal static class SmoothingFactors
{
    private const int TableLength = 1025;

    private static readonly double[] Reciprocals =
        [.. Enumerable.Range(0, TableLength).Select(n => n == 0 ? 0.0 : 1.0 / n)];

    /// <summary>1/n for n ≥ 1.</summary>
    public static double Reciprocal(int n) => n < TableLength ? Reciprocals[n] : 1.0 / n;

    /// <summary>2/(n + 1): the weight of the newest value in an exponential average of n.</summary>
    public static double Exponential(int window) => 2.0 * Reciprocal(window + 1);

    /// <summary>How many values a window yields from a series.</summary>
    public static int Count(int length, int window)
    {
        if (window < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window holds at least one value.");
        }

        return Math.Max(0, length - window + 1);
    }
}
