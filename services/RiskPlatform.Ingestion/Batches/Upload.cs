using System.Text;
using RiskPlatform.Domain;
using RiskPlatform.Ingestion.Datasets;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>One upload while it is read: how its lines become rows or refused lines.</summary>
/// <remarks>A line whose loan may be on an earlier one is a row, and among the suspects too.</remarks>
internal sealed class Upload(
    Dataset dataset, long number, bool isJson, LineReader lines, RejectFile rejects, RejectFile suspects)
{
    private readonly SeenIds? _loanIds = dataset == Loans.Dataset ? new SeenIds() : null;
    private readonly byte[] _values = isJson ? new byte[LineReader.LineBytesMax] : [];
    private Fields _fields = JsonLines.Fields(dataset.Columns);

    public Dataset Dataset => dataset;

    public LineReader Lines => lines;

    /// <summary>True when the line read last is the header.</summary>
    public bool IsHeader => !isJson && lines.Number == 1;

    /// <summary>Looks at the first line.</summary>
    /// <returns>Why nothing of the upload can be read; null when it can.</returns>
    public Failure? Begin()
    {
        var line = lines.Buffer.AsSpan(0, lines.Length);
        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Failure.Malformed("The file is UTF-16. Save it as UTF-8 and send it again.");
        }

        if (isJson)
        {
            return null;
        }

        return CsvLines.Header(line, dataset.Columns, dataset.Optional).TryGet(out var fields, out var failure)
            ? Use(fields)
            : failure;
    }

    /// <summary>Makes the line read last a row of the block, or a refused line.</summary>
    public void Take(RowBlock block)
    {
        // Quotes are undone in place, so a line that may have to be kept as it came is kept first.
        var line = lines.Buffer.AsSpan(0, lines.Length);
        byte[]? asItCame = !isJson && line.Contains((byte)'"') ? line.ToArray() : null;
        if (isJson)
        {
            JsonLines.Split(line, dataset.Columns, _fields, _values);
        }
        else
        {
            CsvLines.Split(lines.Buffer, lines.Length, _fields);
        }

        if (_fields.Fault is null)
        {
            dataset.Write(_fields, block, number, lines.Number);
            if (_fields.Fault is null)
            {
                var id = _fields.Bytes(Loans.IdColumn);
                if (_loanIds?.Add(id) ?? false)
                {
                    suspects.Add(
                        lines.Number, RejectCode.DuplicateLoan, Encoding.UTF8.GetString(id), asItCame ?? line);
                }

                return;
            }

            block.Undo();
        }

        var (code, reason) = _fields.Fault.Value;
        rejects.Add(lines.Number, code, reason, asItCame ?? line);
    }

    private Failure? Use(Fields fields)
    {
        _fields = fields;
        return null;
    }
}
