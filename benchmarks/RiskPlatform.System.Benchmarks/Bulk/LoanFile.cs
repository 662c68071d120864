using System.Globalization;
using System.Text;

namespace RiskPlatform.System.Benchmarks.Bulk;

/// <summary>A tape of any length, the same at every call: amounts and grades from a seeded generator.</summary>
internal static class LoanFile
{
    private const int Seed = 20261123;
    private static readonly string[] Currencies = ["KES", "NGN", "UGX", "INR", "PHP", "USD"];
    private static readonly string[] Grades = ["A", "B", "C", "D", "E"];

    /// <summary>Writes the tape to a file of its own.</summary>
    /// <returns>Its path; the caller deletes it.</returns>
    public static async Task<string> WriteAsync(int rows)
    {
        string path = Path.Combine(Path.GetTempPath(), $"riskplatform-loans-{Guid.NewGuid():N}.csv");
        var random = new Random(Seed);
        await using var writer = new StreamWriter(path, append: false, Encoding.ASCII, bufferSize: 1 << 20);
        await writer.WriteAsync(
            "loan_id,borrower_id,currency,principal,outstanding,annual_rate,term_months,originated_on,grade,status\n");
        for (int i = 1; i <= rows; i++)
        {
            string currency = Currencies[random.Next(Currencies.Length)];
            int principal = random.Next(1_000, 5_000_000);
            int outstanding = random.Next(0, principal);
            string status = random.Next(10) == 0 ? "defaulted" : "performing";
            var originated = new DateOnly(2025, 1, 1).AddDays(random.Next(600));
            await writer.WriteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"L-{i},{i % 700_000},{currency},{principal},{outstanding},0.{random.Next(100, 999)},"
                + $"{random.Next(1, 60)},{originated:yyyy-MM-dd},{Grades[random.Next(Grades.Length)]},{status}\n"));
        }

        return path;
    }
}
