using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RiskPlatform.Domain;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Tests.Jobs;

[Collection(SimulationCollection.Name)]
public sealed class JobTests(SimulationService servers)
{
    private const string Positions = """
        "positions": [{ "currency": "KES", "amount": 100000 }, { "currency": "UGX", "amount": -500000 },
          { "currency": "USD", "amount": 3 }], "baseCurrency": "USD", "horizonDays": 63
        """;

    private const string Model = """
        "model": { "currencies": [{ "currency": "EUR", "worth": 1.1, "volatility": 0.1 },
            { "currency": "UGX", "worth": 0.0003, "volatility": 0.2, "drift": -0.05 },
            { "currency": "KES", "worth": 0.008, "volatility": 0.15 }],
          "correlation": [[1, 0, 0], [0, 1, 0.5], [0, 0.5, 1]] }
        """;

    private static readonly CorrelatedGbm Law = CorrelatedGbm.Create(
        [new(0.008, 0.0, 0.15), new(0.0003, -0.05, 0.2)], [1.0, 0.5, 0.5, 1.0]).Model!;

    // Sizes: all losses kept, part of a block left over, a threshold from the first paths; shards: one to many.
    [Theory]
    [InlineData(4_096, 1)]
    [InlineData(50_001, 7)]
    [InlineData(400_000, 5)]
    [InlineData(1_000_000, 40)]
    public async Task Job_AnyPathsAndShards_IsTheSingleProcessTailToTheBit(int paths, int shards)
    {
        var (status, location, started) = await JobCalls.StartAsync(servers.Client, $$"""
            { {{Positions}}, {{Model}}, "paths": {{paths}}, "shards": {{shards}}, "seed": 9,
              "confidence": [0.95, 0.99] }
            """);

        Assert.Equal(HttpStatusCode.Accepted, status);
        string id = started.GetProperty("id").GetString()!;
        Assert.EndsWith($"/jobs/{id}", $"{location}", StringComparison.Ordinal);
        Assert.Equal("queued", started.GetProperty("state").GetString());
        Assert.InRange(started.GetProperty("shards").GetInt32(), 1, shards);
        var ended = await JobCalls.EndAsync(servers.Client, id);
        Assert.Equal("completed", ended.GetProperty("state").GetString());
        var result = ended.GetProperty("result");
        double[] units = [100_000, -500_000];
        var settings = new SimulationSettings { Seed = 9, Paths = paths, Threads = 2 };
        foreach (var row in result.GetProperty("results").EnumerateArray())
        {
            var alone = Law.Tail(units, 0.25, row.Number("confidence"), settings, default);
            Assert.Equal(alone.ValueAtRisk, row.Number("var"));
            Assert.Equal(alone.ExpectedShortfall, row.Number("es"));
            Assert.Equal(alone.ValueAtRiskError, row.Number("standardError"));
            Assert.Equal(alone.ExpectedShortfallError, row.Number("esStandardError"));
        }

        var mean = MonteCarlo.Mean(
            (first, losses) => Law.FillLosses(units, 0.25, 9, first, losses), settings, default);
        Assert.Equal(1.0, result.Number("mean") / mean.Value, 1e-9);
        Assert.Equal(1.0, result.Number("standardError") / mean.StandardError, 1e-9);
        Assert.Equal(paths, result.Number("paths"));
    }

    // One currency over a short time is nearly normal: VaR = z σ √T times the worth, within 1 %.
    [Fact]
    public async Task Job_FromHistory_HasItsVolatility_AndItsLineage()
    {
        var (status, _, started) = await JobCalls.StartAsync(servers.Client, """
            { "positions": [{ "currency": "KES", "amount": 129000 }], "baseCurrency": "USD", "horizonDays": 1,
              "paths": 500000, "confidence": [0.99] }
            """);

        Assert.Equal(HttpStatusCode.Accepted, status);
        var ended = await JobCalls.EndAsync(servers.Client, started.GetProperty("id").GetString()!);
        double[] worths = [.. servers.MarketData.Worths[Currency.Of("KES")].Select(x => (double)x)];
        double[] logs = [.. worths.Zip(worths.Skip(1), (a, b) => Math.Log(b / a)).TakeLast(500)];
        double mean = logs.Average();
        double deviation = Math.Sqrt(logs.Sum(x => (x - mean) * (x - mean)) / 499);
        double expected = 2.3263478740408408 * deviation * 129_000 * worths[^1];
        Assert.Equal(
            1.0, ended.GetProperty("result").GetProperty("results")[0].Number("var") / expected, 0.015);
        Assert.Equal("replayed", ended.GetProperty("lineage").GetProperty("dataState").GetString());
        Assert.Equal(42, ended.GetProperty("lineage").Number("seed"));
    }

    [Fact]
    public async Task Job_SameKey_SameBodyGetsTheFirstAnswer_AnotherBodyIsAConflict()
    {
        string body = $$"""{ {{Positions}}, {{Model}}, "paths": 5000 }""";
        var (_, _, first) = await JobCalls.StartAsync(servers.Client, body, "key-1");
        await JobCalls.EndAsync(servers.Client, first.GetProperty("id").GetString()!);
        var (status, location, again) = await JobCalls.StartAsync(servers.Client, body + "\n ", "key-1");
        var (other, _, problem) = await JobCalls.StartAsync(
            servers.Client, $$"""{ {{Positions}}, {{Model}}, "paths": 5001 }""", "key-1");
        var (_, _, unkeyed) = await JobCalls.StartAsync(servers.Client, body);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.EndsWith(first.GetProperty("id").GetString()!, $"{location}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, other);
        Assert.Contains("key-1", problem.Faults(), StringComparison.Ordinal);
        Assert.NotEqual(first.GetProperty("id").GetString(), unkeyed.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Job_SameKeyAtTheSameMoment_StartsOne()
    {
        string body = $$"""{ {{Positions}}, {{Model}}, "paths": 5000 }""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => JobCalls.StartAsync(servers.Client, body, "key-2")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct());
    }

    [Fact]
    public async Task Job_ThatIsNot_IsNotFound()
    {
        var (status, _) = await servers.Client.GetJsonAsync($"/jobs/{Guid.Empty}");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Job_ThatEndedLongAgo_IsForgotten_WithItsShardsAndItsKey_AndNoOtherIs()
    {
        string database = await servers.DatabaseAsync();
        await using var factory = servers.Inside(database, ("Simulation:IdleSeconds", "1"));
        using var client = factory.CreateClient();
        await using var source = factory.Services.GetRequiredService<NpgsqlDataSource>();
        string body = $$"""{ {{Positions}}, {{Model}}, "paths": 5000 }""";
        string[] ids = new string[2];
        for (int i = 0; i < ids.Length; i++)
        {
            var (_, _, job) = await JobCalls.StartAsync(client, body, $"key-{i}");
            ids[i] = job.GetProperty("id").GetString()!;
            await JobCalls.EndAsync(client, ids[i]);
        }

        await using (var age = source.CreateCommand(
            "UPDATE simulation_jobs SET finished_at = finished_at - interval '31 days' WHERE id = $1"))
        {
            age.Parameters.Add(new NpgsqlParameter { Value = Guid.Parse(ids[0]) });
            await age.ExecuteNonQueryAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await client.GetJsonAsync($"/jobs/{ids[0]}", limit.Token)).Status != HttpStatusCode.NotFound)
        {
            await Task.Delay(100, limit.Token);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync($"/jobs/{ids[1]}")).Status);
        await using var left = source.CreateCommand("SELECT count(DISTINCT job_id) FROM simulation_shards");
        Assert.Equal(1L, await left.ExecuteScalarAsync());
        var (status, _, again) = await JobCalls.StartAsync(client, body, "key-0");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.NotEqual(ids[0], again.GetProperty("id").GetString());
    }

    // A threshold above most of the tail, as a pilot unlike the rest would leave it: everything is computed again.
    [Fact]
    public async Task Job_ThatKeptTooLittle_IsComputedAgain_AndIsRightAllTheSame()
    {
        string database = await servers.DatabaseAsync();
        await using var factory = servers.Inside(database, ("Simulation:IdleSeconds", "1"));
        using var client = factory.CreateClient();
        await using var source = factory.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var trap = source.CreateCommand(
            """
            CREATE FUNCTION too_high() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.keep_above := 1e9; RETURN NEW; END $$;
            CREATE TRIGGER too_high BEFORE INSERT ON simulation_jobs FOR EACH ROW EXECUTE FUNCTION too_high();
            """))
        {
            await trap.ExecuteNonQueryAsync();
        }

        var (_, _, started) = await JobCalls.StartAsync(
            client, $$"""{ {{Positions}}, {{Model}}, "paths": 100000, "shards": 3, "seed": 9 }""");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonElement body;
        do
        {
            await Task.Delay(100, limit.Token);
            (_, body) = await client.GetJsonAsync($"/jobs/{started.GetProperty("id").GetString()}", limit.Token);
        }
        while (body.GetProperty("state").GetString() != "completed");

        var alone = Law.Tail(
            [100_000, -500_000],
            0.25,
            0.95,
            new SimulationSettings { Seed = 9, Paths = 100_000, Threads = 1 },
            default);
        Assert.Equal(
            alone.ExpectedShortfall, body.GetProperty("result").GetProperty("results")[0].Number("es"));
    }

    // A replica that died after each of five tries of a shard: the job ends, and says why.
    [Fact]
    public async Task Job_WhoseShardNeverEnds_Fails()
    {
        string database = await servers.DatabaseAsync();
        await using var factory = servers.Inside(database);
        using var client = factory.CreateClient();
        await using var source = factory.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var trap = source.CreateCommand(
            """
            CREATE FUNCTION worn() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.attempts := 6; RETURN NEW; END $$;
            CREATE TRIGGER worn BEFORE INSERT ON simulation_shards FOR EACH ROW EXECUTE FUNCTION worn();
            """))
        {
            await trap.ExecuteNonQueryAsync();
        }

        var (_, _, started) = await JobCalls.StartAsync(client, $$"""{ {{Positions}}, {{Model}}, "paths": 5000 }""");
        var ended = await JobCalls.EndAsync(client, started.GetProperty("id").GetString()!);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains("5 tries", ended.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, ended.GetProperty("result").ValueKind);
    }

    // A spec that this version cannot read stands for whatever fails in one job: its shards' or its merge's tries are
    // counted, and the job after it is swept up all the same.
    [Theory]
    [InlineData("now() - interval '1 hour'", "merged in 5 tries: ")]
    [InlineData("NULL", "Shard 0 did not end in 5 tries")]
    public async Task Job_ThatCannotBeTriedWithoutAFault_Fails_AndTheOthersGoOn(string finished, string reason)
    {
        string database = await servers.DatabaseAsync();
        await using var factory = servers.Inside(database, ("Simulation:IdleSeconds", "1"));
        using var client = factory.CreateClient();
        await using var source = factory.Services.GetRequiredService<NpgsqlDataSource>();
        var (_, _, good) = await JobCalls.StartAsync(client, $$"""{ {{Positions}}, {{Model}}, "paths": 5000 }""");
        await JobCalls.EndAsync(client, good.GetProperty("id").GetString()!);
        var (bad, still) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var copies = source.CreateCommand(
            $"""
            INSERT INTO simulation_jobs (id, request_hash, state, spec, shards, created_at)
            SELECT '{bad}'::uuid, 'x', 'running', (spec::jsonb - 'years')::json, 1, now() - interval '2 hours'
            FROM simulation_jobs UNION ALL
            SELECT '{still}'::uuid, 'x', 'running', spec, 1, now() - interval '1 hour' FROM simulation_jobs;
            INSERT INTO simulation_shards (job_id, shard, attempts, instance, begun_at, finished_at)
            VALUES ('{bad}', 0, 1, 'gone', now() - interval '1 hour', {finished});
            """))
        {
            await copies.ExecuteNonQueryAsync();
        }

        Assert.Equal("completed", (await JobCalls.EndAsync(client, $"{still}")).GetProperty("state").GetString());
        var ended = await JobCalls.EndAsync(client, $"{bad}");
        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains(reason, ended.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/health")).Status);
    }

    // Nothing moves, positions that cancel out, and a volatility so small that losses are a few rounding steps.
    [Theory]
    [InlineData(0.0, 5, 0)]
    [InlineData(0.2, 7, -7)]
    [InlineData(2e-16, 1, 0)]
    public async Task Job_OfEqualLosses_KeepsATailOfThem_AndIsTheSingleProcessTailToTheBit(
        double volatility, int amount, int other)
    {
        string database = await servers.DatabaseAsync();
        await using var factory = servers.Inside(database, ("Simulation:IdleSeconds", "1"));
        using var client = factory.CreateClient();
        await using var source = factory.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var bound = source.CreateCommand(
            "ALTER TABLE simulation_shards ADD CHECK (octet_length(tail) <= 8 * 0.05 * 1.3 * paths)"))
        {
            await bound.ExecuteNonQueryAsync();
        }

        var (_, _, started) = await JobCalls.StartAsync(client, string.Create(CultureInfo.InvariantCulture, $$"""
            { "positions": [{ "currency": "KES", "amount": {{amount}} }, { "currency": "KES", "amount": {{other}} }],
              "baseCurrency": "USD", "horizonDays": 63, "paths": 300000, "shards": 3, "seed": 9, "confidence": [0.95],
              "model": { "currencies": [{ "currency": "KES", "worth": 1, "volatility": {{volatility}} }],
                "correlation": [[1]] } }
            """));
        var ended = await JobCalls.EndAsync(client, started.GetProperty("id").GetString()!);

        Assert.Equal("completed", ended.GetProperty("state").GetString());
        var alone = CorrelatedGbm.Create([new(1.0, 0.0, volatility)], [1.0]).Model!.Tail(
            [amount + other], 0.25, 0.95, new SimulationSettings { Seed = 9, Paths = 300_000, Threads = 1 }, default);
        var row = ended.GetProperty("result").GetProperty("results")[0];
        Assert.Equal(
            (alone.ValueAtRisk, alone.ExpectedShortfall, alone.ValueAtRiskError, alone.ExpectedShortfallError),
            (row.Number("var"), row.Number("es"), row.Number("standardError"), row.Number("esStandardError")));
    }

    [Theory]
    [InlineData("""{ "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD" }""", 400, "horizonDays")]
    [InlineData("""{ "positions": [null], "baseCurrency": "USD", "horizonDays": 1 }""", 400, "null")]
    [InlineData("""{ "positions": [{ "currency": "USD", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1 }""",
        422, "USD")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD", "horizonDays": -1, "paths": 5,
          "shards": 0, "confidence": [0.5, 0.999999], "windowDays": 3 }
        """, 422, "horizonDays paths shards confidence[0] confidence[1] windowDays")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1,
          "model": { "currencies": [{ "currency": "EUR", "worth": 0, "volatility": -1, "drift": 99 }],
            "correlation": [[2]] } }
        """, 422, "worth volatility drift correlation[0][0] KES")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1,
          "model": { "currencies": [{ "currency": "KES", "worth": 1, "volatility": 0.1 }], "correlation": [[1, 0]] } }
        """, 422, "rows")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }, { "currency": "EUR", "amount": 1 },
            { "currency": "UGX", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1,
          "model": { "currencies": [{ "currency": "KES", "worth": 1, "volatility": 0.1 },
              { "currency": "EUR", "worth": 1, "volatility": 0.1 }, { "currency": "UGX", "worth": 1, "volatility": 1 }],
            "correlation": [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]] } }
        """, 422, "semi-definite")]
    [InlineData("""{ "positions": [{ "currency": "GHS", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1 }""",
        422, "30")]
    [InlineData("""{ "positions": [{ "currency": "CHF", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1 }""",
        424, "CHF")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1,
          "paths": 1000000001 }
        """, 413, "1000000000")]
    [InlineData(
        """
        { "positions": [{ "currency": "KES", "amount": 1 }], "baseCurrency": "USD", "horizonDays": 1,
          "paths": 1000000000 }
        """, 413, "lowest")]
    public async Task Job_BadInput_IsRefusedByName(string json, int expected, string named)
    {
        var (status, _, body) = await JobCalls.StartAsync(servers.Client, json);

        Assert.Equal(expected, (int)status);
        Assert.All(named.Split(' '), name => Assert.Contains(name, body.Faults(), StringComparison.Ordinal));
    }
}
