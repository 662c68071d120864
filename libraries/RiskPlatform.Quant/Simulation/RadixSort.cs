using System.Buffers;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Sorts many finite numbers in time that grows with their count alone.</summary>
internal static class RadixSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 8;
    private const int Few = 20_000; // The framework's sort is as quick up to here.

    /// <summary>
    /// Sorts in place, least first; −0 before +0. The token is asked before each of ten passes; cancelled, the values
    /// are left in no order, or as no numbers at all.
    /// </summary>
    public static void Ascending(Span<double> values, CancellationToken cancellationToken)
    {
        if (values.Length <= Few)
        {
            values.Sort();
            return;
        }

        var keys = MemoryMarshal.Cast<double, ulong>(values);
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(keys.Length);
        try
        {
            ToOrder(keys);
            cancellationToken.ThrowIfCancellationRequested();
            int[] counts = Count(keys);
            var source = keys;
            var target = rented.AsSpan(0, keys.Length);
            for (int pass = 0; pass < Passes; pass++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var places = counts.AsSpan(pass * Digits, Digits);
                if (places.Contains(keys.Length))
                {
                    continue; // All have the same digit.
                }

                Distribute(source, target, places, pass * DigitBits);
                var swapped = source;
                source = target;
                target = swapped;
            }

            if (source != keys)
            {
                source.CopyTo(keys);
            }

            FromOrder(keys);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    // A double's bits, as an unsigned number, rise with it once a negative one's are all flipped and a positive one's
    // sign is.
    private static void ToOrder(Span<ulong> keys)
    {
        foreach (ref ulong key in keys)
        {
            key ^= (ulong)((long)key >> 63) | 1UL << 63;
        }
    }

    private static void FromOrder(Span<ulong> keys)
    {
        foreach (ref ulong key in keys)
        {
            key ^= (ulong)((long)~key >> 63) | 1UL << 63;
        }
    }

    private static int[] Count(ReadOnlySpan<ulong> keys)
    {
        int[] counts = new int[Passes * Digits];
        foreach (ulong key in keys)
        {
            for (int pass = 0; pass < Passes; pass++)
            {
                counts[pass * Digits + ((int)(key >> (pass * DigitBits)) & (Digits - 1))]++;
            }
        }

        return counts;
    }

    private static void Distribute(ReadOnlySpan<ulong> source, Span<ulong> target, Span<int> places, int shift)
    {
        int next = 0;
        foreach (ref int place in places)
        {
            (place, next) = (next, next + place);
        }

        foreach (ulong key in source)
        {
            target[places[(int)(key >> shift) & (Digits - 1)]++] = key;
        }
    }
}
