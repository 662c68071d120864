using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.Lanes;

/// <summary>Reads and writes columns by whole vectors.</summary>
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

    /// <summary>
    /// How many of n elements fill vectors. The rest is computed one by one, which gives the same bits: a loop that
    /// may pad its last vector keeps its numbers on the stack, not in registers.
    /// </summary>
    public static int WholeVectors<T>(int n)
        where T : struct, ILanes<T> => n - n % T.Count;

    /// <summary>Loads whole vectors; nothing is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(ReadOnlySpan<double> source, int index)
        where T : struct, ILanes<T> => T.Load(ref MemoryMarshal.GetReference(source), index);

    /// <summary>Loads whole numbers as doubles; nothing is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadIntegers<T>(ReadOnlySpan<int> source, int index)
        where T : struct, ILanes<T> => T.LoadIntegers(ref MemoryMarshal.GetReference(source), index);

    /// <summary>Stores a whole vector; nothing is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, Span<double> destination, int index)
        where T : struct, ILanes<T> => T.Store(value, ref MemoryMarshal.GetReference(destination), index);
}
