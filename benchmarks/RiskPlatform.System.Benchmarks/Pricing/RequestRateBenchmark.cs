using System.Globalization;
using System.Reflection;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.System.Benchmarks.Pricing;

/// <summary>
/// One option over HTTP against <see cref="BareEcho"/>: requests a second when asked as fast as it answers, and the
/// 99th percentile at half of the slower one's rate. Both are asked by <c>wrk</c>, in turns.
/// </summary>
internal static class RequestRateBenchmark
{
    private const int Seconds = 8;
    private const int Connections = 32;
    private const int PacedConnections = 256; // Many, each slow: wrk paces a connection in whole milliseconds.

    private static readonly string Request = """
        { "type": "put", "spot": 129.5, "strike": 135, "maturity": 0.25, "rate": 0.13, "dividendYield": 0.045,
          "volatility": 0.12, "notional": 1000 }
        """;

    public static async Task<int> RunAsync(int runs, TextWriter output)
    {
        await using var pricing = await ServiceServer.StartAsync(
            Assembly.Load("RiskPlatform.Pricing"), new Dictionary<string, string>());
        await using var echo = await BareEchoProcess.StartAsync();
        List<double> ours = [];
        List<double> bare = [];
        for (int run = 0; run <= runs; run++)
        {
            double one = (await LoadAsync(pricing.Port, Connections, delayMs: 0)).PerSecond;
            double other = (await LoadAsync(echo.Port, Connections, delayMs: 0)).PerSecond;
            await WriteAsync(output, $"{(run == 0 ? "warm-up" : $"run {run}")}: pricing {one:0}/s, bare {other:0}/s");
            if (run > 0)
            {
                ours.Add(one);
                bare.Add(other);
            }
        }

        double half = Median.Of(ours) / 2.0;
        int delayMs = Math.Max(1, (int)Math.Round(1000.0 * PacedConnections / half));
        List<double> oursLate = [];
        List<double> bareLate = [];
        double paced = 0.0;
        for (int run = 0; run < runs; run++)
        {
            var load = await LoadAsync(pricing.Port, PacedConnections, delayMs);
            paced = load.PerSecond;
            oursLate.Add(load.Percentile99Ms);
            bareLate.Add((await LoadAsync(echo.Port, PacedConnections, delayMs)).Percentile99Ms);
        }

        await WriteAsync(
            output,
            $"median of {runs}: pricing {Median.Of(ours):0}/s, bare {Median.Of(bare):0}/s, ratio {
                Median.Of(ours) / Median.Of(bare):0.00} (at least 0.6)");
        await WriteAsync(
            output,
            $"at {paced:0}/s: 99th percentile {Median.Of(oursLate):0.00} ms, bare {Median.Of(bareLate):0.00} ms, ratio {
                Median.Of(oursLate) / Median.Of(bareLate):0.00} (at most 3)");
        return 0;
    }

    private static async Task<WrkResult> LoadAsync(int port, int connections, int delayMs)
    {
        string body = Request.Replace("\r", "", StringComparison.Ordinal);
        string script = $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = [[{body}]]
            {(delayMs > 0 ? string.Create(
                CultureInfo.InvariantCulture, $"function delay() return math.random(0, {2 * delayMs}) end") : "")}
            """;
        return await WrkResult.RunAsync(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/price"),
            script,
            connections,
            Seconds);
    }

    private static Task WriteAsync(TextWriter output, FormattableString line) =>
        output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
