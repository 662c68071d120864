using System.Globalization;
using System.Text.Json;

namespace RiskPlatform.Quant.Tests.FixedIncome;

/// <summary>All cases of a reference file, and the forms their fields take.</summary>
internal static class ReferenceCases
{
    public static IReadOnlyList<JsonElement> All(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", file);
        return [.. JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray()];
    }

    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static DateOnly Date(this JsonElement row, string name) => Date(row.GetProperty(name).GetString()!);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
