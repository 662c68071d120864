using System.Net;
using System.Text.Json;
using Npgsql;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Tests.Jobs;

/// <summary>Replicas as processes on one database: the same bits from one, three, and when one is killed.</summary>
[Collection(SimulationCollection.Name)]
public sealed class ReplicaTests(SimulationService servers) : IAsyncLifetime
{
    private const int Paths = 10_000_000;

    private const string Job = """
        { "positions": [{ "currency": "KES", "amount": 100000 }, { "currency": "UGX", "amount": -500000 }],
          "baseCurrency": "USD", "horizonDays": 63, "paths": 10000000, "shards": 8, "seed": 9, "confidence": [0.99],
          "model": { "currencies": [{ "currency": "KES", "worth": 0.008, "volatility": 0.15 },
            { "currency": "UGX", "worth": 0.0003, "volatility": 0.2 }], "correlation": [[1, 0.5], [0.5, 1]] } }
        """;

    private readonly List<ServiceServer> _replicas = [];
    private readonly List<ServiceServer> _gone = [];
    private string _connection = "";
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        _connection = await servers.DatabaseAsync();
        _database = NpgsqlDataSource.Create(_connection);
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in _replicas.Concat(_gone))
        {
            await replica.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Job_OnOneReplica_OnThree_AndWithOneKilledMidway_IsTheSameToTheBit()
    {
        await StartAsync(1);
        string alone = await RunAsync();
        Assert.Single((await ShardsAsync()).Select(shard => shard.Instance).Distinct());
        await using var names = _database.CreateCommand("SELECT DISTINCT sched_name FROM qrtz_job_details");
        Assert.Equal("simulation", await names.ExecuteScalarAsync()); // Reporting's has another, in the same tables.

        await StartAsync(2);
        string together = await RunAsync();
        Assert.True((await ShardsAsync()).Select(shard => shard.Instance).Distinct().Count() >= 2);

        string bereft = await RunAsync(KillOneAtWorkAsync);
        var shards = await ShardsAsync();
        Assert.Contains(shards, shard => shard.Attempts >= 2);
        Assert.DoesNotContain(shards, shard => shard.Attempts >= 2 && IsGone(shard.Instance));

        Assert.Equal(alone, together);
        Assert.Equal(alone, bereft);
        var law = CorrelatedGbm.Create(
            [new(0.008, 0.0, 0.15), new(0.0003, 0.0, 0.2)], [1.0, 0.5, 0.5, 1.0]).Model!;
        var settings = new SimulationSettings { Seed = 9, Paths = Paths, Threads = 2 };
        var single = law.Tail([100_000, -500_000], 0.25, 0.99, settings, default);
        var row = JsonDocument.Parse(alone).RootElement.GetProperty("results")[0];
        Assert.Equal(single.ValueAtRisk, row.Number("var"));
        Assert.Equal(single.ExpectedShortfall, row.Number("es"));
    }

    private async Task StartAsync(int more) => _replicas.AddRange(await Task.WhenAll(
        Enumerable.Range(0, more).Select(_ => servers.StartAsync(_connection, ("Simulation:CheckInSeconds", "1")))));

    private async Task<string> RunAsync(Func<Task>? midway = null)
    {
        var (status, _, started) = await JobCalls.StartAsync(_replicas[0].Client, Job);
        Assert.Equal(HttpStatusCode.Accepted, status);
        if (midway is not null)
        {
            await midway();
        }

        var ended = await JobCalls.EndAsync(_replicas[0].Client, started.GetProperty("id").GetString()!);
        Assert.Equal("completed", ended.GetProperty("state").GetString());
        return ended.GetProperty("result").GetRawText();
    }

    // Not the first replica, which is asked how the job goes; and one that is at work on a shard in this moment.
    private async Task KillOneAtWorkAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var atWork = (await ShardsAsync()).Where(shard => !shard.IsFinished).ToList();
            foreach (var replica in _replicas.Skip(1))
            {
                if (atWork.Any(shard => IsOf(replica, shard.Instance)))
                {
                    await replica.KillAsync();
                    if ((await ShardsAsync()).Any(shard => !shard.IsFinished && IsOf(replica, shard.Instance)))
                    {
                        _replicas.Remove(replica);
                        _gone.Add(replica);
                        return;
                    }

                    await replica.RestartAsync(); // It was quicker, and had finished.
                    break;
                }
            }

            await Task.Delay(10, limit.Token);
        }
    }

    private bool IsGone(string instance) => _gone.Any(replica => IsOf(replica, instance));

    private static bool IsOf(ServiceServer replica, string instance) =>
        instance.Contains($"-{replica.ProcessId}-", StringComparison.Ordinal);

    /// <summary>The newest job's shards that were begun.</summary>
    private async Task<List<(string Instance, int Attempts, bool IsFinished)>> ShardsAsync()
    {
        await using var command = _database.CreateCommand(
            """
            SELECT instance, attempts, finished_at IS NOT NULL FROM simulation_shards
            WHERE job_id = (SELECT id FROM simulation_jobs ORDER BY created_at DESC LIMIT 1)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, int, bool)> shards = [];
        while (await reader.ReadAsync())
        {
            shards.Add((reader.GetString(0), reader.GetInt32(1), reader.GetBoolean(2)));
        }

        return shards;
    }
}
