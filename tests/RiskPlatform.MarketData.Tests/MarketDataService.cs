using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Tests;

/// <summary>
/// The service as it is, on a real PostgreSQL and Redis of its own, with a stub where the sources are. It starts
/// without any source: tests give them answers.
/// </summary>
public sealed class MarketDataService : IAsyncLifetime
{
    private PostgresServer _postgres = null!;
    private WebApplicationFactory<Program> _factory = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What the service is made of.</summary>
    public IServiceProvider Services => _factory.Services;

    public FeedStub Sources { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        Redis = await RedisServer.StartAsync();
        Sources = await FeedStub.StartAsync();
        string database = await _postgres.CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(database);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:riskdb", database);
            host.UseSetting("ConnectionStrings:redis", Redis.ConnectionString);
            foreach (var feed in FeedCatalogue.Live)
            {
                host.UseSetting($"Feeds:{feed.Name}:Url", Sources.AddressOf(feed.Name).ToString());
            }
        });
        Client = _factory.CreateClient();

        // The scheduler's first turns are over before a test begins, and the next are an hour away.
        await UntilAsync(async () => (await ReadAsync<FeedsResponse>("/feeds")).Feeds
            .All(feed => feed.Runs > 0));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
        await Sources.DisposeAsync();
        await Redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>As after the start: no source answers, nothing live is known.</summary>
    public async Task ForgetAsync()
    {
        Sources.Forget();
        await ExecuteAsync("DELETE FROM rates WHERE valid_at > '2026-10-01'");
        await PostAsync<CollectResponse>("/collect");
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<T> ReadAsync<T>(string path)
    {
        using var response = await GetAsync(path);
        return await OfAsync<T>(response);
    }

    public async Task<T> PostAsync<T>(string path)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content: null);
        return await OfAsync<T>(response);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until something holds; fails after ten seconds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<T> OfAsync<T>(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {body}");
        return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options))!;
    }
}
