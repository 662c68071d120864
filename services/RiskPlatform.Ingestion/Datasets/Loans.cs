using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Loan tapes.</summary>
internal static class Loans
{
    /// <summary>Where a line has the loan's id, which a tape has once.</summary>
    public const int IdColumn = 0;

    private const int TermMonthsMax = 600;
    private const int IdBytesMax = 100;
    private const double AnnualRateMax = 10.0; // 1,000 % a year: beyond it a percent was given for a fraction.

    public static readonly Dataset Dataset = new(
        "loans",
        [
            "loan_id", "borrower_id", "currency", "principal", "outstanding", "annual_rate", "term_months",
            "originated_on", "grade", "status",
        ],
        ["annual_rate", "originated_on"],
        """
        COPY loans (batch, line, loan_id, borrower_id, currency, principal, outstanding, annual_rate, term_months,
                    originated_on, grade, defaulted) FROM STDIN (FORMAT binary)
        """,
        Write);

    private static void Write(Fields fields, RowBlock row, long batch, long line)
    {
        row.Begin(columns: 12);
        row.Bigint(batch);
        row.Bigint(line);
        row.Text(fields.Text(IdColumn, IdBytesMax));
        row.Integer(fields.Integer(1, 0, int.MaxValue));
        var currency = fields.Currency(2);
        row.Text(fields.Bytes(2));
        row.Numeric(fields.Amount(3, currency));
        row.Numeric(fields.Amount(4, currency));
        if (fields.OptionalFraction(5, AnnualRateMax) is { } rate)
        {
            row.Double(rate);
        }
        else
        {
            row.Null();
        }

        row.Integer(fields.Integer(6, 1, TermMonthsMax));
        if (fields.OptionalDate(7) is { } originatedOn)
        {
            row.Date(originatedOn);
        }
        else
        {
            row.Null();
        }

        row.Text(fields.Text(8, IdBytesMax));
        row.Boolean(fields.Word(9, "performing"u8, "defaulted"u8));
    }
}
