using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RiskPlatform.Domain;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>The fields of one line, and the first thing that is wrong with them.</summary>
/// <remarks>Bytes are read where they lie: nothing is made a string that need not be one.</remarks>
internal sealed class Fields
{
    private const int NumberBytesMax = 28; // As many digits as a decimal holds exactly.
    private const int TimeCharactersMax = 40;

    // A time has to say its offset: one without could be any country's.
    private static readonly string[] TimeForms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly string[] _columns;
    private readonly int[] _places;
    private readonly (int Start, int Length)[] _ranges;
    private byte[] _line = [];

    /// <summary>Fields of a data set's columns, where the file has them at these places (−1: not at all).</summary>
    public Fields(string[] columns, int[] places, int width)
    {
        _columns = columns;
        _places = places;
        _ranges = new (int, int)[width];
    }

    /// <summary>How many fields the file's lines have.</summary>
    public int Width => _ranges.Length;

    /// <summary>What is wrong with this line; null while nothing is.</summary>
    public (RejectCode Code, string Reason)? Fault { get; private set; }

    /// <summary>Begins a line whose fields are ranges of a buffer.</summary>
    public void Begin(byte[] line)
    {
        _line = line;
        Fault = null;
    }

    public void Set(int index, int start, int length) => _ranges[index] = (start, length);

    public void Refuse(RejectCode code, string reason) => Fault ??= (code, reason);

    /// <summary>The bytes of a column; empty when the file does not have it.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        int place = _places[column];
        return place < 0 ? default : _line.AsSpan(_ranges[place].Start, _ranges[place].Length);
    }

    /// <summary>A text of 1 to a number of bytes.</summary>
    public ReadOnlySpan<byte> Text(int column, int bytesMax)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty)
        {
            Refuse(RejectCode.Missing, $"{_columns[column]} is empty.");
        }
        else if (bytes.Length > bytesMax)
        {
            Refuse(RejectCode.OutOfRange, $"{_columns[column]} is longer than {bytesMax} bytes.");
        }
        else if (bytes.Contains((byte)0))
        {
            Refuse(RejectCode.Encoding, $"{_columns[column]} has a null character, which no table can hold.");
        }

        return bytes;
    }

    public int Integer(int column, int least, int most)
    {
        var bytes = Bytes(column);
        if (!Utf8Parser.TryParse(bytes, out int value, out int used) || used != bytes.Length)
        {
            Unreadable(column, bytes);
        }
        else if (value < least || value > most)
        {
            Refuse(RejectCode.OutOfRange, $"{_columns[column]} is {value}; it lies between {least} and {most}.");
        }

        return value;
    }

    public decimal Decimal(int column, decimal least, decimal most)
    {
        var bytes = Bytes(column);
        decimal value = 0m;
        if (bytes.Length > NumberBytesMax)
        {
            Refuse(RejectCode.TooManyDecimals, $"{_columns[column]} has more than {NumberBytesMax} characters.");
        }
        else if (!Utf8Parser.TryParse(bytes, out value, out int used, 'F') || used != bytes.Length)
        {
            Unreadable(column, bytes);
        }
        else if (value < least || value > most)
        {
            Refuse(RejectCode.OutOfRange, $"{_columns[column]} is {value}; it lies between {least} and {most}.");
        }

        return value;
    }

    /// <summary>An amount of a currency: not negative, no finer than its smallest unit.</summary>
    public decimal Amount(int column, Currency currency)
    {
        decimal value = Decimal(column, 0m, 1_000_000_000_000_000m);
        if (Fault is null && !new Money(value, currency).IsWhole)
        {
            Refuse(
                RejectCode.TooManyDecimals,
                $"{_columns[column]} is {value}; {currency} has {currency.Exponent} decimals.");
        }

        return value;
    }

    public double? OptionalFraction(int column, double most)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (!Utf8Parser.TryParse(bytes, out double value, out int used) || used != bytes.Length
            || !double.IsFinite(value))
        {
            Unreadable(column, bytes);
        }
        else if (value < 0.0 || value > most)
        {
            Refuse(RejectCode.OutOfRange, $"{_columns[column]} is {value}; it lies between 0 and {most}.");
        }

        return value;
    }

    public Currency Currency(int column)
    {
        var bytes = Bytes(column);
        Span<char> code = stackalloc char[3];
        if (bytes.Length != 3 || !Ascii.IsValid(bytes) || Encoding.ASCII.GetChars(bytes, code) != 3
            || !Domain.Currency.TryParse(code, out var currency))
        {
            Refuse(RejectCode.UnknownCurrency, $"{_columns[column]} is '{Shown(bytes)}', no ISO 4217 currency.");
            return default;
        }

        return currency;
    }

    /// <summary>A day, which is the same in every country: a time would be two days in two of them.</summary>
    public DateOnly? OptionalDate(int column)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (TryDate(bytes, out var date))
        {
            return date;
        }

        Refuse(RejectCode.NotADate, $"{_columns[column]} is '{Shown(bytes)}', no date of the form 2026-09-29.");
        return null;
    }

    public DateTimeOffset? OptionalTime(int column)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (TryDate(bytes, out var date))
        {
            return new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        }

        Span<char> text = stackalloc char[TimeCharactersMax];
        if (bytes.Length <= TimeCharactersMax && Ascii.IsValid(bytes)
            && DateTimeOffset.TryParseExact(
                text[..Encoding.ASCII.GetChars(bytes, text)],
                TimeForms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time))
        {
            return time;
        }

        Refuse(
            RejectCode.NotADate, $"{_columns[column]} is '{Shown(bytes)}', no ISO 8601 date, or time with its offset.");
        return null;
    }

    /// <summary>One of two words.</summary>
    public bool Word(int column, ReadOnlySpan<byte> forFalse, ReadOnlySpan<byte> forTrue)
    {
        var bytes = Bytes(column);
        bool isTrue = bytes.SequenceEqual(forTrue);
        if (!isTrue && !bytes.SequenceEqual(forFalse))
        {
            Refuse(
                RejectCode.UnknownWord,
                $"{_columns[column]} is '{Shown(bytes)}'; it is {Encoding.UTF8.GetString(forFalse)} or "
                + $"{Encoding.UTF8.GetString(forTrue)}.");
        }

        return isTrue;
    }

    private static bool TryDate(ReadOnlySpan<byte> bytes, out DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date = default;
        return bytes.Length == 10 && Ascii.IsValid(bytes) && Encoding.ASCII.GetChars(bytes, text) == 10
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", out date);
    }

    private static string Shown(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.Length > 40 ? bytes[..40] : bytes);

    private void Unreadable(int column, ReadOnlySpan<byte> bytes) => Refuse(
        bytes.IsEmpty ? RejectCode.Missing : RejectCode.NotANumber,
        bytes.IsEmpty ? $"{_columns[column]} is empty." : $"{_columns[column]} is '{Shown(bytes)}', no number.");
}
