using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.System.Benchmarks.MonteCarlo;

/// <summary>
/// Ten million one-step paths with moments, percentiles, value at risk and shortfall over HTTP, against NumPy that does
/// the same in a process as warm; in turns. Both use every core they know how to.
/// </summary>
internal static class MonteCarloBenchmark
{
    private const string Python = "/usr/bin/python3"; // The machine's own, which has NumPy from its packages.

    private const string Request = """
        { "spot": 100, "drift": 0.05, "volatility": 0.2, "horizon": 1, "paths": 10000000, "confidence": [0.95, 0.99] }
        """;

    // A line in, a run; a line out, its seconds with and without the percentiles, and its value at risk.
    private const string Peer = """
        import sys, time, numpy as np
        n, spot, drift, volatility, years = 10_000_000, 100.0, 0.05, 0.2, 1.0
        rng = np.random.default_rng(42)
        for _ in sys.stdin:
            start = time.perf_counter()
            z = rng.standard_normal(n)
            price = spot * np.exp((drift - 0.5 * volatility ** 2) * years + volatility * years ** 0.5 * z)
            loss = spot - price
            mean, deviation = price.mean(), price.std(ddof=1)
            tails = []
            for c in (0.95, 0.99):
                var = np.quantile(loss, c)
                tails.append((var, loss[loss >= var].mean()))
            without = time.perf_counter() - start
            percentiles = np.percentile(price, [1, 5, 25, 50, 75, 95, 99])
            print(time.perf_counter() - start, without, tails[0][0], flush=True)
        """;

    public static async Task<int> RunAsync(int runs, TextWriter output)
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var simulation = await ServiceServer.StartAsync(
            Assembly.Load("RiskPlatform.Simulation"),
            new Dictionary<string, string>
            {
                ["ConnectionStrings:riskdb"] = await postgres.CreateDatabaseAsync(),
                ["Simulation:Threads"] = $"{Environment.ProcessorCount}",
            });
        using var numpy = Process.Start(new ProcessStartInfo(Python, ["-c", Peer])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        List<double> ours = [];
        List<double> theirs = [];
        List<double> theirsWithout = [];
        for (int run = -3; run < runs; run++)
        {
            double one = await SimulateAsync(simulation);
            double[] other = await NumpyAsync(numpy);
            if (run >= 0)
            {
                ours.Add(one);
                theirs.Add(other[0]);
                theirsWithout.Add(other[1]);
            }
        }

        numpy.StandardInput.Close();
        await numpy.WaitForExitAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"10 M paths, median of {runs}: ours {1e3 * Median.Of(ours):0} ms over HTTP, NumPy {
                1e3 * Median.Of(theirs):0} ms, {Median.Of(theirs) / Median.Of(ours):0.0} times ours; without its "
            + $"percentiles {1e3 * Median.Of(theirsWithout):0} ms, {
                Median.Of(theirsWithout) / Median.Of(ours):0.0} times (at least 8)"));
        return 0;
    }

    private static async Task<double> SimulateAsync(ServiceServer simulation)
    {
        using var content = new StringContent(Request, MediaTypeHeaderValue.Parse("application/json"));
        long start = Stopwatch.GetTimestamp();
        using var response = await simulation.Client.PostAsync(new Uri("/montecarlo", UriKind.Relative), content);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double value = JsonDocument.Parse(body).RootElement.GetProperty("valueAtRisk")[0].GetProperty("value")
            .GetDouble();
        return Math.Abs(value - 25.8418881384942) < 0.05
            ? seconds
            : throw new InvalidOperationException(Encoding.UTF8.GetString(body));
    }

    private static async Task<double[]> NumpyAsync(Process numpy)
    {
        await numpy.StandardInput.WriteLineAsync("run");
        await numpy.StandardInput.FlushAsync();
        string line = await numpy.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("NumPy ended; is python3-numpy installed?");
        double[] numbers = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return Math.Abs(numbers[2] - 25.8418881384942) < 0.05 ? numbers : throw new InvalidOperationException(line);
    }
}
