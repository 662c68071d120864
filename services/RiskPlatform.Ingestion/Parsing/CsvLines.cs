using System.Text;
using System.Text.Unicode;
using RiskPlatform.Domain;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>
/// Comma-separated values (RFC 4180): a header, quotes doubled inside quotes, no line break in a field.
/// </summary>
internal static class CsvLines
{
    /// <summary>Reads the header, or says everything that is wrong with it.</summary>
    public static Result<Fields> Header(ReadOnlySpan<byte> line, string[] columns, string[] optional)
    {
        if (line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        if (!Utf8.IsValid(line) || line.Contains((byte)0))
        {
            return Failure.Malformed("The file is not UTF-8. Save it as UTF-8 and send it again.");
        }

        string[] names = [.. Encoding.UTF8.GetString(line).Split(',').Select(name => name.Trim().Trim('"'))];
        var faults = columns.Except(optional).Except(names).Select(name => $"The header lacks '{name}'.")
            .Concat(names.Except(columns).Select(name => $"The header has an unknown column '{name}'."))
            .Concat(names.GroupBy(name => name).Where(group => group.Count() > 1)
                .Select(group => $"The header has '{group.Key}' more than once."))
            .ToList();
        return faults.Count > 0
            ? Failure.Malformed(faults)
            : new Fields(columns, [.. columns.Select(column => Array.IndexOf(names, column))], names.Length);
    }

    /// <summary>Cuts a line into fields; quotes are undone in place.</summary>
    public static void Split(byte[] line, int length, Fields fields)
    {
        fields.Begin(line);
        var bytes = line.AsSpan(0, length);
        if (!Utf8.IsValid(bytes) || bytes.Contains((byte)0))
        {
            fields.Refuse(RejectCode.Encoding, "The line is not UTF-8.");
            return;
        }

        int index = 0;
        int at = 0;
        while (index < fields.Width && at <= length)
        {
            at = at < length && bytes[at] == '"'
                ? Quoted(bytes, at, index, fields)
                : Plain(bytes, at, index, fields);
            index++;
            at++; // The comma, or past the end: a line that ends in a comma ends in an empty field.
        }

        if (index != fields.Width || at <= length)
        {
            fields.Refuse(RejectCode.FieldCount, $"The line does not have the header's {fields.Width} fields.");
        }
    }

    private static int Plain(Span<byte> bytes, int start, int index, Fields fields)
    {
        int comma = bytes[start..].IndexOf((byte)',');
        int end = comma < 0 ? bytes.Length : start + comma;
        fields.Set(index, start, end - start);
        return end;
    }

    private static int Quoted(Span<byte> bytes, int start, int index, Fields fields)
    {
        int from = start + 1;
        int to = from;
        for (int at = from; at < bytes.Length; at++)
        {
            if (bytes[at] != '"')
            {
                bytes[to++] = bytes[at];
            }
            else if (at + 1 < bytes.Length && bytes[at + 1] == '"')
            {
                bytes[to++] = bytes[at++];
            }
            else if (at + 1 == bytes.Length || bytes[at + 1] == ',')
            {
                fields.Set(index, from, to - from);
                return at + 1;
            }
            else
            {
                break;
            }
        }

        fields.Refuse(RejectCode.FieldCount, "A quote does not end where its field does.");
        return bytes.Length;
    }
}
