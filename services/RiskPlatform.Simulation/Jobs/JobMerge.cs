using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Contracts;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>Makes a job's result of its shards, once, whoever comes first.</summary>
internal sealed class JobMerge(NpgsqlDataSource source, JobStore store, TimeProvider time)
{
    /// <summary>Completes a job whose shards are all finished; ends it as failed when that fails again and
    /// again.</summary>
    /// <returns>
    /// How many shards have to be computed again, as the tail is larger than what was kept; zero as a rule.
    /// </returns>
    public async Task<int> TryCompleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.BeginMergeAsync(id, cancellationToken) is not { } attempt)
        {
            return 0; // Not there yet, or another replica was first.
        }

        try
        {
            return await MergeAsync(id, attempt, cancellationToken);
        }
        catch (Exception fault) when (attempt >= JobStore.AttemptsMax && !cancellationToken.IsCancellationRequested)
        {
            await store.FailAsync(
                id, $"Its shards were not merged in {JobStore.AttemptsMax} tries: {fault.Message}", cancellationToken);
            throw;
        }
    }

    private async Task<int> MergeAsync(Guid id, int attempt, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockReadyAsync(connection, id, cancellationToken) is not { } ready)
        {
            return 0;
        }

        if (attempt > JobStore.AttemptsMax)
        {
            throw new InvalidOperationException("Each time the replica that tried ended.");
        }

        var (spec, keepAbove) = ready;
        var result = spec.Merge(await ShardsAsync(connection, id, cancellationToken), keepAbove);
        await using var command = new NpgsqlCommand(
            result is null
                ? """
                  WITH gone AS (DELETE FROM simulation_shards WHERE job_id = $1)
                  UPDATE simulation_jobs SET keep_above = NULL WHERE id = $1
                  """
                : """
                  WITH light AS (UPDATE simulation_shards SET tail = NULL WHERE job_id = $1)
                  UPDATE simulation_jobs SET state = 'completed', result = $2, finished_at = $3 WHERE id = $1
                  """,
            connection);
        JobStore.Add(command, NpgsqlDbType.Uuid, id);
        if (result is not null)
        {
            JobStore.Add(command, NpgsqlDbType.Json, JsonSerializer.Serialize(result, ContractJson.Options));
            JobStore.Add(command, NpgsqlDbType.TimestampTz, time.GetUtcNow());
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result is null ? spec.Shards : 0;
    }

    // The lock is held until the end of the transaction: two replicas that finish the last two shards merge once.
    private static async Task<(Revaluation Spec, double? KeepAbove)?> LockReadyAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT spec, keep_above FROM simulation_jobs
            WHERE id = $1 AND state = 'running' FOR UPDATE
            """,
            connection);
        JobStore.Add(command, NpgsqlDbType.Uuid, id);
        Revaluation spec;
        double? keepAbove;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            spec = JobStore.Spec(reader.GetString(0));
            keepAbove = reader.IsDBNull(1) ? null : reader.GetDouble(1);
        }

        await using var count = new NpgsqlCommand(
            "SELECT count(*) FROM simulation_shards WHERE job_id = $1 AND finished_at IS NOT NULL", connection);
        JobStore.Add(count, NpgsqlDbType.Uuid, id);
        long finished = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        return finished == spec.Shards ? (spec, keepAbove) : null;
    }

    private static async Task<List<ShardResult>> ShardsAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT paths, mean, standard_error, tail, ties FROM simulation_shards WHERE job_id = $1 ORDER BY shard",
            connection);
        JobStore.Add(command, NpgsqlDbType.Uuid, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ShardResult> shards = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            shards.Add(new ShardResult(
                reader.GetInt64(0),
                reader.GetDouble(1),
                reader.GetDouble(2),
                ShardResult.Losses(reader.GetFieldValue<byte[]>(3)),
                reader.GetInt64(4)));
        }

        return shards;
    }
}
