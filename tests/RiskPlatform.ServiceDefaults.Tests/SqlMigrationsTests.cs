using System.Reflection;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class SqlMigrationsTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _source = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync());
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Apply_ThreeReplicasAtTheSameTime_AppliesEachFileOnce()
    {
        // The second file is not repeatable: applied twice, it would fail or leave two rows.
        var service = new Scripts(
            ("0001_table.sql", "CREATE TABLE applied (n int); SELECT pg_sleep(0.2)"),
            ("0002_row.sql", "INSERT INTO applied VALUES (1)"));

        int[] counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ApplyAsync(service))));

        Assert.Equal([0, 0, 2], counts.Order());
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM applied"));
        Assert.Equal(2L, await ScalarAsync("SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task Apply_NewFile_AppliesThatOneOnly()
    {
        await ApplyAsync(new Scripts(("0001_a.sql", "CREATE TABLE a ()")));

        int count = await ApplyAsync(new Scripts(
            ("0010_c.sql", "CREATE TABLE c ()"),
            ("0002_b.sql", "CREATE TABLE b ()"),
            ("0001_a.sql", "CREATE TABLE a ()")));

        Assert.Equal(2, count);
        Assert.Equal(
            "1,2,10",
            await ScalarAsync("SELECT string_agg(version::text, ',' ORDER BY applied_at) FROM schema_migrations"));
    }

    [Fact]
    public async Task Apply_FileChangedSince_IsRefusedByName()
    {
        await ApplyAsync(new Scripts(("0001_a.sql", "CREATE TABLE a ()")));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ApplyAsync(new Scripts(("0001_a.sql", "CREATE TABLE a (x int)"))));

        Assert.Contains("0001_a.sql", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_FileFailsHalfWay_LeavesNothingOfIt_AndFreesTheLock()
    {
        var broken = new Scripts(
            ("0001_good.sql", "CREATE TABLE good ()"), ("0002_bad.sql", "CREATE TABLE bad (); SELECT 1/0"));

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(broken));

        Assert.Equal(true, await ScalarAsync("SELECT to_regclass('bad') IS NULL"));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM schema_migrations"));
        Assert.Equal(1, await ApplyAsync(new Scripts(
            ("0001_good.sql", "CREATE TABLE good ()"), ("0002_bad.sql", "CREATE TABLE mended ()"))));
    }

    private Task<int> ApplyAsync(Assembly scripts) =>
        new SqlMigrations(scripts, _source, NullLogger<SqlMigrations>.Instance).ApplyAsync(CancellationToken.None);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>An assembly that holds these files, as a service's own would.</summary>
    private sealed class Scripts(params (string File, string Sql)[] files) : Assembly
    {
        public override string[] GetManifestResourceNames() =>
            [.. files.Select(file => $"Some.Service.Migrations.{file.File}")];

        public override Stream? GetManifestResourceStream(string name) => new MemoryStream(Encoding.UTF8.GetBytes(
            files.Single(file => name.EndsWith(file.File, StringComparison.Ordinal)).Sql));

        public override AssemblyName GetName() => new("Some.Service");
    }
}
