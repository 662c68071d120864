using Npgsql;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Domain;

namespace RiskPlatform.Ingestion.Risk;

/// <summary>Scores loans, and tells the risk log in figures. See docs/methods/risk-score.md.</summary>
internal sealed class RiskScores(NpgsqlDataSource source, IConfiguration configuration)
{
    // Senior unsecured claims under the foundation approach: Basel II (June 2006), paragraph 287.
    private const decimal FoundationLgd = 0.45m;

    /// <summary>Loss given default, a fraction of the outstanding; <c>Risk:Lgd</c> sets it.</summary>
    private readonly decimal _lgd = configuration.GetValue("Risk:Lgd", FoundationLgd);

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
                   round(100 * $2 * (count(*) FILTER (WHERE defaulted) + 0.5), 30) / (count(*) + 1)
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

    /// <summary>The log in figures. Means and sums are of exact numbers, so they are the same in any order.</summary>
    public async Task<RiskSummary> SummaryAsync(CancellationToken cancellationToken)
    {
        // A loaded score is meant as it was written, which is the shortest text of its double.
        await using var command = source.CreateCommand(
            """
            SELECT count(*),
                   (SELECT (round(sum(risk_score * loans), 30) / sum(loans))::double precision
                    FROM (SELECT risk_score, loans FROM grade_scores
                          UNION ALL
                          SELECT risk_score::text::numeric, 1 FROM loaded_scores) AS scored),
                   max(risk_score), min(risk_score),
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
        // The loss keeps as many of its decimals as a decimal's 28 digits leave room for.
        await using var command = source.CreateCommand(
            """
            SELECT currency, held, outstanding, mean, round(loss, greatest(0, 27 - length(trunc(loss)::text)))
            FROM (SELECT currency, sum(held)::bigint AS held, sum(outstanding) AS outstanding,
                         (sum(risk_score * held) / sum(held))::double precision AS mean,
                         sum(risk_score * outstanding) / 100 AS loss
                  FROM (SELECT batch, grade, currency, count(*) AS held, sum(outstanding) AS outstanding
                        FROM loans GROUP BY batch, grade, currency) AS book
                  JOIN grade_scores USING (batch, grade)
                  GROUP BY currency) AS owed
            ORDER BY currency
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
