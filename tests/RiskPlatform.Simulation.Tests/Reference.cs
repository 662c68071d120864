using System.Globalization;
using System.Text.Json;

namespace RiskPlatform.Simulation.Tests;

/// <summary>Reference results and series, copied beside the tests.</summary>
internal static class Reference
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static IReadOnlyList<JsonElement> Cases(string file) =>
    [
        .. JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement.GetProperty("cases")
            .EnumerateArray(),
    ];

    /// <summary>The 1,974 daily returns of the mark against the pound, percent (Bollerslev and Ghysels 1996).</summary>
    public static double[] MarkReturns() =>
    [
        .. File.ReadLines(Path.Combine(Folder, "dem2gbp.csv")).Skip(1)
            .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
    ];
}
