using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Npgsql;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Ingestion.Batches;

namespace RiskPlatform.Ingestion.Tests;

/// <summary>
/// The service as a process, on a real PostgreSQL of its own. Tests share it, so each looks at its own batch.
/// </summary>
public sealed class IngestionService : IAsyncLifetime
{
    public const string Header =
        "loan_id,borrower_id,currency,principal,outstanding,annual_rate,term_months,originated_on,grade,status";

    private PostgresServer _postgres = null!;

    public ServiceServer Service { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public PostgresServer Postgres => _postgres;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        string database = await _postgres.CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(database);
        Service = await StartAsync(database);
    }

    /// <summary>Another service, on a database that a test may break.</summary>
    public static Task<ServiceServer> StartAsync(string database) => ServiceServer.StartAsync(
        typeof(BatchEndpoints).Assembly,
        new Dictionary<string, string> { ["ConnectionStrings:riskdb"] = database });

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>A line of the tape that has nothing wrong.</summary>
    public static string Line(int number, string currency = "KES", string grade = "A", bool isDefaulted = false) =>
        FormattableString.Invariant(
            $"L-{number},{number},{currency},1000,400,0.25,12,2026-01-31,{grade},")
        + (isDefaulted ? "defaulted" : "performing");

    /// <summary>A tape of these lines.</summary>
    public static string Tape(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend(Header)) + "\n";

    public static HttpRequestMessage Request(
        HttpContent content, string? key = null, string dataset = "loans", string type = "text/csv")
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/batches?dataset={dataset}") { Content = content };
        request.Headers.Add("Idempotency-Key", key ?? $"{Guid.NewGuid()}");
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(
        string body, string? key = null, string dataset = "loans", string type = "text/csv")
    {
        using var request = Request(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), key, dataset, type);
        return await Service.Client.SendAsync(request);
    }

    /// <summary>Loads, and reads the answer of a 201.</summary>
    public async Task<BatchResponse> LoadAsync(
        string body, string? key = null, string dataset = "loans", string type = "text/csv")
    {
        using var response = await SendAsync(body, key, dataset, type);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{response.StatusCode}: {text}\n{Service.Output}");
        return (await response.Content.ReadFromJsonAsync<BatchResponse>())!;
    }

    /// <summary>The refused lines as the service gives them, without their header.</summary>
    public async Task<string[]> RejectsAsync(BatchResponse batch)
    {
        string text = await Service.Client.GetStringAsync(
            new Uri($"/batches/{batch.BatchId}/rejects", UriKind.Relative));
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("line,code,reason,raw", lines[0]);
        return lines[1..];
    }

    /// <summary>One value of a query about a batch, whose number is <c>$1</c>.</summary>
    public async Task<T> OfBatchAsync<T>(BatchResponse batch, string sql)
    {
        await using var find = Database.CreateCommand("SELECT number FROM batches WHERE id = $1");
        find.Parameters.AddWithValue(batch.BatchId);
        long number = (long)(await find.ExecuteScalarAsync())!;
        await using var command = Database.CreateCommand(sql);
        command.Parameters.AddWithValue(number);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

[CollectionDefinition(Name)]
public sealed class IngestionTests : ICollectionFixture<IngestionService>
{
    public const string Name = "ingestion";
}
