using System.Buffers;
using System.Text;
using System.Text.Json;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>Newline-delimited JSON: an object a line, the data set's columns as its properties.</summary>
internal static class JsonLines
{
    public static Fields Fields(string[] columns) =>
        new(columns, [.. Enumerable.Range(0, columns.Length)], columns.Length);

    /// <summary>Reads an object into fields; the buffer holds their bytes one after another.</summary>
    public static void Split(ReadOnlySpan<byte> line, string[] columns, Fields fields, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Span<(int Start, int Length)> ranges = stackalloc (int, int)[columns.Length];
        string? fault = null;
        try
        {
            fault = Read(line, columns, ranges, buffer);
        }
        catch (JsonException broken)
        {
            fault = $"The line is no JSON object: {broken.Message}";
        }

        fields.Begin(buffer.WrittenSpan.ToArray());
        for (int i = 0; i < columns.Length; i++)
        {
            fields.Set(i, ranges[i].Start, ranges[i].Length);
        }

        if (fault is not null)
        {
            fields.Refuse(RejectCode.Json, fault);
        }
    }

    private static string? Read(
        ReadOnlySpan<byte> line, string[] columns, Span<(int Start, int Length)> ranges, ArrayBufferWriter<byte> buffer)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return "The line is no JSON object.";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int column = Array.IndexOf(columns, json.GetString());
            if (column < 0)
            {
                return $"There is no field '{json.GetString()}'.";
            }

            json.Read();
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return $"'{columns[column]}' is no plain value.";
            }

            int start = buffer.WrittenCount;
            if (json.TokenType == JsonTokenType.String)
            {
                Encoding.UTF8.GetBytes(json.GetString(), buffer);
            }
            else if (json.TokenType != JsonTokenType.Null)
            {
                buffer.Write(json.ValueSpan);
            }

            ranges[column] = (start, buffer.WrittenCount - start);
        }

        return json.Read() ? "Something follows the object." : null;
    }
}
