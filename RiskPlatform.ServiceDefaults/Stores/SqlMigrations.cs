using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Brings a service's tables up to date before it starts: numbered <c>Migrations/0001_name.sql</c> files, embedded,
/// each applied once, in order, in a transaction of its own, by whichever replica holds the lock.
/// </summary>
public sealed partial class SqlMigrations : IHostedLifecycleService
{
    private readonly Assembly _assembly;
    private readonly NpgsqlDataSource _source;
    private readonly ILogger<SqlMigrations> _logger;

    /// <summary>Migrations embedded in one assembly, for one database.</summary>
    public SqlMigrations(Assembly assembly, NpgsqlDataSource source, ILogger<SqlMigrations> logger) =>
        (_assembly, _source, _logger) = (assembly, source, logger);

    private string Owner => _assembly.GetName().Name!;

    /// <summary>Applies what is new.</summary>
    /// <returns>How many files this call applied.</returns>
    /// <exception cref="InvalidOperationException">A file that was applied before has changed since.</exception>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(
            connection, "SELECT pg_advisory_lock(hashtextextended('schema_migrations', 0))", cancellationToken);
        try
        {
            await ExecuteAsync(
                connection,
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    owner text NOT NULL,
                    version int NOT NULL,
                    name text NOT NULL,
                    sha256 text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (owner, version))
                """,
                cancellationToken);
            var applied = await AppliedAsync(connection, cancellationToken);
            int count = 0;
            foreach (var script in Scripts())
            {
                if (applied.TryGetValue(script.Version, out string? sha256))
                {
                    ThrowIfChanged(script, sha256);
                    continue;
                }

                await ApplyOneAsync(connection, script, cancellationToken);
                count++;
            }

            return count;
        }
        finally
        {
            await ExecuteAsync(
                connection,
                "SELECT pg_advisory_unlock(hashtextextended('schema_migrations', 0))",
                CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => ApplyAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Dictionary<int, string>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT version, sha256 FROM schema_migrations WHERE owner = $1", connection)
        {
            Parameters = { new() { Value = Owner } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<int, string> applied = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            applied[reader.GetInt32(0)] = reader.GetString(1);
        }

        return applied;
    }

    private async Task ApplyOneAsync(NpgsqlConnection connection, Script script, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, script.Sql, cancellationToken);
        await using var record = new NpgsqlCommand(
            "INSERT INTO schema_migrations (owner, version, name, sha256) VALUES ($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = Owner }, new() { Value = script.Version }, new() { Value = script.Name },
                new() { Value = script.Sha256 },
            },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(_logger, Owner, script.Name);
    }

    private IEnumerable<Script> Scripts()
    {
        const string Folder = ".Migrations.";
        return _assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal)
                && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
            {
                using var text = new StreamReader(_assembly.GetManifestResourceStream(name)!);
                string file = name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
                return new Script(int.Parse(file[..4], CultureInfo.InvariantCulture), file, text.ReadToEnd());
            })
            .OrderBy(script => script.Version);
    }

    private void ThrowIfChanged(Script script, string appliedSha256)
    {
        if (script.Sha256 != appliedSha256)
        {
            throw new InvalidOperationException(
                $"{Owner}: {script.Name} was applied to this database before and has changed since. "
                + "Write a new migration instead, or start from an empty database.");
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Owner}: applied {Migration}")]
    private static partial void LogApplied(ILogger logger, string owner, string migration);

    private sealed record Script(int Version, string Name, string Sql)
    {
        public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
    }
}
