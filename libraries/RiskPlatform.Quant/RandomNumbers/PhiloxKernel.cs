using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Whole Philox blocks as uniform doubles, at a given vector width.</summary>
internal static class PhiloxKernel
{
    // Bits of 1.0. Under them 52 random bits are a number in [1, 2), and 1 − 2⁻⁵³ less is in the middle of its cell.
    private const ulong One = 0x3FF0_0000_0000_0000;
    private const double CellShift = 1.0 - 1.1102230246251565e-16;

    /// <summary>A word's upper 52 bits as an odd multiple of 2⁻⁵³: strictly between 0 and 1, exact.</summary>
    public static double ToUniform(ulong word) => BitConverter.UInt64BitsToDouble((word >> 12) | One) - CellShift;

    /// <summary>
    /// Fills pairs of uniforms from blocks firstBlock, firstBlock + 1 and so on; returns doubles written.
    /// </summary>
    public static int FillBlocks<TLanes, TReal, TWord>(
        ulong seed, ulong stream, ulong firstBlock, Span<double> destination)
        where TLanes : ILanes<TReal, TWord>
    {
        Span<ulong> keys = stackalloc ulong[2 * Philox4x32.Rounds];
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            keys[2 * round] = (uint)seed + (uint)round * Philox4x32.Weyl0;
            keys[2 * round + 1] = (uint)(seed >> 32) + (uint)round * Philox4x32.Weyl1;
        }

        ref double target = ref MemoryMarshal.GetReference(destination);
        ref ulong key = ref MemoryMarshal.GetReference(keys);
        int step = 2 * TLanes.Count;
        int done = 0;
        var block = TLanes.Plus(TLanes.Word(firstBlock), TLanes.Iota);
        var next = TLanes.Word((ulong)TLanes.Count);
        for (; done <= destination.Length - 2 * step; done += 2 * step)
        {
            var second = TLanes.Plus(block, next);
            TwoVectors<TLanes, TReal, TWord>(block, second, stream, ref key, ref Unsafe.Add(ref target, done));
            block = TLanes.Plus(second, next);
        }

        return done;
    }

    // Two vectors at a time: one block's rounds wait for each other, two blocks' do not. A 32-bit word stands in the
    // lower half of a 64-bit lane; what the products leave in the upper half is never read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoVectors<TLanes, TReal, TWord>(
        TWord a, TWord b, ulong stream, ref ulong key, ref double target)
        where TLanes : ILanes<TReal, TWord>
    {
        var multiplier0 = TLanes.Word(Philox4x32.Multiplier0);
        var multiplier1 = TLanes.Word(Philox4x32.Multiplier1);
        var (a0, a1, a2, a3) = (a, TLanes.ShiftRight(a, 32), TLanes.Word(stream), TLanes.Word(stream >> 32));
        var (b0, b1, b2, b3) = (b, TLanes.ShiftRight(b, 32), a2, a3);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            var key0 = TLanes.Word(Unsafe.Add(ref key, 2 * round));
            var key1 = TLanes.Word(Unsafe.Add(ref key, 2 * round + 1));
            var p = TLanes.MultiplyLow(multiplier0, a0);
            var q = TLanes.MultiplyLow(multiplier1, a2);
            var r = TLanes.MultiplyLow(multiplier0, b0);
            var s = TLanes.MultiplyLow(multiplier1, b2);
            a0 = TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(q, 32), a1), key0);
            a2 = TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(p, 32), a3), key1);
            b0 = TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(s, 32), b1), key0);
            b2 = TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(r, 32), b3), key1);
            (a1, a3, b1, b3) = (q, p, s, r);
        }

        TLanes.StoreInterleaved(
            Uniform<TLanes, TReal, TWord>(a0, a1), Uniform<TLanes, TReal, TWord>(a2, a3), ref target);
        TLanes.StoreInterleaved(
            Uniform<TLanes, TReal, TWord>(b0, b1),
            Uniform<TLanes, TReal, TWord>(b2, b3),
            ref Unsafe.Add(ref target, 2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Uniform<TLanes, TReal, TWord>(TWord low, TWord high)
        where TLanes : ILanes<TReal, TWord>
    {
        // As ToUniform of low | high << 32, without what stands in low's upper half.
        var word = TLanes.Or(TLanes.And(low, TLanes.Word(uint.MaxValue)), TLanes.ShiftLeft(high, 32));
        var bits = TLanes.Or(TLanes.ShiftRight(word, 12), TLanes.Word(One));
        return TLanes.Subtract(TLanes.FromBits(bits), TLanes.Real(CellShift));
    }
}
