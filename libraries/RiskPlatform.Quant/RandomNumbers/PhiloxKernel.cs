using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Whole Philox blocks as uniform doubles, at a given vector width.</summary>
internal static class PhiloxKernel
{
    // Bits of 1.0. Under them 52 random bits are a number in [1, 2), and 1 − 2⁻⁵³ less is in the middle of its cell.
    public const ulong One = 0x3FF0_0000_0000_0000;
    public const double CellShift = 1.0 - 1.1102230246251565e-16;

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
        for (; done <= destination.Length - 4 * step; done += 4 * step)
        {
            block = FourVectors<TLanes, TReal, TWord>(block, stream, ref key, ref Unsafe.Add(ref target, done));
        }

        for (; done <= destination.Length - step; done += step)
        {
            block = OneVector<TLanes, TReal, TWord>(block, stream, ref key, ref Unsafe.Add(ref target, done));
        }

        return done;
    }

    // Four vectors at a time: one block's rounds wait for each other, different blocks' do not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWord FourVectors<TLanes, TReal, TWord>(
        TWord block, ulong stream, ref ulong key, ref double target)
        where TLanes : ILanes<TReal, TWord>
    {
        var next = TLanes.Word((ulong)TLanes.Count);
        var a = new PhiloxWords<TLanes, TReal, TWord>(block, stream);
        block = TLanes.Plus(block, next);
        var b = new PhiloxWords<TLanes, TReal, TWord>(block, stream);
        block = TLanes.Plus(block, next);
        var c = new PhiloxWords<TLanes, TReal, TWord>(block, stream);
        block = TLanes.Plus(block, next);
        var d = new PhiloxWords<TLanes, TReal, TWord>(block, stream);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            var key0 = TLanes.Word(Unsafe.Add(ref key, 2 * round));
            var key1 = TLanes.Word(Unsafe.Add(ref key, 2 * round + 1));
            a = a.Next(key0, key1);
            b = b.Next(key0, key1);
            c = c.Next(key0, key1);
            d = d.Next(key0, key1);
        }

        a.Store(ref target);
        b.Store(ref Unsafe.Add(ref target, 2 * TLanes.Count));
        c.Store(ref Unsafe.Add(ref target, 4 * TLanes.Count));
        d.Store(ref Unsafe.Add(ref target, 6 * TLanes.Count));
        return TLanes.Plus(block, next);
    }

    private static TWord OneVector<TLanes, TReal, TWord>(
        TWord block, ulong stream, ref ulong key, ref double target)
        where TLanes : ILanes<TReal, TWord>
    {
        var words = new PhiloxWords<TLanes, TReal, TWord>(block, stream);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            words = words.Next(
                TLanes.Word(Unsafe.Add(ref key, 2 * round)), TLanes.Word(Unsafe.Add(ref key, 2 * round + 1)));
        }

        words.Store(ref target);
        return TLanes.Plus(block, TLanes.Word((ulong)TLanes.Count));
    }
}

/// <summary>
/// The four words of a vector of blocks. A 32-bit word stands in the lower half of a 64-bit lane; what the products
/// leave in the upper half is never read.
/// </summary>
internal readonly struct PhiloxWords<TLanes, TReal, TWord>
    where TLanes : ILanes<TReal, TWord>
{
    private readonly TWord _word0;
    private readonly TWord _word1;
    private readonly TWord _word2;
    private readonly TWord _word3;

    /// <summary>The counters of blocks, before the first round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhiloxWords(TWord block, ulong stream)
        : this(block, TLanes.ShiftRight(block, 32), TLanes.Word(stream), TLanes.Word(stream >> 32))
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PhiloxWords(TWord word0, TWord word1, TWord word2, TWord word3) =>
        (_word0, _word1, _word2, _word3) = (word0, word1, word2, word3);

    /// <summary>The words after a round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhiloxWords<TLanes, TReal, TWord> Next(TWord key0, TWord key1)
    {
        var p = TLanes.MultiplyLow(TLanes.Word(Philox4x32.Multiplier0), _word0);
        var q = TLanes.MultiplyLow(TLanes.Word(Philox4x32.Multiplier1), _word2);
        return new(
            TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(q, 32), _word1), key0),
            q,
            TLanes.Xor(TLanes.Xor(TLanes.ShiftRight(p, 32), _word3), key1),
            p);
    }

    /// <summary>Writes two vectors of uniforms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target) =>
        TLanes.StoreInterleaved(Uniform(_word0, _word1), Uniform(_word2, _word3), ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Uniform(TWord low, TWord high)
    {
        // As ToUniform of low | high << 32, without what stands in low's upper half.
        var word = TLanes.Or(TLanes.And(low, TLanes.Word(uint.MaxValue)), TLanes.ShiftLeft(high, 32));
        var bits = TLanes.Or(TLanes.ShiftRight(word, 12), TLanes.Word(PhiloxKernel.One));
        return TLanes.Subtract(TLanes.FromBits(bits), TLanes.Real(PhiloxKernel.CellShift));
    }
}
