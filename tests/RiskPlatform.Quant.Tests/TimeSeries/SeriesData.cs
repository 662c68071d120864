using System.Globalization;
using System.Text.Json;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

/// <summary>Reference files read whole, and simulated series that are the same at every call.</summary>
internal static class SeriesData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static double[] DemGbp { get; } = [.. ReferenceData.Rows("dem2gbp.csv").Select(row => row[0])];

    public static JsonElement Root(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    /// <summary>Numbers of a JSON array; null is NaN.</summary>
    public static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? double.NaN : x.GetDouble())];

    /// <summary>The last column of a CSV file; an empty field or NA is NaN.</summary>
    public static double[] LastColumn(string file) =>
    [
        .. File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(',')[^1])
            .Select(field => field is "" or "NA" ? double.NaN : double.Parse(field, CultureInfo.InvariantCulture)),
    ];

    public static double[] Normals(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Normal.Quantile(random.NextDouble()))];
    }

    /// <summary>Student's t with whole degrees of freedom, scaled to variance one.</summary>
    public static double[] StudentT(int seed, int count, int degrees)
    {
        double[] normals = Normals(seed, count * (degrees + 1));
        double[] t = new double[count];
        for (int i = 0; i < count; i++)
        {
            var part = normals.AsSpan(i * (degrees + 1), degrees + 1);
            double squares = 0.0;
            foreach (double z in part[1..])
            {
                squares += z * z;
            }

            t[i] = part[0] / Math.Sqrt(squares / degrees) * Math.Sqrt((degrees - 2.0) / degrees);
        }

        return t;
    }

    /// <summary>A path of a conditional-variance model from its innovations, after 500 steps of warming up.</summary>
    public static double[] Garch(GarchForm form, GarchParameters p, double[] innovations)
    {
        const int WarmUp = 500;
        double h = form == GarchForm.Egarch ? Math.Exp(p.Omega / (1.0 - p.Beta)) : 1.0;
        double[] path = new double[innovations.Length - WarmUp];
        for (int t = 0; t < innovations.Length; t++)
        {
            double e = Math.Sqrt(h) * innovations[t];
            if (t >= WarmUp)
            {
                path[t - WarmUp] = p.Mean + e;
            }

            double z = innovations[t];
            h = form switch
            {
                GarchForm.Egarch => Math.Exp(
                    p.Omega + p.Alpha * (Math.Abs(z) - Math.Sqrt(2.0 / Math.PI)) + p.Gamma * z + p.Beta * Math.Log(h)),
                GarchForm.Gjr => p.Omega + (p.Alpha + (e < 0.0 ? p.Gamma : 0.0)) * e * e + p.Beta * h,
                _ => p.Omega + p.Alpha * e * e + p.Beta * h,
            };
        }

        return path;
    }
}
