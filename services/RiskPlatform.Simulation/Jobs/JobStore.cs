using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>The tables <c>simulation_jobs</c> and <c>simulation_shards</c>.</summary>
internal sealed class JobStore(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Tries of one shard, or of the merge, deaths of their replica included, after which a job
    /// fails.</summary>
    public const int AttemptsMax = 5;

    /// <summary>Keeps a new job; false when its key is taken.</summary>
    public async Task<bool> AddAsync(NewJob job, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO simulation_jobs (id, idempotency_key, request_hash, state, spec, shards, keep_above, created_at)
            VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7)
            ON CONFLICT (idempotency_key) DO NOTHING
            """);
        Add(command, NpgsqlDbType.Uuid, job.Id);
        Add(command, NpgsqlDbType.Text, job.Key);
        Add(command, NpgsqlDbType.Text, job.RequestHash);
        Add(command, NpgsqlDbType.Json, JsonSerializer.Serialize(job.Spec, ContractJson.Options));
        Add(command, NpgsqlDbType.Integer, job.Spec.Shards);
        Add(command, NpgsqlDbType.Double, job.KeepAbove);
        Add(command, NpgsqlDbType.TimestampTz, job.CreatedAt);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The job that a key belongs to, as it was first answered, and what it was asked with.</summary>
    public async Task<(JobResponse First, string RequestHash)?> FindKeyAsync(
        string key, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT id, shards, created_at, spec -> 'lineage', request_hash
            FROM simulation_jobs WHERE idempotency_key = $1
            """);
        Add(command, NpgsqlDbType.Text, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (NewJob.FirstAnswer(
                reader.GetGuid(0),
                reader.GetInt32(1),
                LineageOf(reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(2)),
                reader.GetString(4))
            : null;
    }

    /// <summary>A job as it is now.</summary>
    public async Task<Result<JobResponse>> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT state, shards, result, error, created_at, started_at, finished_at, spec -> 'lineage',
                   (SELECT count(*) FROM simulation_shards s WHERE s.job_id = j.id AND s.finished_at IS NOT NULL)
            FROM simulation_jobs j WHERE id = $1
            """);
        Add(command, NpgsqlDbType.Uuid, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return Failure.NotFound($"There is no job {id}.");
        }

        int shards = reader.GetInt32(1);
        int done = (int)reader.GetInt64(8);
        return new JobResponse(
            id,
            Enum.Parse<JobState>(reader.GetString(0), ignoreCase: true),
            shards,
            done,
            (double)done / shards,
            reader.IsDBNull(2)
                ? null
                : JsonSerializer.Deserialize<JobResult>(reader.GetString(2), ContractJson.Options),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            LineageOf(reader.GetString(7)));
    }

    /// <summary>
    /// Counts one more try of a shard. Null when there is nothing to do: it is finished, or its job is.
    /// </summary>
    public async Task<ShardWork?> BeginAsync(
        Guid id, int shard, string instance, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            WITH job AS (
                UPDATE simulation_jobs
                SET state = 'running', started_at = coalesce(started_at, $4)
                WHERE id = $1 AND state IN ('queued', 'running')
                RETURNING spec, keep_above),
            try AS (
                INSERT INTO simulation_shards AS s (job_id, shard, attempts, instance, begun_at)
                SELECT $1, $2, 1, $3, $4 FROM job
                ON CONFLICT (job_id, shard) DO UPDATE
                SET attempts = s.attempts + 1, instance = $3, begun_at = $4
                WHERE s.finished_at IS NULL
                RETURNING attempts)
            SELECT spec, keep_above, attempts FROM job, try
            """);
        Add(command, NpgsqlDbType.Uuid, id);
        Add(command, NpgsqlDbType.Integer, shard);
        Add(command, NpgsqlDbType.Text, instance);
        Add(command, NpgsqlDbType.TimestampTz, time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ShardWork(
                reader.GetString(0),
                reader.IsDBNull(1) ? null : reader.GetDouble(1),
                reader.GetInt32(2))
            : null;
    }

    /// <summary>Keeps a shard's result, unless it is there or was computed for a threshold of the past.</summary>
    public async Task EndAsync(
        Guid id, int shard, double? keepAbove, ShardResult result, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE simulation_shards
            SET finished_at = $3, paths = $4, mean = $5, standard_error = $6, tail = $7, ties = $9
            WHERE job_id = $1 AND shard = $2 AND finished_at IS NULL
              AND (SELECT keep_above FROM simulation_jobs WHERE id = $1) IS NOT DISTINCT FROM $8
            """);
        Add(command, NpgsqlDbType.Uuid, id);
        Add(command, NpgsqlDbType.Integer, shard);
        Add(command, NpgsqlDbType.TimestampTz, time.GetUtcNow());
        Add(command, NpgsqlDbType.Bigint, result.Paths);
        Add(command, NpgsqlDbType.Double, result.Mean);
        Add(command, NpgsqlDbType.Double, result.StandardError);
        Add(command, NpgsqlDbType.Bytea, result.Bytes());
        Add(command, NpgsqlDbType.Double, keepAbove);
        Add(command, NpgsqlDbType.Bigint, result.Ties);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Counts one more try to merge a job. Null when there is nothing to do: shards are unfinished, or the job is
    /// ended. Waits for another replica that merges it.
    /// </summary>
    public async Task<int?> BeginMergeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE simulation_jobs SET merges = merges + 1
            WHERE id = $1 AND state = 'running' AND shards = (
                SELECT count(*) FROM simulation_shards WHERE job_id = $1 AND finished_at IS NOT NULL)
            RETURNING merges
            """);
        Add(command, NpgsqlDbType.Uuid, id);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    /// <summary>Ends a job that cannot be completed.</summary>
    public async Task FailAsync(Guid id, string error, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE simulation_jobs SET state = 'failed', error = $2, finished_at = $3
            WHERE id = $1 AND state IN ('queued', 'running')
            """);
        Add(command, NpgsqlDbType.Uuid, id);
        Add(command, NpgsqlDbType.Text, error);
        Add(command, NpgsqlDbType.TimestampTz, time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Unfinished jobs in which nothing was begun or finished since a time, and their unfinished
    /// shards.</summary>
    public async Task<IReadOnlyList<(Guid Id, int[] Shards)>> IdleAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT j.id, array(SELECT n FROM generate_series(0, j.shards - 1) n EXCEPT
                               SELECT shard FROM simulation_shards WHERE job_id = j.id AND finished_at IS NOT NULL)
            FROM simulation_jobs j
            WHERE j.state IN ('queued', 'running') AND j.created_at < $1
              AND NOT EXISTS (SELECT FROM simulation_shards s
                              WHERE s.job_id = j.id AND greatest(s.begun_at, s.finished_at) >= $1)
            ORDER BY j.created_at
            """);
        Add(command, NpgsqlDbType.TimestampTz, since);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid, int[])> jobs = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            jobs.Add((reader.GetGuid(0), reader.GetFieldValue<int[]>(1)));
        }

        return jobs;
    }

    /// <summary>Deletes jobs that ended before a time; returns how many.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM simulation_jobs WHERE finished_at < $1");
        Add(command, NpgsqlDbType.TimestampTz, before);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static Revaluation Spec(string json) =>
        JsonSerializer.Deserialize<Revaluation>(json, ContractJson.Options)!;

    // Alone: a job is told of even when another version wrote the rest of its inputs.
    private static Lineage LineageOf(string json) => JsonSerializer.Deserialize<Lineage>(json, ContractJson.Options)!;

    internal static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}

/// <summary>A shard to compute.</summary>
/// <param name="Spec">Its job's inputs, unread: they may be what fails.</param>
/// <param name="KeepAbove">The threshold; null keeps every loss.</param>
/// <param name="Attempt">Which try this is, from 1.</param>
internal sealed record ShardWork(string Spec, double? KeepAbove, int Attempt);

/// <summary>A job that is to be kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The caller's key; null without one.</param>
/// <param name="RequestHash">Of what was asked.</param>
/// <param name="Spec">Its inputs.</param>
/// <param name="KeepAbove">The threshold; null keeps every loss.</param>
/// <param name="CreatedAt">When it was asked for.</param>
internal sealed record NewJob(
    Guid Id, string? Key, string RequestHash, Revaluation Spec, double? KeepAbove, DateTimeOffset CreatedAt)
{
    /// <summary>What the one who asks is told first, and whoever asks the same with the same key.</summary>
    public static JobResponse FirstAnswer(Guid id, int shards, Lineage lineage, DateTimeOffset createdAt) => new(
        id, JobState.Queued, shards, 0, 0.0, null, null, createdAt, null, null, lineage);
}
