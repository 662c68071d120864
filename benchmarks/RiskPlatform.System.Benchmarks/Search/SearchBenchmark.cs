using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Portfolio.Tests.Searches;

namespace RiskPlatform.System.Benchmarks.Search;

/// <summary>
/// The reference's 30 loans and a made problem of 150, over HTTP against <c>glpsol</c> on the same problem: both prove
/// the optimum, in turns, each timed as a user sees it (a request; a process).
/// </summary>
internal static class SearchBenchmark
{
    public static async Task<int> RunAsync(int runs, TextWriter output)
    {
        await using var portfolio = await ServiceServer.StartAsync(
            Assembly.Load("RiskPlatform.Portfolio"), new Dictionary<string, string>());
        await CompareAsync(portfolio, Case("portfolio_search_mip.json", 1), "30 loans", runs, output);
        await CompareAsync(portfolio, Case("portfolio_search_150.json", 0), "150 loans", runs, output);
        return 0;
    }

    private static async Task CompareAsync(
        ServiceServer portfolio, JsonElement loans, string name, int runs, TextWriter output)
    {
        string program = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(program, LinearProgram.Of(loans));
            List<double> ours = [];
            List<double> theirs = [];
            for (int run = 0; run <= runs; run++)
            {
                double one = await SearchAsync(portfolio, loans);
                double other = await GlpkAsync(program, LoanSearch.Optimum(loans));
                if (run > 0)
                {
                    ours.Add(one);
                    theirs.Add(other);
                }
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, proven optimal, median of {runs}: ours {Median.Of(ours):0.000} s, GLPK {
                    Median.Of(theirs):0.000} s, ratio {Median.Of(ours) / Median.Of(theirs):0.00}"));
        }
        finally
        {
            File.Delete(program);
        }
    }

    private static async Task<double> SearchAsync(ServiceServer portfolio, JsonElement loans)
    {
        using var content = new StringContent(LoanSearch.Of(loans), MediaTypeHeaderValue.Parse("application/json"));
        long start = Stopwatch.GetTimestamp();
        using var response = await portfolio.Client.PostAsync(new Uri("/search", UriKind.Relative), content);
        string body = await response.Content.ReadAsStringAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var answer = JsonDocument.Parse(body);
        return response.IsSuccessStatusCode
            && answer.RootElement.GetProperty("status").GetString() == "optimal"
            && answer.RootElement.GetProperty("objective").GetInt64() == LoanSearch.Optimum(loans)
                ? seconds
                : throw new InvalidOperationException(body);
    }

    private static async Task<double> GlpkAsync(string program, long optimum)
    {
        string report = Path.GetTempFileName();
        long start = Stopwatch.GetTimestamp();
        using var glpsol = Process.Start(new ProcessStartInfo(
            "glpsol", ["--lp", program, "--mipgap", "0", "-o", report]) { RedirectStandardOutput = true })!;
        string text = await glpsol.StandardOutput.ReadToEndAsync();
        await glpsol.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string solution = await File.ReadAllTextAsync(report);
        File.Delete(report);
        string objective = string.Create(CultureInfo.InvariantCulture, $" = {optimum} ");
        return solution.Contains("INTEGER OPTIMAL", StringComparison.Ordinal)
            && solution.Contains(objective, StringComparison.Ordinal)
                ? seconds
                : throw new InvalidOperationException(text + solution);
    }

    private static JsonElement Case(string file, int index)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", file);
        using var document = JsonDocument.Parse(File.ReadAllText(path, Encoding.UTF8));
        return document.RootElement.GetProperty("cases")[index].Clone();
    }
}
