using System.Globalization;

namespace RiskPlatform.System.Tests;

/// <summary>The shipped loan tapes, read here again by other means than the platform's own.</summary>
internal static class Tapes
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "data", "credit");

    /// <summary>Funded amounts, USD.</summary>
    public static IReadOnlyList<decimal> LendingClub() => Column("lending_club_2016q1_sample.csv", "funded_amnt");

    /// <summary>Credit amounts, Deutsche Mark.</summary>
    public static IReadOnlyList<decimal> German() => Column("german_credit.csv", "credit_amount");

    public static string RepositoryRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RiskPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("No RiskPlatform.sln above.");
        }

        return folder;
    }

    private static List<decimal> Column(string file, string name)
    {
        var lines = File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split(',')).ToList();
        int column = Array.IndexOf(lines[0], name);
        return [.. lines.Skip(1).Select(fields => decimal.Parse(fields[column], CultureInfo.InvariantCulture))];
    }
}
