using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class PostgresServerTests
{
    [Theory]
    [MemberData(nameof(InstalledServers.PostgresSources), MemberType = typeof(InstalledServers))]
    public async Task StartAsync_EitherSource_AnswersAndRefusesAWrongPassword(string source)
    {
        await using var server = await PostgresServer.StartAsync(source, CancellationToken.None);

        Assert.StartsWith("PostgreSQL ", await ScalarAsync<string>(server.ConnectionString, "SELECT version()"));
        Assert.Equal("UTC", await ScalarAsync<string>(server.ConnectionString, "SHOW timezone"));
        Assert.Equal("UTF8", await ScalarAsync<string>(server.ConnectionString, "SHOW server_encoding"));
        Assert.Equal("127.0.0.1", await ScalarAsync<string>(server.ConnectionString, "SHOW listen_addresses"));

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" };
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => ScalarAsync<int>(wrong.ConnectionString, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task KillAsync_ThenRestart_KeepsCommittedRows()
    {
        await using var server = await PostgresServer.StartAsync();
        string database = await server.CreateDatabaseAsync();
        await ScalarAsync<object>(database, "CREATE TABLE kept (value int); INSERT INTO kept VALUES (42)");

        await server.KillAsync();
        await Assert.ThrowsAsync<NpgsqlException>(
            () => ScalarAsync<int>(database + ";Pooling=false;Timeout=2", "SELECT 1"));
        await server.RestartAsync();

        Assert.Equal(42, await ScalarAsync<int>(database, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task StartAsync_Twice_GivesTwoServersWithDatabasesOfTheirOwn()
    {
        var starting = (PostgresServer.StartAsync(), PostgresServer.StartAsync());
        await using var first = await starting.Item1;
        await using var second = await starting.Item2;

        Assert.NotEqual(first.Port, second.Port);
        string one = await first.CreateDatabaseAsync();
        string two = await first.CreateDatabaseAsync();
        await ScalarAsync<object>(one, "CREATE TABLE only_here (value int)");
        Assert.False(await ScalarAsync<bool>(two, "SELECT to_regclass('only_here') IS NOT NULL"));
        Assert.Equal(0L, await ScalarAsync<long>(
            second.ConnectionString, "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'"));
    }

    private static async Task<T?> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }
}
