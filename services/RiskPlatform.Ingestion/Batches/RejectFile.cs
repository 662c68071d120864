using System.Text;
using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>
/// Refused or suspected lines on their way to a table. They wait in a file, as one connection takes one COPY at a time
/// and there may be as many as lines.
/// </summary>
internal sealed class RejectFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly BinaryWriter _writer;

    private RejectFile(FileStream file)
    {
        _file = file;
        _writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>Lines in it.</summary>
    public long Count { get; private set; }

    public static RejectFile Create() => new(new FileStream(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 1 << 16,
        }));

    public void Add(long line, RejectCode code, string reason, ReadOnlySpan<byte> raw)
    {
        _writer.Write(line);
        _writer.Write((int)code);
        _writer.Write(reason);
        _writer.Write(raw.Length);
        _writer.Write(raw);
        Count++;
    }

    /// <summary>Writes them all to a table of batch, line, code, reason and raw line.</summary>
    public async Task CopyAsync(
        NpgsqlConnection connection, string table, long batch, CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            return;
        }

        _writer.Flush();
        _file.Position = 0;
        using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
        await using var writer = await connection.BeginBinaryImportAsync(
            $"COPY {table} FROM STDIN (FORMAT binary)", cancellationToken);
        for (long i = 0; i < Count; i++)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(batch, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(reader.ReadInt64(), NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(Word((RejectCode)reader.ReadInt32()), NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(reader.ReadString(), NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(reader.ReadBytes(reader.ReadInt32()), NpgsqlDbType.Bytea, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }

    private static string Word(RejectCode code)
    {
        string name = code.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
