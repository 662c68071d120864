using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Rates from elsewhere, into the table that market data owns (docs/adr/0003-shared-riskdb.md).</summary>
internal static class Rates
{
    private const int SourceBytesMax = 40;
    private const decimal RateMin = 1e-9m;
    private const decimal RateMax = 1e9m;

    public static readonly Dataset Dataset = new(
        "rates",
        ["base", "quote", "rate", "valid_at", "source"],
        [],
        "COPY rates (base, quote, rate, valid_at, source) FROM STDIN (FORMAT binary)",
        () => new Block());

    private readonly record struct Row(string Base, string Quote, decimal Rate, DateTimeOffset ValidAt, string Source);

    private sealed class Block : RowBlock
    {
        private readonly Row[] _rows = new Row[Capacity];

        public override void Take(Fields fields, long line)
        {
            var baseCurrency = fields.Currency(0);
            var quote = fields.Currency(1);
            decimal rate = fields.Decimal(2, RateMin, RateMax);
            var validAt = fields.OptionalTime(3);
            string source = fields.Text(4, SourceBytesMax);
            if (fields.Fault is null && baseCurrency == quote)
            {
                fields.Refuse(RejectCode.OutOfRange, "base and quote are the same currency.");
            }

            if (fields.Fault is null && validAt is null)
            {
                fields.Refuse(RejectCode.Missing, "valid_at is empty.");
            }

            if (fields.Fault is null)
            {
                _rows[Count++] = new Row(baseCurrency.Code, quote.Code, rate, validAt!.Value, source);
            }
        }

        public override void Write(NpgsqlBinaryImporter writer, long batch)
        {
            foreach (ref readonly var row in _rows.AsSpan(0, Count))
            {
                writer.StartRow();
                writer.Write(row.Base, NpgsqlDbType.Char);
                writer.Write(row.Quote, NpgsqlDbType.Char);
                writer.Write(row.Rate, NpgsqlDbType.Numeric);
                writer.Write(row.ValidAt, NpgsqlDbType.TimestampTz);
                writer.Write(row.Source, NpgsqlDbType.Text);
            }
        }
    }
}
