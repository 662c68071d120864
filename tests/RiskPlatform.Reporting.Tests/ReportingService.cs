using System.Net.Http.Json;
using Npgsql;
using RiskPlatform.Contracts;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Reporting.Reports;

namespace RiskPlatform.Reporting.Tests;

/// <summary>A PostgreSQL of its own, stubs of the services reporting asks, and replicas of it as processes.</summary>
public sealed class ReportingService : IAsyncLifetime
{
    private readonly List<ServiceServer> _replicas = [];
    private PostgresServer _postgres = null!;
    private string _connection = "";

    public ServicesStub Others { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _connection = await _postgres.CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(_connection);
        Others = await ServicesStub.StartAsync();
    }

    /// <summary>Starts one more replica.</summary>
    public async Task<ServiceServer> StartAsync(int intervalSeconds)
    {
        var replica = await ServiceServer.StartAsync(
            typeof(ReportMaker).Assembly,
            new Dictionary<string, string>
            {
                ["ConnectionStrings:riskdb"] = _connection,
                ["Services:market-data:http:0"] = Others.Address,
                ["Services:ingestion:http:0"] = Others.Address,
                ["Reporting:IntervalSeconds"] = $"{intervalSeconds}",
            });
        _replicas.Add(replica);
        return replica;
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Others.DisposeAsync();
        await Database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>The scheduled reports, oldest first.</summary>
    public async Task<List<(DateTime Slot, string Trigger, string Instance)>> SlotsAsync()
    {
        await using var command = Database.CreateCommand(
            "SELECT slot, trigger, instance FROM risk_reports WHERE slot IS NOT NULL ORDER BY slot");
        await using var reader = await command.ExecuteReaderAsync();
        List<(DateTime, string, string)> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetDateTime(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    /// <summary>Waits until so many scheduled reports are there; fails after half a minute.</summary>
    public async Task ReadyAsync(int rows)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await SlotsAsync()).Count < rows)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options))!;
    }
}
