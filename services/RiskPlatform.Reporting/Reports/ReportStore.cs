using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Reports;

/// <summary>The table <c>risk_reports</c>.</summary>
internal sealed class ReportStore(NpgsqlDataSource source)
{
    /// <summary>Keeps a report.</summary>
    /// <param name="report">The report; its id is not looked at.</param>
    /// <param name="slot">The time it was due, for a scheduled one.</param>
    /// <param name="instance">Who made it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The report with its id; null when the slot has one already.</returns>
    public async Task<ReportResponse?> AddAsync(
        ReportResponse report, DateTimeOffset? slot, string instance, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO risk_reports (generated_at, avg_risk_score, total_records, max_risk_score, min_risk_score,
                                      trigger, slot, instance, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (slot) DO NOTHING
            RETURNING id
            """);
        Add(command, NpgsqlDbType.TimestampTz, report.GeneratedAt);
        Add(command, NpgsqlDbType.Double, report.AvgRiskScore);
        Add(command, NpgsqlDbType.Bigint, report.TotalRecords);
        Add(command, NpgsqlDbType.Double, report.MaxRiskScore);
        Add(command, NpgsqlDbType.Double, report.MinRiskScore);
        Add(command, NpgsqlDbType.Text, report.Trigger);
        Add(command, NpgsqlDbType.TimestampTz, slot?.ToUniversalTime());
        Add(command, NpgsqlDbType.Text, instance);
        Add(command, NpgsqlDbType.Jsonb, JsonSerializer.Serialize(report, ContractJson.Options));
        return await command.ExecuteScalarAsync(cancellationToken) is long id ? report with { Id = id } : null;
    }

    public async Task<Result<ReportResponse>> FindAsync(long id, CancellationToken cancellationToken) =>
        await OneAsync("WHERE id = $1", cancellationToken, id) is { } report
            ? report
            : Failure.NotFound($"There is no report {id}.");

    public async Task<Result<ReportResponse>> LatestAsync(CancellationToken cancellationToken) =>
        await OneAsync("ORDER BY id DESC LIMIT 1", cancellationToken) is { } report
            ? report
            : Failure.NotFound("No report has been made yet.");

    /// <summary>Reports before an id, newest first.</summary>
    public Task<IReadOnlyList<ReportResponse>> PageAsync(long before, int limit, CancellationToken cancellationToken) =>
        ManyAsync("WHERE id < $1 ORDER BY id DESC LIMIT $2", cancellationToken, before, limit);

    /// <summary>The newest slot that has a report; null before the first.</summary>
    public async Task<DateTimeOffset?> LastSlotAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT max(slot) FROM risk_reports");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0);
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private async Task<ReportResponse?> OneAsync(
        string rest, CancellationToken cancellationToken, params object[] values) =>
        (await ManyAsync(rest, cancellationToken, values)).SingleOrDefault();

    private async Task<IReadOnlyList<ReportResponse>> ManyAsync(
        string rest, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = source.CreateCommand($"SELECT id, body FROM risk_reports {rest}");
        foreach (object value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ReportResponse> reports = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var body = JsonSerializer.Deserialize<ReportResponse>(reader.GetString(1), ContractJson.Options)!;
            reports.Add(body with { Id = reader.GetInt64(0) });
        }

        return reports;
    }
}
