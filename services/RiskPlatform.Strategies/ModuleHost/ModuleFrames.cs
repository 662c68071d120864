using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>Messages between the service and a module's process: lengths, a head in JSON, a tail of bytes.</summary>
internal static class ModuleFrames
{
    private const int LengthsSize = 8;

    // The most is a failure that lists all numbers of a request and all of a strategy twice, as StrategyFactory limits
    // them, in letters that JSON writes with six bytes each.
    private const int HeadBytesMax = 128 * 1024;

    public static async Task WriteAsync<T>(
        Stream stream, JsonTypeInfo<T> form, T head, ReadOnlyMemory<byte> tail, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(head, form);
        byte[] start = new byte[LengthsSize + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(start, json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(4), tail.Length);
        json.CopyTo(start, LengthsSize);
        await stream.WriteAsync(start, cancellationToken);
        await stream.WriteAsync(tail, cancellationToken);
    }

    /// <exception cref="InvalidDataException">The other side does not keep to the form.</exception>
    /// <exception cref="EndOfStreamException">The other side has gone.</exception>
    public static async Task<(T Head, byte[] Tail)> ReadAsync<T>(
        Stream stream, JsonTypeInfo<T> form, int tailBytesMax, CancellationToken cancellationToken)
    {
        byte[] lengths = new byte[LengthsSize];
        await stream.ReadExactlyAsync(lengths, cancellationToken);
        int headLength = BinaryPrimitives.ReadInt32LittleEndian(lengths);
        int tailLength = BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4));
        if (headLength is < 0 or > HeadBytesMax || tailLength < 0 || tailLength > tailBytesMax)
        {
            throw new InvalidDataException($"A message of {headLength} and {tailLength} bytes is too long.");
        }

        byte[] head = new byte[headLength];
        byte[] tail = new byte[tailLength];
        await stream.ReadExactlyAsync(head, cancellationToken);
        await stream.ReadExactlyAsync(tail, cancellationToken);
        try
        {
            return (JsonSerializer.Deserialize(head, form) ?? throw new InvalidDataException("A head is null."), tail);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("A head is not of the agreed form.", fault);
        }
    }

    public static byte[] ToBytes(double[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    public static double[] ToDoubles(byte[] bytes) => MemoryMarshal.Cast<byte, double>(bytes).ToArray();
}

/// <summary>The heads, written by generated code: reflection would be a good part of a process's start.</summary>
[JsonSerializable(typeof(ModuleCall))]
[JsonSerializable(typeof(ModuleReply))]
internal sealed partial class ModuleJson : JsonSerializerContext;
