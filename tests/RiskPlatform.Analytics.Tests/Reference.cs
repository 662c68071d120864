using System.Globalization;
using System.Text.Json;

namespace RiskPlatform.Analytics.Tests;

/// <summary>Reference results and series, copied beside the tests.</summary>
internal static class Reference
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static JsonElement Whole(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    public static JsonElement Case(string file, int index) => Whole(file).GetProperty("cases")[index];

    /// <summary>A column of a CSV file as a JSON array; NA and an empty field are null.</summary>
    public static string Column(string file, int column) => $"[{string.Join(',', File
        .ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(',')[column])
        .Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out _) ? field : "null"))}]";

    /// <summary>Daily returns in percent: of the dollar-mark rate, or of the DAX.</summary>
    public static string Returns(int series)
    {
        if (series == 0)
        {
            return Column("dem2gbp.csv", 1);
        }

        double[] dax =
        [
            .. File.ReadLines(Path.Combine(Folder, "R_EuStockMarkets.csv")).Skip(1)
                .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
        ];
        return $"[{string.Join(',', dax.Zip(dax.Skip(1), (before, after) =>
            (100.0 * Math.Log(after / before)).ToString("R", CultureInfo.InvariantCulture)))}]";
    }
}
