using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Loan tapes.</summary>
internal static class Loans
{
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
        () => new Block());

    private readonly record struct Row(
        long Line,
        string LoanId,
        int BorrowerId,
        string Currency,
        decimal Principal,
        decimal Outstanding,
        double? AnnualRate,
        int TermMonths,
        DateTimeOffset? OriginatedOn,
        string Grade,
        bool Defaulted);

    private sealed class Block : RowBlock
    {
        private readonly Row[] _rows = new Row[Capacity];

        public override void Take(Fields fields, long line)
        {
            var currency = fields.Currency(2);
            if (fields.Fault is not null)
            {
                return;
            }

            var row = new Row(
                line,
                fields.Text(0, IdBytesMax),
                fields.Integer(1, 0, int.MaxValue),
                currency.Code,
                fields.Amount(3, currency),
                fields.Amount(4, currency),
                fields.OptionalFraction(5, AnnualRateMax),
                fields.Integer(6, 1, TermMonthsMax),
                fields.OptionalTime(7),
                fields.Text(8, IdBytesMax),
                fields.Word(9, "performing"u8, "defaulted"u8));
            if (fields.Fault is null)
            {
                _rows[Count++] = row;
            }
        }

        public override void Write(NpgsqlBinaryImporter writer, long batch)
        {
            foreach (ref readonly var row in _rows.AsSpan(0, Count))
            {
                writer.StartRow();
                writer.Write(batch, NpgsqlDbType.Bigint);
                writer.Write(row.Line, NpgsqlDbType.Bigint);
                writer.Write(row.LoanId, NpgsqlDbType.Text);
                writer.Write(row.BorrowerId, NpgsqlDbType.Integer);
                writer.Write(row.Currency, NpgsqlDbType.Char);
                writer.Write(row.Principal, NpgsqlDbType.Numeric);
                writer.Write(row.Outstanding, NpgsqlDbType.Numeric);
                if (row.AnnualRate is { } rate)
                {
                    writer.Write(rate, NpgsqlDbType.Double);
                }
                else
                {
                    writer.WriteNull();
                }

                writer.Write(row.TermMonths, NpgsqlDbType.Integer);
                if (row.OriginatedOn is { } day)
                {
                    writer.Write(DateOnly.FromDateTime(day.UtcDateTime), NpgsqlDbType.Date);
                }
                else
                {
                    writer.WriteNull();
                }

                writer.Write(row.Grade, NpgsqlDbType.Text);
                writer.Write(row.Defaulted, NpgsqlDbType.Boolean);
            }
        }
    }
}
