using Microsoft.AspNetCore.Mvc.Testing;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Simulation.Prices;

namespace RiskPlatform.Simulation.Tests;

/// <summary>A PostgreSQL and a stub of market data, once for all tests; each takes a database of its own.</summary>
public sealed class SimulationService : IAsyncLifetime
{
    private PostgresServer _postgres = null!;
    private WebApplicationFactory<Program> _shared = null!;

    /// <summary>Asks a service with the usual settings, inside this process.</summary>
    public HttpClient Client { get; private set; } = null!;

    public MarketDataStub MarketData { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        MarketData = await MarketDataStub.StartAsync();
        _postgres = await PostgresServer.StartAsync();
        _shared = await InsideAsync();
        Client = _shared.CreateClient();
    }

    public async Task DisposeAsync()
    {
        await _shared.DisposeAsync();
        await _postgres.DisposeAsync();
        await MarketData.DisposeAsync();
    }

    /// <summary>A fresh database's connection string.</summary>
    public Task<string> DatabaseAsync() => _postgres.CreateDatabaseAsync();

    /// <summary>The service inside this process.</summary>
    public async Task<WebApplicationFactory<Program>> InsideAsync(params (string Key, string Value)[] settings) =>
        Inside(await DatabaseAsync(), settings);

    /// <summary>The same on a database that is there.</summary>
    public WebApplicationFactory<Program> Inside(string database, params (string Key, string Value)[] settings)
    {
        var all = Settings(database, settings);
        return new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in all)
            {
                host.UseSetting(key, value);
            }
        });
    }

    /// <summary>The service as a process of its own.</summary>
    public Task<ServiceServer> StartAsync(string database, params (string Key, string Value)[] settings) =>
        ServiceServer.StartAsync(typeof(MonteCarloRuns).Assembly, Settings(database, settings));

    private Dictionary<string, string> Settings(string database, (string Key, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        all["ConnectionStrings:riskdb"] = database;
        all["Services:market-data:http:0"] = MarketData.Address;
        return all;
    }
}

/// <summary>Tests that share the servers; they run one after the other, as some of them measure time.</summary>
[CollectionDefinition(Name)]
public sealed class SimulationCollection : ICollectionFixture<SimulationService>
{
    public const string Name = "simulation";
}
