using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Counts what lies below it and keeps what lies in it, both ends included.</summary>
internal sealed class RankWindow(double low, double high, int expected) : IDisposable
{
    private const int Room = BlockRun.BlockSize; // A block always fits in.

    private double[] _kept = ArrayPool<double>.Shared.Rent(expected + Room);
    private int _count;

    /// <summary>How many were below.</summary>
    public long Below { get; private set; }

    /// <summary>Those inside, in any order.</summary>
    public Span<double> Kept => _kept.AsSpan(0, _count);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_kept);

    /// <summary>Looks at some more: a block at most.</summary>
    public void Add(ReadOnlySpan<double> block)
    {
        Grow(block.Length);
        double[] kept = _kept;
        int count = _count;
        var (from, to) = (Vector512.Create(low), Vector512.Create(high));
        long below = 0;
        int i = 0;
        ref double first = ref MemoryMarshal.GetReference(block);
        for (; i <= block.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var x = Vector512.LoadUnsafe(ref first, (nuint)i);
            ulong less = Vector512.LessThan(x, from).ExtractMostSignificantBits();
            below += BitOperations.PopCount(less);
            ulong inside = Vector512.LessThanOrEqual(x, to).ExtractMostSignificantBits() & ~less;
            for (; inside != 0; inside &= inside - 1)
            {
                kept[count++] = Unsafe.Add(ref first, i + BitOperations.TrailingZeroCount(inside));
            }
        }

        for (; i < block.Length; i++)
        {
            below += block[i] < low ? 1 : 0;
            if (block[i] >= low && block[i] <= high)
            {
                kept[count++] = block[i];
            }
        }

        Below += below;
        _count = count;
    }

    /// <summary>Takes over what another of the same ends has seen, and gives back its memory.</summary>
    public void Absorb(RankWindow other)
    {
        Grow(other._count);
        other.Kept.CopyTo(_kept.AsSpan(_count));
        _count += other._count;
        Below += other.Below;
        other.Dispose();
    }

    private void Grow(int more)
    {
        if (_kept.Length < _count + more)
        {
            double[] larger = ArrayPool<double>.Shared.Rent(Math.Max(2 * _kept.Length, _count + more));
            Kept.CopyTo(larger);
            ArrayPool<double>.Shared.Return(_kept);
            _kept = larger;
        }
    }
}
