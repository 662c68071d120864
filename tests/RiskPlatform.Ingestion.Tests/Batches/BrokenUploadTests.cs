using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Ingestion.Tests.Batches;

/// <summary>
/// What an upload that ends in the middle leaves: nothing. Each test breaks a service and a database of its own.
/// </summary>
public sealed class BrokenUploadTests
{
    private const int Rows = 50_000; // Some megabytes: much of it has been sent to the database when it breaks.

    [Fact]
    public async Task Load_ConnectionCut_LeavesNothing_AndTheKeyIsFree()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var service = await IngestionService.StartAsync(database);
        var client = await BeginAsync(service, "cut");
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 10000", 1);

        client.Client.LingerState = new LingerOption(enable: true, seconds: 0); // A reset, as of a lost line.
        client.Dispose();
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy", 0);

        Assert.Equal(0L, await LeftAsync(source));
        using var again = IngestionService.Request(
            new StringContent(IngestionService.Tape(IngestionService.Line(1))), key: "cut");
        using var response = await service.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Load_ServiceKilled_LeavesNothing_AndTheNextOneLoads()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var service = await IngestionService.StartAsync(database);
        using var client = await BeginAsync(service, "killed");
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 10000", 1);

        await service.KillAsync();
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy", 0);

        Assert.Equal(0L, await LeftAsync(source));
        await service.RestartAsync();
        using var again = IngestionService.Request(
            new StringContent(IngestionService.Tape(IngestionService.Line(1))), key: "killed");
        using var response = await service.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Load_DatabaseKilled_AnswersUnavailable_AndDoesNotHang()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var service = await IngestionService.StartAsync(database);
        using var client = await BeginAsync(service, "database");
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 10000", 1);

        await postgres.KillAsync();
        await SendAsync(client, last: true);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        string? status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("HTTP/1.1 503 Service Unavailable", status);
        await postgres.RestartAsync();
        source.Clear();
        Assert.Equal(0L, await LeftAsync(source));
    }

    [Fact]
    public async Task Load_ChunkOfNoLength_IsMalformed_AndLeavesNothing()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var service = await IngestionService.StartAsync(database);
        using var client = await BeginAsync(service, "chunk");
        await UntilAsync(source, "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 10000", 1);

        await client.GetStream().WriteAsync("ZZ\r\nxx\r\n"u8.ToArray());
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        string? status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("HTTP/1.1 400 Bad Request", status);
        Assert.Equal(0L, await LeftAsync(source));
    }

    // By hand, as an HttpClient would repeat the request on another connection.
    private static async Task<TcpClient> BeginAsync(ServiceServer service, string key)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Port);
        string head = $"""
            POST /batches?dataset=loans HTTP/1.1
            Host: localhost
            Content-Type: text/csv
            Transfer-Encoding: chunked
            Idempotency-Key: {key}
            """;
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"));
        await SendAsync(client, last: false);
        return client;
    }

    private static async Task SendAsync(TcpClient client, bool last)
    {
        var lines = Enumerable.Range(1, Rows).Select(i => IngestionService.Line(i));
        byte[] tape = Encoding.ASCII.GetBytes(IngestionService.Tape(lines));
        byte[] length = Encoding.ASCII.GetBytes($"{tape.Length:x}\r\n");
        byte[] end = Encoding.ASCII.GetBytes(last ? "\r\n0\r\n\r\n" : "\r\n");
        await client.GetStream().WriteAsync((byte[])[.. length, .. tape, .. end]);
    }

    private static async Task UntilAsync(NpgsqlDataSource source, string sql, long count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await IngestionService.ScalarAsync<long>(source, sql) != count)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static Task<long> LeftAsync(NpgsqlDataSource source) => IngestionService.ScalarAsync<long>(
        source,
        "SELECT (SELECT count(*) FROM loans) + (SELECT count(*) FROM batches) + (SELECT count(*) FROM batch_rejects)");
}
