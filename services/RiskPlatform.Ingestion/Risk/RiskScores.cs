using Npgsql;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Domain;

namespace RiskPlatform.Ingestion.Risk;

/// <summary>Scores loans, and tells the risk log in figures. See docs/methods/risk-score.md.</summary>
internal sealed class RiskScores(NpgsqlDataSource source, IConfiguration configuration)
{
    // Senior unsecured claims under the foundation approach: Basel II (June 2006), paragraph 287.
    private const double FoundationLgd = 0.45;

    /// <summary>Loss given default, a fraction of the outstanding; <c>Risk:Lgd</c> sets it.</summary>
    private readonly double _lgd = configuration.GetValue("Risk:Lgd", FoundationLgd);

    /// <summary>
    /// Scores a tape, grade by grade: 100 · PD · LGD, PD the observed default rate in this tape, as the posterior mean
    /// (d + ½)/(n + 1) of Jeffreys' prior.
    /// </summary>
    public async Task ScoreAsync(NpgsqlConnection connection, long batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO grade_scores (batch, grade, loans, defaults, risk_score)
            SELECT $1, grade, count(*), count(*) FILTER (WHERE defaulted),
                   100.0 * $2 * (count(*) FILTER (WHERE defaulted) + 0.5) / (count(*) + 1.0)
            FROM loans WHERE batch = $1 GROUP BY grade
            """,
            connection)
        {
            Parameters = { new() { Value = batch }, new() { Value = _lgd } },
            CommandTimeout = 0,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<long> LoansAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM loans");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<RiskSummary> SummaryAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT count(*), avg(risk_score), max(risk_score), min(risk_score),
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY risk_score),
                   percentile_cont(0.99) WITHIN GROUP (ORDER BY risk_score)
            FROM risk_logs
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new RiskSummary(
            reader.GetInt64(0), Number(1), Number(2), Number(3), Number(4), Number(5),
            await ByCurrencyAsync(cancellationToken));

        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }

    private async Task<IReadOnlyList<CurrencyRisk>> ByCurrencyAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT currency, count(*), sum(outstanding), avg(risk_score), sum(outstanding * risk_score::numeric) / 100
            FROM risk_logs WHERE currency IS NOT NULL GROUP BY currency ORDER BY currency
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<CurrencyRisk> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var currency = Currency.Of(reader.GetString(0));
            rows.Add(new CurrencyRisk(
                currency,
                reader.GetInt64(1),
                new Money(reader.GetDecimal(2), currency),
                reader.GetDouble(3),
                new Money(reader.GetDecimal(4), currency).Rounded()));
        }

        return rows;
    }
}
