namespace RiskPlatform.System.Benchmarks;

/// <summary>The middle one of several runs: one slow run is the machine's, not the program's.</summary>
internal static class Median
{
    public static double Of(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
