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
        Write);

    private static void Write(Fields fields, RowBlock row, long batch, long line)
    {
        row.Begin(columns: 5);
        var baseCurrency = fields.Currency(0);
        row.Text(fields.Bytes(0));
        var quote = fields.Currency(1);
        row.Text(fields.Bytes(1));
        row.Numeric(fields.Decimal(2, RateMin, RateMax));
        var validAt = fields.OptionalTime(3);
        row.Timestamp(validAt ?? default);
        row.Text(fields.Text(4, SourceBytesMax));
        if (validAt is null)
        {
            fields.Refuse(RejectCode.Missing, "valid_at is empty.");
        }

        if (baseCurrency == quote)
        {
            fields.Refuse(RejectCode.OutOfRange, "base and quote are the same currency.");
        }
    }
}
