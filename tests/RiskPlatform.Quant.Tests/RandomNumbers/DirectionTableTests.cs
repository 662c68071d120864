using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class DirectionTableTests
{
    private static readonly DirectionTable.Entry[] Entries = DirectionTable.Read(DirectionTable.DimensionsMax);

    [Fact]
    public void Read_FirstEntries_AreThePublishedFilesLines()
    {
        // Lines d = 2 to 8 of new-joe-kuo-6.21201: degree, coefficients, initial numbers.
        (int, int, ushort[])[] lines =
        [
            (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]),
            (4, 4, [1, 3, 5, 13]), (5, 2, [1, 1, 5, 5, 17]),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.Equal(lines[i], (Entries[i].Degree, Entries[i].Coefficients, Entries[i].Initial), SameEntry);
        }
    }

    [Fact]
    public void Read_Polynomials_ArePrimitiveDistinctAndInOrder()
    {
        Assert.Equal(Entries.Length, Entries.Select(Polynomial).Distinct().Count());
        Assert.Equal(Entries.Select(Polynomial), Entries.Select(Polynomial).Order());
        Assert.All(Entries, entry => Assert.True(IsPrimitive(Polynomial(entry), entry.Degree)));

        // The table is complete: φ(2ˢ − 1)/s polynomials of each degree s.
        Assert.Equal([1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630], Entries
            .Where(entry => entry.Degree < 14).CountBy(entry => entry.Degree).Select(count => count.Value));
    }

    [Fact]
    public void Read_InitialNumbers_AreOddAndSmallEnough() => Assert.All(Entries, entry =>
    {
        Assert.Equal(entry.Degree, entry.Initial.Length);
        Assert.All(entry.Initial.Select((m, k) => (m, k)), x => Assert.True(x.m % 2 == 1 && x.m < 2 << x.k));
    });

    // Goal: one wrong bit in the table is noticed. The authors' set has Sobol's property A up to dimension 1,111: the
    // first digits of the first d direction numbers of the first d dimensions are an invertible matrix, for every d.
    // Method: elimination over two elements without exchange of rows, which succeeds if and only if all d do.
    [Fact]
    public void Read_First1111Dimensions_HaveSobolsPropertyA()
    {
        const int N = 1111;
        var rows = new System.Collections.BitArray[N];
        rows[0] = new System.Collections.BitArray(N) { [0] = true }; // Van der Corput's: only v₁ has a first digit.
        for (int i = 1; i < N; i++)
        {
            rows[i] = FirstDigits(Entries[i - 1], N);
        }

        for (int pivot = 0; pivot < N; pivot++)
        {
            Assert.True(rows[pivot][pivot], $"property A fails at dimension {pivot + 1}");
            for (int row = pivot + 1; row < N; row++)
            {
                if (rows[row][pivot])
                {
                    rows[row].Xor(rows[pivot]);
                }
            }
        }
    }

    private static System.Collections.BitArray FirstDigits(DirectionTable.Entry entry, int count)
    {
        var digits = new System.Collections.BitArray(count);
        for (int k = 0; k < count; k++)
        {
            if (k < entry.Degree)
            {
                digits[k] = (entry.Initial[k] >> k & 1) != 0;
                continue;
            }

            bool digit = digits[k - entry.Degree];
            for (int j = 1; j < entry.Degree; j++)
            {
                digit ^= digits[k - j] && (entry.Coefficients >> (entry.Degree - 1 - j) & 1) != 0;
            }

            digits[k] = digit;
        }

        return digits;
    }

    private static uint Polynomial(DirectionTable.Entry entry) =>
        1u << entry.Degree | (uint)entry.Coefficients << 1 | 1u;

    // x has order 2ˢ − 1 modulo the polynomial: x to that power is 1, and to no part of it by a prime factor.
    private static bool IsPrimitive(uint polynomial, int degree)
    {
        uint order = (1u << degree) - 1;
        return Power(order) == 1
            && Enumerable.Range(2, 400).Where(q => order % q == 0 && q < order).All(q => Power(order / (uint)q) != 1)
            && Enumerable.Range(1, 400).Where(q => order % q == 0 && q < order).All(q => Power((uint)q) != 1);

        uint Power(uint exponent)
        {
            uint result = 1;
            for (uint square = degree == 1 ? 1u : 2u; exponent != 0; exponent >>= 1, square = Times(square, square))
            {
                result = (exponent & 1) != 0 ? Times(result, square) : result;
            }

            return result;
        }

        uint Times(uint a, uint b)
        {
            uint product = 0;
            for (; b != 0; b >>= 1)
            {
                product ^= (b & 1) != 0 ? a : 0;
                a <<= 1;
                a ^= (a >> degree & 1) != 0 ? polynomial : 0;
            }

            return product;
        }
    }

    private static bool SameEntry((int, int, ushort[]) a, (int, int, ushort[]) b) =>
        a.Item1 == b.Item1 && a.Item2 == b.Item2 && a.Item3.SequenceEqual(b.Item3);
}
