using Npgsql;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Domain;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>The tables <c>batches</c> and <c>batch_rejects</c>.</summary>
internal sealed class BatchStore(NpgsqlDataSource source)
{
    private const string Columns = "id, dataset, received, accepted, rejected, elapsed_ms, content_sha256";

    public static Task LockAsync(NpgsqlConnection connection, string key, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection, "SELECT pg_advisory_xact_lock(hashtextextended('batch ' || $1, 0))", cancellationToken, key);

    public static async Task<KnownBatch?> FindByKeyAsync(
        NpgsqlConnection connection, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM batches WHERE key = $1", connection)
        {
            Parameters = { new() { Value = key } },
        };
        return await ReadAsync(command, cancellationToken);
    }

    public static async Task<bool> HasTableAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection)
        {
            Parameters = { new() { Value = table } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task<long> NextNumberAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT nextval(pg_get_serial_sequence('batches', 'number'))", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task<BatchResponse> RecordAsync(
        NpgsqlConnection connection,
        long number,
        string key,
        string dataset,
        byte[] hash,
        long received,
        long rejected,
        double elapsedMs,
        CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync(
            connection,
            """
            INSERT INTO batches (number, id, key, dataset, content_sha256, received, accepted, rejected, elapsed_ms)
            OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            cancellationToken,
            number, id, key, dataset, hash, received, received - rejected, rejected, elapsedMs);
        return Answer(id, dataset, received, received - rejected, rejected, elapsedMs);
    }

    public async Task<Result<BatchResponse>> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM batches WHERE id = $1");
        command.Parameters.AddWithValue(id);
        return await ReadAsync(command, cancellationToken) is { } batch
            ? batch.Answer
            : Failure.NotFound($"There is no batch {id}.");
    }

    /// <summary>The refused lines of a batch, in order, as they stand in the table.</summary>
    public async IAsyncEnumerable<(long Line, string Code, string Reason, byte[] Raw)> RejectsAsync(
        Guid id,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT line, code, reason, raw FROM batch_rejects
            WHERE batch = (SELECT number FROM batches WHERE id = $1) ORDER BY line
            """);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return (
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3));
        }
    }

    private static async Task<KnownBatch?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new KnownBatch(
                Answer(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4),
                    reader.GetDouble(5)),
                reader.GetFieldValue<byte[]>(6))
            : null;
    }

    private static BatchResponse Answer(
        Guid id, string dataset, long received, long accepted, long rejected, double elapsedMs) => new(
            id,
            dataset,
            received,
            accepted,
            rejected,
            Math.Round(received / Math.Max(elapsedMs, 1e-3) * 1e3, 1),
            Math.Round(elapsedMs, 3),
            $"/api/ingestion/batches/{id}/rejects");

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (object value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What loading came to.</summary>
/// <param name="Answer">What the uploader is told, now and whenever it asks again.</param>
/// <param name="IsNew">False when it had been loaded before.</param>
internal sealed record LoadedBatch(BatchResponse Answer, bool IsNew);

/// <summary>A batch loaded before.</summary>
/// <param name="Answer">What its uploader was told.</param>
/// <param name="ContentSha256">Of its body.</param>
internal sealed record KnownBatch(BatchResponse Answer, byte[] ContentSha256);
