using System.Text;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Tests.Parsing;

public sealed class CsvLinesTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData(",,", "||")]
    [InlineData("\"a,b\",\"c\"\"d\",\"\"", "a,b|c\"d|")]
    [InlineData("a\"b,c,d", "a\"b|c|d")]
    [InlineData("é,ß,中", "é|ß|中")]
    public void Split_GoodLine_GivesItsFields(string line, string expected) =>
        Assert.Equal(expected.Split('|'), Split(line, 3));

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a,b,c,")]
    [InlineData("a,b,c,d")]
    [InlineData("\"a,b,c")]
    [InlineData("\"a\"b,c,d")]
    [InlineData("a,b,\"c\" ")]
    [InlineData("a,b,c\0")]
    public void Split_BadLine_IsRefused(string line) => Assert.Null(Split(line, 3));

    [Fact]
    public void Split_WhatAWriterQuoted_ComesBack()
    {
        var random = new Random(11);
        for (int width = 1; width <= 40; width++)
        {
            string[] values = [.. Enumerable.Range(0, width).Select(_ => string.Concat(
                Enumerable.Range(0, random.Next(0, 6)).Select(_ => "a,\"é ;".AsSpan()[random.Next(6)])))];
            string line = string.Join(',', values.Select(value =>
                value.Contains('"') || value.Contains(',') || random.Next(2) == 0
                    ? $"\"{value.Replace("\"", "\"\"")}\""
                    : value));

            Assert.Equal(values, Split(line, width));
        }
    }

    private static string[]? Split(string line, int width)
    {
        string[] columns = [.. Enumerable.Range(0, width).Select(i => $"c{i}")];
        var fields = new Fields(columns, [.. Enumerable.Range(0, width)], width);
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        CsvLines.Split(bytes, bytes.Length, fields);
        return fields.Fault is null
            ? [.. Enumerable.Range(0, width).Select(i => Encoding.UTF8.GetString(fields.Bytes(i)))]
            : null;
    }
}
