using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskPlatform.System.Benchmarks.Pricing;

/// <summary>What <c>wrk</c> measured.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Percentile99Ms">99th percentile of the latency, milliseconds.</param>
internal sealed partial record WrkResult(double PerSecond, double Percentile99Ms)
{
    /// <summary>Loads an address from one thread.</summary>
    /// <exception cref="InvalidOperationException">wrk failed, or an answer was no success.</exception>
    public static async Task<WrkResult> RunAsync(string url, string script, int connections, int seconds)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            var start = new ProcessStartInfo(
                "wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", file, url])
            {
                RedirectStandardOutput = true,
            };
            using var wrk = Process.Start(start)!;
            string text = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return wrk.ExitCode == 0 && !Refused().IsMatch(text)
                ? Parse(text)
                : throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}: {text}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    //      99%    1.23ms
    // Requests/sec:  51234.56
    private static WrkResult Parse(string text)
    {
        var late = Late().Match(text);
        double factor = late.Groups[2].Value switch { "us" => 1e-3, "ms" => 1.0, _ => 1e3 };
        return new WrkResult(
            double.Parse(Rate().Match(text).Groups[1].Value, CultureInfo.InvariantCulture),
            factor * double.Parse(late.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Late();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("Non-2xx|Socket errors")]
    private static partial Regex Refused();
}
