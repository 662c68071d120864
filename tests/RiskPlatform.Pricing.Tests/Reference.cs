using System.Text.Json;

namespace RiskPlatform.Pricing.Tests;

/// <summary>Reference results, copied beside the tests.</summary>
internal static class Reference
{
    public static IEnumerable<JsonElement> Cases(string file) => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", file)))
        .RootElement.GetProperty("cases").EnumerateArray();
}
