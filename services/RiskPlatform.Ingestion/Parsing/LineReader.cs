using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>Lines of a stream of any length, one at a time, and the hash of all of it.</summary>
/// <remarks>A quoted CSV field may not hold a line break: a tape is a line a loan.</remarks>
internal sealed class LineReader(PipeReader body) : IDisposable
{
    /// <summary>Longer lines are refused, and with them the file: what follows could be anything.</summary>
    public const int LineBytesMax = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _line = new byte[LineBytesMax];
    private ReadOnlySequence<byte> _buffer;
    private bool _isComplete;
    private bool _isHeld;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Its bytes, without the line break; they last until the next read.</summary>
    public byte[] Buffer => _line;

    /// <summary>How many of them.</summary>
    public int Length { get; private set; }

    /// <summary>Set when a line was longer than is allowed; nothing more is read then.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line without waiting.</summary>
    /// <returns>False when more has to be fetched first, or nothing is left.</returns>
    public bool TryRead()
    {
        if (!_isHeld || IsTooLong)
        {
            return false;
        }

        var end = _buffer.PositionOf((byte)'\n');
        ReadOnlySequence<byte> line;
        if (end is { } position)
        {
            line = _buffer.Slice(0, position);
            _buffer = _buffer.Slice(_buffer.GetPosition(1, position));
        }
        else if (_isComplete && !_buffer.IsEmpty)
        {
            line = _buffer;
            _buffer = _buffer.Slice(_buffer.End);
        }
        else
        {
            IsTooLong = _buffer.Length > LineBytesMax;
            return false;
        }

        if (line.Length > LineBytesMax)
        {
            IsTooLong = true;
            return false;
        }

        line.CopyTo(_line);
        Length = (int)line.Length;
        if (Length > 0 && _line[Length - 1] == '\r')
        {
            Length--;
        }

        Number++;
        return true;
    }

    /// <summary>Fetches more.</summary>
    /// <returns>False when nothing is left.</returns>
    public async ValueTask<bool> FetchAsync(CancellationToken cancellationToken)
    {
        long seen = 0;
        if (_isHeld)
        {
            if (_isComplete || IsTooLong)
            {
                return false;
            }

            seen = _buffer.Length;
            _isHeld = false; // A read that fails leaves nothing to give back.
            body.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var result = await body.ReadAsync(cancellationToken);
        _isHeld = true;
        _buffer = result.Buffer;
        foreach (var segment in _buffer.Slice(seen))
        {
            _hash.AppendData(segment.Span);
        }

        _isComplete = result.IsCompleted;
        return !_buffer.IsEmpty || !_isComplete;
    }

    /// <summary>Reads to the end without looking at lines, for the hash.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (!_isComplete)
        {
            _buffer = _buffer.Slice(_buffer.End);
            await FetchAsync(cancellationToken);
        }
    }

    /// <summary>SHA-256 of everything read.</summary>
    public byte[] Hash() => _hash.GetCurrentHash();

    /// <summary>Gives back what was read, without which the server could not use the connection again.</summary>
    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            body.AdvanceTo(_buffer.End);
        }

        _hash.Dispose();
        _line = [];
    }
}
