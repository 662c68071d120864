using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Portfolio.Matrices;

namespace RiskPlatform.Portfolio.Tests.Matrices;

public sealed class MatrixTests : IAsyncLifetime
{
    private ServiceServer _service = null!;

    private HttpClient Client => _service.Client;

    public async Task InitializeAsync() =>
        _service = await ServiceServer.StartAsync(typeof(MatrixOperations).Assembly, new Dictionary<string, string>());

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Matrices_ReferencePortfolio_MatchR()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_cholesky.json"))).RootElement
            .GetProperty("cases")[0];
        string covariance = reference.GetProperty("cov").GetRawText();
        var (_, factor) = await Client.PostJsonAsync("/matrix/cholesky", $$"""{ "matrix": {{covariance}} }""");
        AssertClose(reference.GetProperty("cholesky_lower"), factor.GetProperty("result"), 1e-8);

        string l = factor.GetProperty("result").GetRawText();
        string transposed = JsonSerializer.Serialize(Enumerable.Range(0, 6).Select(i =>
            Enumerable.Range(0, 6).Select(j => factor.GetProperty("result")[j][i].GetDouble())));
        var (_, product) = await Client.PostJsonAsync("/matrix/multiply", $$"""{ "a": {{l}}, "b": {{transposed}} }""");
        AssertClose(reference.GetProperty("cov"), product.GetProperty("result"), 1e-8);

        const string Weights = "[0.2, 0.2, 0.2, 0.2, 0.1, 0.1]";
        var (_, variance) = await Client.PostJsonAsync(
            "/variance", $$"""{ "weights": {{Weights}}, "covariance": {{covariance}} }""");
        Assert.Equal(variance.Number("volatility"), Math.Sqrt(variance.Number("variance")), 1e-15);
        Assert.Equal(
            variance.Number("volatility"), variance.GetProperty("component").Numbers().Sum()!.Value, 1e-14);
    }

    [Fact]
    public async Task Small_WorkedCases()
    {
        var (_, product) = await Client.PostJsonAsync(
            "/matrix/multiply", """{ "a": [[1, 1, 1], [2, -1, 0]], "b": [[2], [3], [4]] }""");
        Assert.Equal("[[9],[1]]", product.GetProperty("result").GetRawText());
        var (_, covariance) = await Client.PostJsonAsync(
            "/matrix/covariance", """{ "observations": [[1, 2], [3, 6], [5, 10]] }""");
        Assert.Equal("[[4,8],[8,16]]", covariance.GetProperty("result").GetRawText());
        var (_, norm) = await Client.PostJsonAsync("/matrix/frobenius", """{ "matrix": [[3e200, 0], [0, 4e200]] }""");
        Assert.Equal(5e200, norm.Number("result"), 1e185);
    }

    [Theory]
    [InlineData("/matrix/cholesky", """{ "matrix": [[1, 2], [2, 1]] }""", 422, "row 1")]
    [InlineData("/matrix/cholesky", """{ "matrix": [[1, 1], [1, 1]] }""", 422, "row 1")]
    [InlineData("/matrix/cholesky", """{ "matrix": [[1, 2], [0, 1]] }""", 422, "symmetric")]
    [InlineData("/matrix/cholesky", """{ "matrix": [[1, 2, 3], [2, 1, 3]] }""", 422, "square")]
    [InlineData("/matrix/multiply", """{ "a": [[1, 2], [3]], "b": [[1], [2]] }""", 422, "a[1]")]
    [InlineData("/matrix/multiply", """{ "a": [[1, 2]], "b": [[1, 2]] }""", 422, "columns")]
    [InlineData("/matrix/multiply", """{ "a": [[1, 2]] }""", 400, "b")]
    [InlineData("/matrix/multiply", """{ "a": [[1, 1e999]], "b": [[1], [2]] }""", 422, "a[0][1]")]
    [InlineData("/matrix/multiply", """{ "a": [[1, NaN]], "b": [[1], [2]] }""", 400, "")]
    [InlineData("/matrix/multiply", """{ "a": [], "b": [] }""", 422, "a has 0")]
    [InlineData("/matrix/multiply", """{ "a": [[]], "b": [[1]] }""", 422, "a[0]")]
    [InlineData("/matrix/multiply", """{ "a": [[1, null]], "b": [[1]] }""", 400, "a")]
    [InlineData("/matrix/multiply", """{ "a": [[1, 2], null], "b": [[1], [2]] }""", 400, "a[1]")]
    [InlineData("/matrix/multiply", """{ "a": [[1e200]], "b": [[1e200]] }""", 422, "a and b")]
    [InlineData("/matrix/covariance", """{ "observations": [[1, 2]] }""", 422, "2 at least")]
    [InlineData("/matrix/covariance", """{ "observations": [[1e300], [-1e300]] }""", 422, "observations")]
    [InlineData("/variance", """{ "weights": [1], "covariance": [[1, 0], [0, 1]] }""", 422, "weights")]
    [InlineData("/variance", """{ "weights": [1, -1], "covariance": [[1, 2], [2, 1]] }""", 422, "negative variance")]
    [InlineData("/variance", """{ "weights": [1, 1e999], "covariance": [[1, 0], [0, 1]] }""", 422, "weights[1]")]
    public async Task BadInput_IsNamed(string path, string json, int expected, string named)
    {
        var (status, body) = await Client.PostJsonAsync(path, json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
    }

    // Goal: rows of different lengths are refused before memory is taken for rows as long as the first.
    // Method: a long row before empty ones; the second would be more elements than an int counts.
    [Theory]
    [InlineData(5_000, 5_000)]
    [InlineData(50_001, 50_000)]
    public void RaggedRows_TakeNoMoreMemoryThanTheyHave(int columns, int rows)
    {
        double[][] ragged = [new double[columns], .. Enumerable.Repeat(Array.Empty<double>(), rows - 1)];

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isTaken = RowMajor.Of("a", ragged).TryGet(out _, out var failure);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(isTaken);
        Assert.Contains("a[1]", Assert.Single(failure!.Messages), StringComparison.Ordinal);
        Assert.InRange(taken, 0, 20_000_000);
    }

    [Fact]
    public async Task TenMillionElements_AreTooLarge()
    {
        string row = $"[{string.Join(',', Enumerable.Repeat('1', 5_000))}]";
        string matrix = $"[{string.Join(',', Enumerable.Repeat(row, 2_000))}]";
        var (status, body) = await Client.PostJsonAsync("/matrix/frobenius", $$"""{ "matrix": {{matrix}} }""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("4000000", body.Faults(), StringComparison.Ordinal);
    }

    // Goal: a client that leaves stops the work, and a product of seconds leaves health quick.
    // Method: products of 1,200 × 1,200; one whose client leaves, after which the next starts at once.
    [Fact]
    public async Task LongProduct_StopsWithItsClient_AndLeavesHealthQuick()
    {
        string square = Square(1_200);
        string json = $$"""{ "a": {{square}}, "b": {{square}} }""";
        using var leaves = new CancellationTokenSource();
        var left = Client.PostJsonAsync("/matrix/multiply", json, leaves.Token);
        await Task.Delay(50);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var big = Client.PostJsonAsync("/matrix/multiply", json);
        List<double> waits = [];
        while (!big.IsCompleted)
        {
            long start = Stopwatch.GetTimestamp();
            using var health = await Client.GetAsync(new Uri("/health", UriKind.Relative));
            waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(20);
        }

        Assert.Equal(HttpStatusCode.OK, (await big).Status);
        waits.Sort();
        Assert.True(waits[waits.Count / 2] < 50.0, $"{waits.Count} waits, the middle one {waits[waits.Count / 2]} ms");
    }

    private static string Square(int n)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < n; i++)
        {
            text.Append(i == 0 ? "[" : ",[");
            for (int j = 0; j < n; j++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(j == 0 ? "" : ",")}{(i * 7 + j * 3) % 11 - 5}");
            }

            text.Append(']');
        }

        return text.Append(']').ToString();
    }

    private static void AssertClose(JsonElement expected, JsonElement actual, double tolerance)
    {
        Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        for (int i = 0; i < expected.GetArrayLength(); i++)
        {
            for (int j = 0; j < expected[i].GetArrayLength(); j++)
            {
                Assert.Equal(expected[i][j].GetDouble(), actual[i][j].GetDouble(), tolerance);
            }
        }
    }
}
