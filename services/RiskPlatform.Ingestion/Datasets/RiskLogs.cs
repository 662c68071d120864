using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Risk scores computed elsewhere: expected one-year loss in percent.</summary>
internal static class RiskLogs
{
    public static readonly Dataset Dataset = new(
        "risk-logs",
        ["user_id", "risk_score"],
        [],
        "COPY loaded_scores (batch, line, user_id, risk_score) FROM STDIN (FORMAT binary)",
        Write);

    private static void Write(Fields fields, RowBlock row, long batch, long line)
    {
        row.Begin(columns: 4);
        row.Bigint(batch);
        row.Bigint(line);
        row.Integer(fields.Integer(0, 0, int.MaxValue));
        double? score = fields.OptionalFraction(1, 100.0);
        row.Double(score ?? 0.0);
        if (score is null)
        {
            fields.Refuse(RejectCode.Missing, "risk_score is empty.");
        }
    }
}
