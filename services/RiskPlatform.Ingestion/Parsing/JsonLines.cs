using System.Text.Json;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>Newline-delimited JSON: an object a line, the data set's columns as its properties.</summary>
internal static class JsonLines
{
    public static Fields Fields(string[] columns) =>
        new(columns, [.. Enumerable.Range(0, columns.Length)], columns.Length);

    /// <summary>Reads an object into fields whose bytes lie one after another in a buffer as long as a line.</summary>
    public static void Split(ReadOnlySpan<byte> line, string[] columns, Fields fields, byte[] buffer)
    {
        fields.Begin(buffer);
        string? fault;
        try
        {
            fault = Read(line, columns, fields, buffer);
        }
        catch (JsonException broken)
        {
            fault = $"The line is no JSON object: {broken.Message}";
        }
        catch (InvalidOperationException broken) // How the reader says that a text is not Unicode.
        {
            fault = $"The line has a text that is not Unicode: {broken.Message}";
        }

        if (fault is not null)
        {
            fields.Refuse(RejectCode.Json, fault);
        }
    }

    private static string? Read(ReadOnlySpan<byte> line, string[] columns, Fields fields, byte[] buffer)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return "The line is no JSON object.";
        }

        Span<bool> seen = stackalloc bool[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            fields.Set(i, 0, 0);
        }

        int start = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int column = Column(ref json, columns);
            if (column < 0 || seen[column])
            {
                return column < 0
                    ? $"There is no field '{json.GetString()}'."
                    : $"'{columns[column]}' is there more than once.";
            }

            seen[column] = true;
            json.Read();
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return $"'{columns[column]}' is no plain value.";
            }

            int length = 0;
            if (json.TokenType == JsonTokenType.String)
            {
                length = json.CopyString(buffer.AsSpan(start));
            }
            else if (json.TokenType != JsonTokenType.Null)
            {
                length = json.ValueSpan.Length;
                json.ValueSpan.CopyTo(buffer.AsSpan(start));
            }

            fields.Set(column, start, length);
            start += length;
        }

        return json.Read() ? "Something follows the object." : null;
    }

    private static int Column(ref Utf8JsonReader json, string[] columns)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (json.ValueTextEquals(columns[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
