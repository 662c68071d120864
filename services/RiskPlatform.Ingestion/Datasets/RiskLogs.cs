using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Risk scores computed elsewhere: expected one-year loss in percent.</summary>
internal static class RiskLogs
{
    public static readonly Dataset Dataset = new(
        "risk-logs",
        ["user_id", "risk_score"],
        [],
        "COPY risk_logs (user_id, risk_score, batch) FROM STDIN (FORMAT binary)",
        () => new Block());

    private readonly record struct Row(int UserId, double Score);

    private sealed class Block : RowBlock
    {
        private readonly Row[] _rows = new Row[Capacity];

        public override void Take(Fields fields, long line)
        {
            int user = fields.Integer(0, 0, int.MaxValue);
            double? score = fields.OptionalFraction(1, 100.0);
            if (fields.Fault is null && score is null)
            {
                fields.Refuse(RejectCode.Missing, "risk_score is empty.");
            }

            if (fields.Fault is null)
            {
                _rows[Count++] = new Row(user, score!.Value);
            }
        }

        public override void Write(NpgsqlBinaryImporter writer, long batch)
        {
            foreach (ref readonly var row in _rows.AsSpan(0, Count))
            {
                writer.StartRow();
                writer.Write(row.UserId, NpgsqlDbType.Integer);
                writer.Write(row.Score, NpgsqlDbType.Double);
                writer.Write(batch, NpgsqlDbType.Bigint);
            }
        }
    }
}
