using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>Makes databases.</summary>
internal static class PostgresDatabases
{
    /// <summary>Makes the database unless it is there.</summary>
    public static async Task EnsureAsync(PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        string server = (await database.Parent.GetConnectionStringAsync(cancellationToken))!;
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = database.DatabaseName } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            string quoted = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{quoted}\" TEMPLATE template0", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
