using Npgsql;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>Loans that a tape has more than once: the first line stays, the later ones are refused.</summary>
internal static class LoanRepeats
{
    /// <summary>Moves the later lines to the refused ones.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> RejectAsync(
        NpgsqlConnection connection, long batch, SeenIds ids, CancellationToken cancellationToken)
    {
        if (ids.Suspects.Count == 0)
        {
            return 0;
        }

        bool isAll = ids.Suspects.Count > SeenIds.SuspectsMax;
        await using var command = new NpgsqlCommand(
            $"""
            WITH later AS (
                DELETE FROM loans WHERE batch = $1 AND line IN (
                    SELECT line FROM (
                        SELECT line, row_number() OVER (PARTITION BY loan_id ORDER BY line) AS occurrence
                        FROM loans WHERE batch = $1 {(isAll ? "" : "AND loan_id = ANY($2)")}) AS numbered
                    WHERE occurrence > 1)
                RETURNING line, loan_id)
            INSERT INTO batch_rejects (batch, line, code, reason, raw)
            SELECT $1, line, 'duplicateLoan', 'An earlier line has the loan ' || loan_id || '.',
                   convert_to(loan_id, 'UTF8')
            FROM later
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = batch } },
        };
        if (!isAll)
        {
            command.Parameters.Add(new() { Value = ids.Suspects.ToArray() });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
