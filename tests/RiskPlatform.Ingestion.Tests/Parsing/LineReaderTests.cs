using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Tests.Parsing;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("one\n")]
    [InlineData("one\r\ntwo")]
    [InlineData("\n\n")]
    [InlineData("a\rb\n")]
    public async Task TryRead_AnyCutOfTheStream_GivesTheSameLinesAndHash(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int part = 1; part <= Math.Max(1, bytes.Length); part++)
        {
            var (lines, hash) = await ReadAsync(bytes, part);

            Assert.Equal(Expected(text), lines);
            Assert.Equal(SHA256.HashData(bytes), hash);
        }
    }

    [Fact]
    public async Task TryRead_RandomTextsInRandomParts_GivesTheSameLinesAndHash()
    {
        var random = new Random(5);
        for (int run = 0; run < 50; run++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(
                _ => new string('x', random.Next(0, 2000)) + (random.Next(3) == 0 ? "\r\n" : "\n")));
            var (lines, hash) = await ReadAsync(Encoding.UTF8.GetBytes(text), random.Next(1, 5000));

            Assert.Equal(Expected(text), lines);
            Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text)), hash);
        }
    }

    [Theory]
    [InlineData(LineReader.LineBytesMax, false)]
    [InlineData(LineReader.LineBytesMax + 1, true)]
    public async Task TryRead_LongLine_IsTooLongOnlyBeyondTheLimit(int length, bool isTooLong)
    {
        foreach (string end in (string[])["", "\nx\n"])
        {
            using var lines = new LineReader(PipeReader.Create(
                new MemoryStream(Encoding.ASCII.GetBytes(new string('x', length) + end))));
            int longest = 0;
            while (await lines.FetchAsync(default))
            {
                while (lines.TryRead())
                {
                    longest = Math.Max(longest, lines.Length);
                }
            }

            Assert.Equal(isTooLong, lines.IsTooLong);
            Assert.Equal(isTooLong ? 0 : length, longest);
        }
    }

    [Fact]
    public async Task Fetch_StreamThatBreaks_ThrowsItsFault_AndNothingElseOnLeaving()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("one\n"u8.ToArray());

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            using var lines = new LineReader(pipe.Reader);
            Assert.True(await lines.FetchAsync(default));
            Assert.True(lines.TryRead());
            await pipe.Writer.CompleteAsync(new InvalidDataException());
            await lines.FetchAsync(default);
        });
    }

    private static IEnumerable<string> Expected(string text)
    {
        string[] lines = text.Split('\n');
        return (lines[^1].Length == 0 ? lines[..^1] : lines).Select(
            line => line.EndsWith('\r') ? line[..^1] : line);
    }

    private static async Task<(List<string> Lines, byte[] Hash)> ReadAsync(byte[] bytes, int part)
    {
        var pipe = new Pipe();
        var writing = Task.Run(async () =>
        {
            for (int at = 0; at < bytes.Length; at += part)
            {
                await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(part, bytes.Length - at)));
            }

            await pipe.Writer.CompleteAsync();
        });
        using var lines = new LineReader(pipe.Reader);
        List<string> read = [];
        while (await lines.FetchAsync(default))
        {
            while (lines.TryRead())
            {
                read.Add(Encoding.UTF8.GetString(lines.Buffer, 0, lines.Length));
                Assert.Equal(read.Count, lines.Number);
            }
        }

        await writing;
        return (read, lines.Hash());
    }
}
