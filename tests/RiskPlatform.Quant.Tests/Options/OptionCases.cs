using System.Text.Json;
using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

/// <summary>Options and reference rows that several test classes read.</summary>
internal static class OptionCases
{
    public static List<JsonElement> All(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", file);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(row => row.Clone())];
    }

    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    public static VanillaOption Option(JsonElement row) => new()
    {
        Type = row.GetProperty("type").GetString() == "call" ? OptionType.Call : OptionType.Put,
        Spot = row.Number("spot"),
        Strike = row.Number("strike"),
        DomesticRate = row.Number("r"),
        ForeignRate = row.Number("q"),
        Years = row.Number("t"),
        Volatility = row.Number(row.TryGetProperty("vol", out _) ? "vol" : "true_vol"),
    };

    /// <summary>Options as a desk holds them: a few standard deviations around the money.</summary>
    public static VanillaOption[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One())];

        VanillaOption One()
        {
            double years = 0.02 + 5.0 * random.NextDouble();
            double volatility = 0.04 + 0.6 * random.NextDouble();
            double deviations = -3.0 + 6.0 * random.NextDouble();
            double spot = Math.Pow(10.0, -2.0 + 5.0 * random.NextDouble());
            return new VanillaOption
            {
                Type = random.Next(2) == 0 ? OptionType.Call : OptionType.Put,
                Spot = spot,
                Strike = spot * Math.Exp(deviations * volatility * Math.Sqrt(years)),
                DomesticRate = -0.02 + 0.2 * random.NextDouble(),
                ForeignRate = -0.02 + 0.15 * random.NextDouble(),
                Years = years,
                Volatility = volatility,
            };
        }
    }

    public static void AssertClose(double expected, double actual, double relative, string what)
    {
        double tolerance = relative * Math.Max(Math.Abs(expected), 1e-300);
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:R}, not {expected:R}");
    }
}
