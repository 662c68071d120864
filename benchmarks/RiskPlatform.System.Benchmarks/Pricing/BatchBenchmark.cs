using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.System.Benchmarks.Pricing;

/// <summary>
/// A million options with Greeks over HTTP, against System.Text.Json alone reading that request and writing that
/// answer from memory to memory. In turns; then the most memory the service ever held, over the request's size.
/// </summary>
internal static class BatchBenchmark
{
    private static readonly string[] Names =
        ["price", "delta", "gamma", "vega", "theta", "rho", "rhoForeign", "vanna", "volga", "charm"];

    public static async Task<int> RunAsync(int runs, int rows, TextWriter output)
    {
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(
            new PriceBatchRequest(Columns(rows), Greeks: true), ContractJson.Options);
        await using var pricing = await ServiceServer.StartAsync(
            Assembly.Load("RiskPlatform.Pricing"), new Dictionary<string, string>());
        var answer = JsonSerializer.Deserialize<Answer>(await AskAsync(pricing, request), ContractJson.Options)!;
        if (answer.Failures.Count > 0 || !Names.SequenceEqual(answer.Columns.Keys))
        {
            throw new InvalidOperationException("The answer is not what was asked for.");
        }

        List<double> over = [];
        List<double> alone = [];
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            await DrainAsync(pricing, request);
            over.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);

            start = Stopwatch.GetTimestamp();
            JsonSerializer.Deserialize<PriceBatchRequest>(request, ContractJson.Options);
            JsonSerializer.SerializeToUtf8Bytes(answer, ContractJson.Options);
            alone.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double size = request.Length / 1048576.0;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows} rows, median of {runs}: over HTTP {Median.Of(over):0.00} s, System.Text.Json alone {
                Median.Of(alone):0.00} s, ratio {Median.Of(over) / Median.Of(alone):0.00} (at most 1.5)"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"request {size:0} MiB, peak memory of the service {pricing.PeakMebibytes()} MiB, ratio {
                pricing.PeakMebibytes() / size:0.0} (at most 6)"));
        return 0;
    }

    // Terms as a desk has them: rates and volatilities to a hundredth of a basis point, prices to six decimals.
    private static PriceColumns Columns(int rows)
    {
        var random = new Random(42);
        double[] Column(double from, double to) =>
            [.. Enumerable.Range(0, rows).Select(_ => Math.Round(from + (to - from) * random.NextDouble(), 6))];
        OptionSide[] sides = [.. Enumerable.Range(0, rows).Select(i => (OptionSide)(i % 2))];
        return new PriceColumns(
            sides, Column(80, 120), Column(80, 120), Column(0.1, 3), Column(0, 0.2), Column(0.05, 0.5),
            Column(0, 0.1));
    }

    private static async Task<byte[]> AskAsync(ServiceServer pricing, byte[] request)
    {
        using var response = await SendAsync(pricing, request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task DrainAsync(ServiceServer pricing, byte[] request)
    {
        using var response = await SendAsync(pricing, request);
        await response.Content.CopyToAsync(Stream.Null);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServiceServer pricing, byte[] request)
    {
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, "/price/batch") { Content = content };
        var response = await pricing.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    private sealed record Answer(Dictionary<string, double[]> Columns, List<RowFailure> Failures);
}
