using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Engine;

/// <summary>Servers that somebody else runs, by configured connection strings.</summary>
public sealed class ElsewhereTests
{
    [Fact]
    public async Task ConfiguredServers_AreUsed_AndNoneIsStarted()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        string given = await postgres.CreateDatabaseAsync();
        var builder = Model.New(
            $"--ConnectionStrings:pg={postgres.ConnectionString}",
            $"--ConnectionStrings:second={given}",
            $"--ConnectionStrings:cache={redis.ConnectionString}");
        var pg = builder.AddPostgres("pg");
        var first = pg.AddDatabase("first");
        var second = pg.AddDatabase("second");
        var cache = builder.AddRedis("cache");
        await using var app = await builder.StartAsync();
        foreach (string name in (string[])["pg", "first", "second", "cache"])
        {
            using var limit = new CancellationTokenSource(Model.Limit);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(name, limit.Token);
        }

        Assert.Equal(postgres.ConnectionString + ";Database=first", await first.Resource.GetConnectionStringAsync());
        Assert.Equal(given, await second.Resource.GetConnectionStringAsync());
        Assert.Equal(redis.ConnectionString, await cache.Resource.GetConnectionStringAsync());
        Assert.Empty(app.Lines("pg"));
        Assert.Empty(app.Lines("cache"));
    }

    [Fact]
    public async Task Database_ThatMayNotBeMade_FailsToStart_AndEverythingStops()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await ExecuteAsync(postgres, "CREATE ROLE weak LOGIN PASSWORD 'weak'");
        var builder = Model.New($"--ConnectionStrings:pg={As(postgres, "weak")};Database=postgres");
        var mine = builder.AddPostgres("pg").AddDatabase("mine");
        builder.AddShell("after", "true").WaitFor(mine);
        builder.AddShell("other", "sleep 60");
        await using var app = await builder.StartAsync();

        await app.UntilAsync("mine", KnownResourceStates.FailedToStart);
        await app.UntilAsync("after", KnownResourceStates.FailedToStart);
        Assert.Contains("permission denied to create database", app.Now("mine").Detail);
        Assert.Contains(app.Lines("mine"), line => line.Contains("permission denied to create database"));

        await app.StopAsync();
        Assert.Equal(KnownResourceStates.Finished, app.Now("other").State);
    }

    // Stands for a server that dies just then: the fault is of the kind that may pass, and the server looks well.
    [Fact]
    public async Task Database_ThatCannotBeMadeJustNow_IsTriedAgain()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await ExecuteAsync(postgres, "CREATE ROLE maker LOGIN CREATEDB PASSWORD 'maker'");
        await ExecuteAsync(postgres, "CREATE DATABASE well");
        await ExecuteAsync(postgres, "ALTER DATABASE postgres CONNECTION LIMIT 0"); // Of those who are no superuser.
        var builder = Model.Restarting($"--ConnectionStrings:pg={As(postgres, "maker")};Database=well");
        builder.AddPostgres("pg").AddDatabase("mine");
        await using var app = await builder.StartAsync();
        await Model.UntilAsync(() => app.Lines("mine").Contains("Starting again in 1 s."));
        Assert.Contains(app.Lines("mine"), line => line.Contains("too many connections"));

        await ExecuteAsync(postgres, "ALTER DATABASE postgres CONNECTION LIMIT -1");

        using var limit = new CancellationTokenSource(Model.Limit);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("mine", limit.Token);
    }

    [Fact]
    public async Task Server_OfAnUnreadableConnectionString_FailsToStart_AndEverythingStops()
    {
        var builder = Model.New("--ConnectionStrings:pg=nonsense");
        builder.AddPostgres("pg");
        await using var app = await builder.StartAsync();

        await app.UntilAsync("pg", KnownResourceStates.FailedToStart);

        Assert.NotEmpty(app.Lines("pg"));
    }

    private static string As(PostgresServer postgres, string role) =>
        $"Host=127.0.0.1;Port={postgres.Port};Username={role};Password={role}";

    private static async Task ExecuteAsync(PostgresServer postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
