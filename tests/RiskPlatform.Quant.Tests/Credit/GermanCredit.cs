using System.Globalization;

namespace RiskPlatform.Quant.Tests.Credit;

/// <summary>The German Credit tape, coded and split as R's reference fits have it.</summary>
internal static class GermanCredit
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "german_credit.csv"))
            .Select(line => line.Split(',')),
    ];

    /// <summary>Features in the order of R's coefficients: treatment coding, first level of a factor left
    /// out.</summary>
    public static (double[] Features, bool[] IsBad) Part(IReadOnlyList<string> coefficients, bool isTest)
    {
        string[] header = Rows[0];
        List<double> features = [];
        List<bool> isBad = [];
        for (int r = 1; r < Rows.Length; r++)
        {
            if (r % 10 is 0 or 3 or 7 != isTest)
            {
                continue;
            }

            isBad.Add(Rows[r][^1] == "2");
            features.AddRange(coefficients.Skip(1).Select(name => Value(header, Rows[r], name)));
        }

        return ([.. features], [.. isBad]);
    }

    private static double Value(string[] header, string[] row, string name)
    {
        int column = Array.FindIndex(header, title => title == name);
        if (column >= 0)
        {
            return double.Parse(row[column], CultureInfo.InvariantCulture);
        }

        column = Array.FindIndex(header, title => name.StartsWith(title + "A", StringComparison.Ordinal));
        return row[column] == name[header[column].Length..] ? 1.0 : 0.0;
    }
}
