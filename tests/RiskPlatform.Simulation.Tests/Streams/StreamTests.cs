using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Simulation.Streams;

namespace RiskPlatform.Simulation.Tests.Streams;

[Collection(SimulationCollection.Name)]
public sealed class StreamTests(SimulationService servers)
{
    private const string Usual = "/stream?spot=100&drift=0.05&volatility=0.2&dt=0.01&seed=7";

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(1000)]
    public async Task Stream_WithALimit_HasSoManyLines_EachTheFormulaOfItsNormal(int limit)
    {
        var lines = await LinesAsync($"{Usual}&limit={limit}");

        Assert.Equal(limit, lines.Length);
        double value = 100.0;
        for (int step = 0; step < limit; step++)
        {
            var line = JsonDocument.Parse(lines[step]).RootElement;
            double z = new PhiloxStream(7, 0).Normal((ulong)step);
            value = step == 0 ? value : value * Math.Exp((0.05 - 0.02) * 0.01 + 0.02 * z);
            Assert.Equal(["step", "time", "value"], line.EnumerateObject().Select(field => field.Name));
            Assert.Equal(step, line.Number("step"));
            Assert.Equal(step * 0.01, line.Number("time"), 1e-12);
            Assert.Equal(value, line.Number("value"), 1e-11 * value);
        }
    }

    [Fact]
    public async Task Stream_SameSeed_IsTheSameText_AndAnotherSeedAnother()
    {
        string other = Usual.Replace("seed=7", "seed=8", StringComparison.Ordinal);
        string[] first = await LinesAsync($"{Usual}&limit=600");

        Assert.Equal(first, await LinesAsync($"{Usual}&limit=600"));
        Assert.NotEqual(first, await LinesAsync($"{other}&limit=600"));
    }

    [Theory]
    [InlineData("/stream?spot=100&drift=0.05&volatility=0.2&dt=0.01", 400, "seed")]
    [InlineData("/stream?spot=x&drift=0.05&volatility=0.2&dt=0.01&seed=1", 400, "spot")]
    [InlineData("/stream?spot=NaN&drift=NaN&volatility=NaN&dt=NaN&seed=1", 422, "spot drift volatility dt")]
    [InlineData("/stream?spot=1&drift=Infinity&volatility=-1&dt=0&seed=1&limit=0", 422, "drift volatility dt limit")]
    [InlineData("/stream?spot=1&drift=0&volatility=9&dt=1&seed=1", 422, "e^50")]
    [InlineData("/stream?spot=1&drift=0&volatility=0.1&dt=1&seed=-1", 400, "seed")]
    public async Task Stream_BadInput_IsRefusedByName(string query, int expected, string named)
    {
        var (status, body) = await servers.Client.GetJsonAsync(query);

        Assert.Equal(expected, (int)status);
        Assert.All(named.Split(' '), name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }

    // A price that falls by e^7 a step on average is zero to a double after a hundred steps.
    [Fact]
    public async Task Stream_PriceThatLeavesTheDoubles_EndsBeforeIt()
    {
        var lines = await LinesAsync("/stream?spot=1&drift=-10&volatility=0.1&dt=1&seed=1");

        Assert.InRange(lines.Length, 60, 90);
        Assert.All(lines, line => Assert.True(JsonDocument.Parse(line).RootElement.Number("value") > 0.0));
    }

    [Fact]
    public async Task Stream_ReaderLeaves_EndsOnTheServer()
    {
        await using var factory = await servers.InsideAsync();
        factory.UseKestrel(port: 0);
        using var client = factory.CreateClient();
        var streams = factory.Services.GetRequiredService<PathStreams>();
        Assert.Equal(0, streams.Open);

        using (var response = await client.GetAsync(
            new Uri(Usual, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            for (int step = 0; step < 10_000; step++)
            {
                Assert.StartsWith($"{{\"step\":{step},", await reader.ReadLineAsync(), StringComparison.Ordinal);
            }

            Assert.Equal(1, streams.Open);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (streams.Open > 0)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    // Goal: an endless stream needs no memory of its own, whether its reader is slow or quick.
    // Method: a process of its own; a reader that rests, in which time the writer must rest too, then five million
    // lines. The server's highest mark after all is compared with that after the first hundred thousand.
    [Fact]
    public async Task Stream_FiveMillionLines_ReadSlowlyAndQuickly_LeaveMemoryFlat()
    {
        const string Driftless = "/stream?spot=100&drift=0.02&volatility=0.2&dt=0.01&seed=7"; // Of its logarithm.
        await using var service = await servers.StartAsync(await servers.DatabaseAsync());
        using var response = await service.Client.GetAsync(
            new Uri(Driftless, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[1 << 16];
        long lines = await ReadAsync(100_000);
        int before = service.PeakMebibytes();

        await Task.Delay(TimeSpan.FromSeconds(2));
        while (lines < 5_000_000)
        {
            lines += await ReadAsync(500_000);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        Assert.InRange(service.PeakMebibytes() - before, 0, 32);

        async Task<long> ReadAsync(long atLeast)
        {
            long count = 0;
            while (count < atLeast)
            {
                int read = await stream.ReadAsync(buffer);
                Assert.True(read > 0, service.Output);
                count += buffer.AsSpan(0, read).Count((byte)'\n');
            }

            return count;
        }
    }

    private async Task<string[]> LinesAsync(string query)
    {
        using var response = await servers.Client.GetAsync(new Uri(query, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text.TrimEnd('\n').Split('\n');
    }
}
