using System.Globalization;
using System.Text;
using Npgsql;
using RiskPlatform.Ingestion.Datasets;

namespace RiskPlatform.Ingestion.Tests.Datasets;

/// <summary>What the server reads of the rows we write: PostgreSQL itself says what they mean.</summary>
[Collection(IngestionTests.Name)]
public sealed class RowBlockTests(IngestionService ingestion)
{
    [Fact]
    public async Task Numeric_EveryScaleAndSize_IsReadAsTheSameText()
    {
        List<decimal> values =
        [
            0m, 0.0m, 0.00000m, -1m, 1m, 9_999m, 10_000m, 10_001m, 100_000_000m, 0.0001m, 0.00001m, 12_345.678m,
            decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 7.9228162514264337593543950335m,
            18_446_744_073_709_551_615m, 18_446_744_073_709_551_616m,
        ];
        var random = new Random(3);
        for (byte scale = 0; scale <= 28; scale++)
        {
            for (int words = 1; words <= 3; words++)
            {
                values.Add(new decimal(
                    random.Next(),
                    words > 1 ? random.Next() : 0,
                    words > 2 ? random.Next() : 0,
                    random.Next(2) == 0,
                    scale));
            }
        }

        string[] read = await ReadAsync("numeric", values.Count, (block, i) => block.Numeric(values[i]));

        Assert.Equal(values.Select(value => value.ToString(CultureInfo.InvariantCulture)), read);
    }

    [Fact]
    public async Task Texts_OfEveryLength_AreReadAsTheyAre()
    {
        string[] values = [.. Enumerable.Range(0, 100).Select(length => new string('é', length))];

        string[] read = await ReadAsync(
            "text", values.Length, (block, i) => block.Text(Encoding.UTF8.GetBytes(values[i])));

        Assert.Equal(values, read);
    }

    [Fact]
    public async Task DatesTimesNumbersAndNulls_AreReadAsTheyAre()
    {
        Assert.Equal(
            ["2000-01-01", "1999-12-31", "2026-02-28"],
            await ReadAsync("date", 3, (block, i) => block.Date(
                ((DateOnly[])[new(2000, 1, 1), new(1999, 12, 31), new(2026, 2, 28)])[i])));
        Assert.Equal(
            ["2026-11-24 01:02:03.456789+00"],
            await ReadAsync("timestamptz", 1, (block, _) => block.Timestamp(
                new DateTimeOffset(2026, 11, 24, 4, 2, 3, 456, 789, TimeSpan.FromHours(3)))));
        Assert.Equal(
            ["0.1", "-1e-300", "(null)"],
            await ReadAsync("double precision", 3, (block, i) =>
            {
                if (i == 2)
                {
                    block.Null();
                }
                else
                {
                    block.Double(i == 0 ? 0.1 : -1e-300);
                }
            }));
        Assert.Equal(["true", "false"], await ReadAsync("boolean", 2, (block, i) => block.Boolean(i == 0)));
        Assert.Equal(
            ["-9223372036854775808"], await ReadAsync("bigint", 1, (block, _) => block.Bigint(long.MinValue)));
    }

    [Fact]
    public async Task Undo_TakesBackOnlyTheLastRow()
    {
        string[] read = await ReadAsync("int", 3, (block, i) =>
        {
            block.Integer(i);
            if (i == 1)
            {
                block.Undo();
            }
        });

        Assert.Equal(["0", "2"], read);
    }

    private async Task<string[]> ReadAsync(string type, int rows, Action<RowBlock, int> write)
    {
        await using var connection = await ingestion.Database.OpenConnectionAsync();
        await using var make = new NpgsqlCommand(
            $"SET timezone = 'UTC'; CREATE TEMP TABLE t (n int GENERATED ALWAYS AS IDENTITY, v {type})", connection);
        await make.ExecuteNonQueryAsync();
        await using (var stream = await connection.BeginRawBinaryCopyAsync("COPY t (v) FROM STDIN (FORMAT binary)"))
        {
            await stream.WriteAsync(RowBlock.Header);
            var block = new RowBlock();
            for (int i = 0; i < rows; i++)
            {
                block.Begin(columns: 1);
                write(block, i);
                await stream.WriteAsync(block.IsFull || i == rows - 1 ? block.Bytes : default);
                if (block.IsFull)
                {
                    block.Clear();
                }
            }

            await stream.WriteAsync(RowBlock.Trailer);
        }

        await using var read = new NpgsqlCommand("SELECT coalesce(v::text, '(null)') FROM t ORDER BY n", connection);
        await using var reader = await read.ExecuteReaderAsync();
        List<string> values = [];
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        await reader.CloseAsync();
        await using var drop = new NpgsqlCommand("DROP TABLE t", connection);
        await drop.ExecuteNonQueryAsync();
        return [.. values];
    }
}
