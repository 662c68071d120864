using System.Buffers.Binary;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>Rows of one table as PostgreSQL's binary COPY has them, read and not yet sent.</summary>
/// <remarks>
/// Rows are written as they will lie on the wire, so that the reading thread does all of the work and the sending one
/// only sends. Source of the format: the documentation of PostgreSQL, COPY, "Binary Format"; of a numeric's digits,
/// <c>numeric_recv</c>.
/// </remarks>
internal sealed class RowBlock
{
    private const int Capacity = 256 * 1024;
    private const int RowBytesMax = 4096;
    private const int DigitsMax = 16;
    private const short BaseTenThousand = 10_000;
    private static readonly DateOnly Epoch = new(2000, 1, 1);
    private static readonly DateTimeOffset EpochTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;
    private int _row;

    /// <summary>What goes before the first row.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = (byte[])[.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, .. new byte[8]];

    /// <summary>What goes after the last.</summary>
    public static ReadOnlyMemory<byte> Trailer { get; } = new byte[] { 0xFF, 0xFF };

    /// <summary>The rows.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>True when another row might not fit.</summary>
    public bool IsFull => _length > Capacity - RowBytesMax;

    /// <summary>Begins a row of so many columns.</summary>
    public void Begin(short columns)
    {
        _row = _length;
        BinaryPrimitives.WriteInt16BigEndian(Next(sizeof(short)), columns);
    }

    /// <summary>Takes the row back that was begun last.</summary>
    public void Undo() => _length = _row;

    /// <summary>Makes it empty, to be used again.</summary>
    public void Clear() => _length = 0;

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), -1);

    public void Bigint(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Integer(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double)), value);

    public void Boolean(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    public void Date(DateOnly day) => Integer(day.DayNumber - Epoch.DayNumber);

    public void Timestamp(DateTimeOffset time) => Bigint((time - EpochTime).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>A text, or a <c>char(n)</c>; too long a one is left out, as its row will be.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= RowBytesMax / 16)
        {
            utf8.CopyTo(Field(utf8.Length));
        }
    }

    /// <summary>An exact number, with the decimals it is written with.</summary>
    public void Numeric(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        int scale = (parts[3] >> 16) & 0xFF;
        var digits = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);

        // Digits go in fours from the decimal point, so the last four after it are filled with zeros.
        int after = (scale + 3) / 4;
        digits *= (uint)((after * 4 - scale) switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 });
        Span<short> fours = stackalloc short[DigitsMax];
        int count = 0;
        while (digits > ulong.MaxValue)
        {
            (digits, var four) = UInt128.DivRem(digits, (UInt128)BaseTenThousand);
            fours[count++] = (short)four;
        }

        for (ulong rest = (ulong)digits; rest != 0; rest /= (ulong)BaseTenThousand)
        {
            fours[count++] = (short)(rest % (ulong)BaseTenThousand);
        }

        var field = Field(8 + 2 * count);
        BinaryPrimitives.WriteInt16BigEndian(field, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], (short)(count - after - 1));
        BinaryPrimitives.WriteInt16BigEndian(field[4..], parts[3] < 0 ? (short)0x4000 : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(field[6..], (short)scale);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(field[(8 + 2 * i)..], fours[count - 1 - i]);
        }
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), length);
        return Next(length);
    }

    private Span<byte> Next(int length)
    {
        var next = _bytes.AsSpan(_length, length);
        _length += length;
        return next;
    }
}
