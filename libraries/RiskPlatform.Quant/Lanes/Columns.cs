using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.Lanes;

/// <summary>Reads and writes columns by lanes; a vector that reaches past the end is padded, then cut.</summary>
internal static class Columns
{
    /// <summary>Elements to add to scratch memory, of which <see cref="Align"/> may cut off so many.</summary>
    public const int AlignmentSlack = CacheLine / sizeof(double) - 1;

    private const int CacheLine = 64;

    /// <summary>Cuts memory on the stack so that it begins with a cache line.</summary>
    /// <remarks>
    /// A vector of 512 bits that lies across two lines is two accesses: a kernel that keeps its columns in such
    /// memory takes half as long again, or not, by how deep the stack happens to be.
    /// </remarks>
    public static unsafe Span<double> Align(Span<double> stack, int length)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack));
        return stack.Slice((int)((CacheLine - address % CacheLine) % CacheLine / sizeof(double)), length);
    }

    /// <summary>Loads elements from an index on, and padding beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(ReadOnlySpan<double> source, int index, double padding)
        where T : struct, ILanes<T> =>
        index + T.Count <= source.Length
            ? T.Load(ref MemoryMarshal.GetReference(source), index)
            : LoadPadded<T>(source[index..], padding);

    /// <summary>Loads whole numbers as doubles, and padding beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadIntegers<T>(ReadOnlySpan<int> source, int index, int padding)
        where T : struct, ILanes<T> =>
        index + T.Count <= source.Length
            ? T.LoadIntegers(ref MemoryMarshal.GetReference(source), index)
            : LoadPadded<T>(source[index..], padding);

    /// <summary>Stores those lanes that have a place in the destination.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, Span<double> destination, int index)
        where T : struct, ILanes<T>
    {
        if (index + T.Count <= destination.Length)
        {
            T.Store(value, ref MemoryMarshal.GetReference(destination), index);
        }
        else
        {
            StoreCut(value, destination[index..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T LoadPadded<T>(ReadOnlySpan<double> rest, double padding)
        where T : struct, ILanes<T>
    {
        Span<double> padded = stackalloc double[T.Count];
        padded.Fill(padding);
        rest.CopyTo(padded);
        return T.Load(ref MemoryMarshal.GetReference(padded), 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T LoadPadded<T>(ReadOnlySpan<int> rest, int padding)
        where T : struct, ILanes<T>
    {
        Span<int> padded = stackalloc int[T.Count];
        padded.Fill(padding);
        rest.CopyTo(padded);
        return T.LoadIntegers(ref MemoryMarshal.GetReference(padded), 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreCut<T>(T value, Span<double> rest)
        where T : struct, ILanes<T>
    {
        Span<double> whole = stackalloc double[T.Count];
        T.Store(value, ref MemoryMarshal.GetReference(whole), 0);
        whole[..rest.Length].CopyTo(rest);
    }
}
