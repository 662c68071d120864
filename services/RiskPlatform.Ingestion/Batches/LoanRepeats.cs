using Npgsql;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>Loans that a tape has more than once: the first line stays, the later ones are refused.</summary>
internal static class LoanRepeats
{
    /// <summary>
    /// Moves the later lines to the refused ones, as they came. Suspects are all lines whose loan may be on an earlier
    /// one; the reasons given with them are the loans' ids.
    /// </summary>
    /// <returns>How many.</returns>
    public static async Task<int> RejectAsync(
        NpgsqlConnection connection, long batch, RejectFile suspects, CancellationToken cancellationToken)
    {
        if (suspects.Count == 0)
        {
            return 0;
        }

        // The rows just copied are not in the statistics: a plan for the one row that they tell of would take hours.
        await ExecuteAsync(
            connection,
            """
            CREATE TEMPORARY TABLE suspects (batch bigint, line bigint, code text, loan_id text, raw bytea)
                ON COMMIT DROP;
            SET LOCAL enable_nestloop = off
            """,
            cancellationToken);
        await suspects.CopyAsync(connection, "suspects", batch, cancellationToken);
        return await ExecuteAsync(
            connection,
            """
            WITH firsts AS (
                SELECT loan_id, min(line) AS line FROM loans
                WHERE batch = $1 AND loan_id IN (SELECT loan_id FROM suspects) GROUP BY loan_id),
            later AS (
                SELECT suspects.* FROM suspects JOIN firsts USING (loan_id) WHERE suspects.line > firsts.line),
            deleted AS (
                DELETE FROM loans WHERE batch = $1 AND line IN (SELECT line FROM later))
            INSERT INTO batch_rejects (batch, line, code, reason, raw)
            SELECT batch, line, code, 'An earlier line has the loan ' || loan_id || '.', raw FROM later
            """,
            cancellationToken,
            batch);
    }

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
