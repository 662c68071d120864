using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Pricing.Options;

namespace RiskPlatform.Pricing.Tests.Options;

/// <summary>Columns, with the service as a process of its own.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private ServiceServer _service = null!;

    public async Task InitializeAsync() =>
        _service = await ServiceServer.StartAsync(typeof(PriceBatches).Assembly, new Dictionary<string, string>());

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Batch_EveryRow_IsWhatItGetsAlone_AndBadRowsAreNullAndNamed()
    {
        const string Body = """
            { "greeks": true, "columns": {
              "type": ["call", "put", "call", "put"], "spot": [100, 100, -1, 1e999], "strike": [95, 110, 100, 100],
              "maturity": [1, 0.5, 1, 1], "rate": [0.05, 0.01, 0.05, 0.05], "dividendYield": [0.02, 0, 0, 0],
              "volatility": [0.2, 0.3, 0.2, 0.2] } }
            """;
        var (status, body) = await _service.Client.PostJsonAsync("/price/batch", Body);

        Assert.Equal(HttpStatusCode.OK, status);
        var (_, alone) = await _service.Client.GetJsonAsync(
            "/price?type=put&spot=100&strike=110&maturity=0.5&rate=0.01&volatility=0.3");
        var columns = body.GetProperty("columns");
        string[] names = ["price", "delta", "gamma", "vega", "theta", "rho", "rhoForeign", "vanna", "volga", "charm"];
        Assert.Equal(names, columns.EnumerateObject().Select(column => column.Name));
        Assert.All(names, name =>
        {
            double?[] values = columns.GetProperty(name).Numbers();
            Assert.Equal(alone.Number(name), values[1]);
            Assert.Equal((double?[])[null, null], values[2..]);
        });
        var failures = body.GetProperty("failures").EnumerateArray().ToList();
        Assert.Equal([2, 3], failures.Select(failure => failure.GetProperty("index").GetInt32()));
        Assert.All(failures, failure => Assert.Contains(
            "spot", failure.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """
        { "columns": { "type": ["call"], "spot": [1], "strike": [1], "maturity": [1], "rate": [0] } }
        """, 400, "volatility")]
    [InlineData(
        """
        { "columns": { "type": ["call"], "spot": [1, 2], "strike": [1], "maturity": [1], "rate": [0],
          "volatility": [0.2] } }
        """, 422, "spot")]
    [InlineData(
        """
        { "columns": { "type": [], "spot": [], "strike": [], "maturity": [], "rate": [], "volatility": [] } }
        """, 422, "type")]
    [InlineData(
        """
        { "columns": { "type": ["call"], "spot": [null], "strike": [1], "maturity": [1], "rate": [0],
          "volatility": [0.2] } }
        """, 400, "spot")]
    public async Task Batch_BadShape_IsRefused(string json, int expected, string named)
    {
        var (status, body) = await _service.Client.PostJsonAsync("/price/batch", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    // A million rows and one more; then ten million.
    [Fact]
    public async Task Batch_MoreThanTheLimit_IsTooLarge_AndSaysTheLimit()
    {
        var (status, body) = await _service.Client.PostJsonAsync("/price/batch", Alike(PriceBatches.RowsMax + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("1000000", body.Faults(), StringComparison.Ordinal);

        var ten = await _service.Client.PostJsonAsync("/price/batch", Alike(10_000_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, ten.Status);
    }

    // Goal: a big request neither delays small ones nor keeps its text in memory.
    // Method: a million rows with Greeks; meanwhile health and one price, each within 50 ms in the middle of three
    // tries (this machine does other work too); the most memory the process ever held against the request's size.
    [Fact]
    public async Task Batch_OfAMillion_LeavesSmallRequestsQuick_AndMemoryWithinSixTimes()
    {
        string json = Columns(PriceBatches.RowsMax);
        using var warm = await _service.Client.GetAsync(new Uri("/health", UriKind.Relative));
        await _service.Client.GetJsonAsync("/price?type=call&spot=1&strike=1&maturity=1&rate=0&volatility=0.2");
        var big = _service.Client.PostJsonAsync("/price/batch", json);
        List<double> waits = [];
        while (!big.IsCompleted)
        {
            long start = Stopwatch.GetTimestamp();
            using var health = await _service.Client.GetAsync(new Uri("/health", UriKind.Relative));
            await _service.Client.GetJsonAsync("/price?type=call&spot=1&strike=1&maturity=1&rate=0&volatility=0.2");
            waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / 2.0);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            await Task.Delay(20);
        }

        var (status, body) = await big;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(PriceBatches.RowsMax, body.GetProperty("columns").GetProperty("charm").GetArrayLength());
        waits.Sort();
        Assert.True(waits[waits.Count / 2] < 50.0, $"{waits.Count} waits, the middle one {waits[waits.Count / 2]} ms");
        double size = Encoding.UTF8.GetByteCount(json) / 1048576.0;
        Assert.True(_service.PeakMebibytes() < 6.0 * size, $"{_service.PeakMebibytes()} MiB for {size:0} MiB");
    }

    private static string Alike(int rows)
    {
        string ones = string.Join(',', Enumerable.Repeat('1', rows));
        string calls = string.Join(',', Enumerable.Repeat("\"put\"", rows));
        return $$"""
            { "columns": { "type": [{{calls}}], "spot": [{{ones}}], "strike": [{{ones}}], "maturity": [{{ones}}],
              "rate": [{{ones}}], "volatility": [{{ones}}] } }
            """;
    }

    internal static string Columns(int rows)
    {
        var text = new StringBuilder(64 * rows);
        text.Append("""{ "greeks": true, "columns": { "type": [""");
        Column(i => i % 2 == 0 ? "\"call\"" : "\"put\"");
        var random = new Random(1);
        foreach (var (name, from, to) in ((string, double, double)[])
            [
                ("spot", 50.0, 150.0), ("strike", 50.0, 150.0), ("maturity", 0.05, 3.0), ("rate", -0.01, 0.15),
                ("dividendYield", 0.0, 0.05), ("volatility", 0.05, 0.6),
            ])
        {
            text.Append(CultureInfo.InvariantCulture, $"], \"{name}\": [");
            Column(_ => (from + (to - from) * random.NextDouble()).ToString("R", CultureInfo.InvariantCulture));
        }

        return text.Append("] } }").ToString();

        void Column(Func<int, string> value)
        {
            for (int i = 0; i < rows; i++)
            {
                text.Append(i == 0 ? "" : ",").Append(value(i));
            }
        }
    }
}
