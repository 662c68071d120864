using System.Globalization;
using System.Text.Json;

namespace RiskPlatform.Quant.Tests;

/// <summary>Reference results and series; where each comes from stands in Reference/README.md.</summary>
internal static class ReferenceData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static JsonElement Whole(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    public static JsonElement Case(string file, int index) => Whole(file).GetProperty("cases")[index];

    /// <summary>Rows of a CSV file without its first column.</summary>
    public static double[][] Rows(string file) =>
    [
        .. File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(',').Skip(1)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray()),
    ];

    /// <summary>Rows of numbers, row after row.</summary>
    public static double[] Flat(JsonElement rows) =>
        [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(x => x.GetDouble()))];

    /// <summary>Uniform numbers, the same at every call.</summary>
    public static double[] Uniform(int seed, int count, double from, double to)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * random.NextDouble())];
    }
}
