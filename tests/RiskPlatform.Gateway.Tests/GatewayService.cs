using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Routing;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Gateway.Tests;

/// <summary>A gateway process with a PostgreSQL and a Redis of its own, and a stub behind each route.</summary>
public sealed class GatewayService : IAsyncLifetime
{
    public const string FrontEnd = "http://localhost:5173";

    private PostgresServer _postgres = null!;
    private ServiceServer _service = null!;

    public HttpClient Client => _service.Client;

    public ServiceServer Service => _service;

    public RedisServer Redis { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>One for each row of the gateway's table, by its name.</summary>
    public Dictionary<string, BackendStub> Stubs { get; } = [];

    public BackendStub MarketData => Stubs["market-data"];

    public BackendStub Ingestion => Stubs["ingestion"];

    public BackendStub Reporting => Stubs["reporting"];

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        Redis = await RedisServer.StartAsync();
        foreach (var backend in Backends.All)
        {
            Stubs[backend.Name] = await BackendStub.StartAsync();
        }

        string database = await _postgres.CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(database);
        _service = await ServiceServer.StartAsync(
            typeof(Backend).Assembly,
            new Dictionary<string, string>(Stubs.Select(
                stub => KeyValuePair.Create($"Services:{stub.Key}:http:0", stub.Value.Address)))
            {
                ["ConnectionStrings:platformdb"] = database,
                ["ConnectionStrings:redis"] = Redis.ConnectionString,
                ["Cors:Origins:0"] = FrontEnd,
                ["Circuit:BreakSeconds"] = "1",
                ["Circuit:SamplingSeconds"] = "30",
                ["Cache:PatienceMs"] = "10000", // A busy machine is not a lost server.
            });
        await UntilAsync(async () => (await ReadAsync<CacheStats>("/api/cache/stats")).Redis == "connected");
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        foreach (var stub in Stubs.Values)
        {
            await stub.DisposeAsync();
        }

        await Database.DisposeAsync();
        await Redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<T> ReadAsync<T>(string path) =>
        (await Client.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), Contracts.ContractJson.Options))!;

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return problem;
    }

    /// <summary>Waits until something holds; fails after ten seconds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
