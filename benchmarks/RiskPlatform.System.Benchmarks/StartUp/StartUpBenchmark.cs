using System.Diagnostics;
using System.Globalization;
using RiskPlatform.System.Tests;

namespace RiskPlatform.System.Benchmarks.StartUp;

/// <summary>
/// From the command on built projects to all healthy, and from Ctrl+C to nothing left: whole processes, as a person
/// sees them.
/// </summary>
internal static class StartUpBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(int runs, TextWriter output)
    {
        List<double> starts = [];
        List<double> stops = [];
        for (int run = 0; run <= runs; run++)
        {
            long started = Stopwatch.GetTimestamp();
            await using var host = AppHostProcess.Start();
            await host.UntilAsync(text => text.Contains("All healthy", StringComparison.Ordinal), Limit);
            double start = Stopwatch.GetElapsedTime(started).TotalSeconds;

            long stopped = Stopwatch.GetTimestamp();
            await host.SignalAsync("INT");
            await host.ExitAsync(Limit);
            while (host.Others().Count > 0)
            {
                await Task.Delay(10);
            }

            double stop = Stopwatch.GetElapsedTime(stopped).TotalSeconds;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(run == 0 ? "warm-up" : $"run {run}")}: start {start:0.00} s, stop {stop:0.00} s"));
            if (run > 0)
            {
                starts.Add(start);
                stops.Add(stop);
            }
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"median: start {Median.Of(starts):0.00} s (target 15), stop {Median.Of(stops):0.00} s (target 3)"));
        return 0;
    }
}
