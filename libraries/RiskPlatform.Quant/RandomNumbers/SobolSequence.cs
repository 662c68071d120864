using System.Buffers.Binary;
using System.Numerics;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>
/// Sobol points with Joe and Kuo's direction numbers: evenly spread in many dimensions, plain or Owen-scrambled.
/// </summary>
/// <remarks>
/// Immutable, and safe to share between threads. Point i is a function of i (and the seed), so any range may be filled
/// by anybody. A plain sequence has an error but no estimate of it; scrambled sequences of different seeds are
/// independent, each unbiased, and the spread of their results is the error of their mean.
/// </remarks>
public sealed class SobolSequence
{
    /// <summary>Dimensions that the table has: 1,200.</summary>
    public const int DimensionsMax = DirectionTable.DimensionsMax;

    /// <summary>Points that 32-bit digits can tell apart: 2³².</summary>
    public const long PointsMax = 1L << 32;

    private const int Digits = 32;

    // A dimension after the other: 32 running exclusive-or sums of its direction numbers. The k-th is what changes
    // between points i and i + 1 when i ends in k ones.
    private readonly uint[] _changes;
    private readonly uint[] _seeds;
    private readonly bool _isScrambled;

    private SobolSequence(int dimensions, bool isScrambled, ulong seed)
    {
        if (dimensions is < 1 or > DimensionsMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(dimensions), dimensions, $"The table has 1 to {DimensionsMax} dimensions.");
        }

        Dimensions = dimensions;
        _isScrambled = isScrambled;
        _changes = new uint[dimensions * Digits];
        _seeds = new uint[dimensions];
        var entries = DirectionTable.Read(dimensions);
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            var changes = _changes.AsSpan(dimension * Digits, Digits);
            if (dimension == 0)
            {
                for (int k = 0; k < Digits; k++)
                {
                    changes[k] = 1u << (31 - k);
                }
            }
            else
            {
                DirectionTable.Expand(entries[dimension - 1], changes);
            }

            for (int k = 1; k < Digits; k++)
            {
                changes[k] ^= changes[k - 1];
            }

            _seeds[dimension] = (uint)(ulong)Philox4x32.Block((UInt128)dimension, seed);
        }
    }

    /// <summary>How many coordinates a point has.</summary>
    public int Dimensions { get; }

    /// <summary>Makes the sequence itself, whose first point is the corner nearest to zero.</summary>
    /// <param name="dimensions">1 to 1,200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The table has not so many dimensions, or none are
    /// wanted.</exception>
    public static SobolSequence Plain(int dimensions) => new(dimensions, isScrambled: false, seed: 0);

    /// <summary>Makes a randomised copy, each dimension scrambled by a hash of its own.</summary>
    /// <param name="dimensions">1 to 1,200.</param>
    /// <param name="seed">Which copy; different seeds give independent ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The table has not so many dimensions, or none are
    /// wanted.</exception>
    /// <remarks>
    /// <para><b>Source:</b> B. Burley, "Practical hash-based Owen scrambling", Journal of Computer Graphics Techniques
    /// 9(4), 2020; docs/methods/sobol.md.</para>
    /// </remarks>
    public static SobolSequence Scrambled(int dimensions, ulong seed) => new(dimensions, isScrambled: true, seed);

    /// <summary>Fills one coordinate of the points start, start + 1 and so on.</summary>
    /// <param name="dimension">Which coordinate, from 0.</param>
    /// <param name="start">Index of the first point, from 0.</param>
    /// <param name="destination">Receives numbers strictly between 0 and 1: the middles of 2³² cells. Any
    /// length.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or no point so far on.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, however the range is cut.</para>
    /// <para><b>Cost:</b> an exclusive or a point, and four multiplications more when scrambled; no allocation.</para>
    /// <para><b>Source:</b> S. Joe, F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008) 2635–2654; docs/methods/sobol.md.</para>
    /// <para><b>Tested by:</b> the authors' printed points, SciPy's points, primitivity of each polynomial, Sobol's
    /// property A for 1,111 dimensions, elementary boxes, every length.</para>
    /// </remarks>
    public void FillDimension(int dimension, long start, Span<double> destination)
    {
        if ((uint)dimension >= (uint)Dimensions)
        {
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"There are {Dimensions}.");
        }

        GuardRange(start, destination.Length);
        Fill(dimension, start, destination, offset: 0, stride: 1);
    }

    /// <summary>Fills whole points start, start + 1 and so on.</summary>
    /// <param name="start">Index of the first point, from 0.</param>
    /// <param name="destination">Receives points × dimensions, row-major, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no point so far on.</exception>
    /// <remarks>
    /// <para><b>Source:</b> as <see cref="FillDimension"/>.</para>
    /// <para><b>Tested by:</b> equality with <see cref="FillDimension"/>.</para>
    /// </remarks>
    public void FillPoints(long start, Span<double> destination)
    {
        if (destination.Length % Dimensions != 0)
        {
            throw new ArgumentException($"The length is a multiple of {Dimensions}.", nameof(destination));
        }

        GuardRange(start, destination.Length / Dimensions);
        for (int dimension = 0; dimension < Dimensions; dimension++)
        {
            Fill(dimension, start, destination, dimension, Dimensions);
        }
    }

    /// <summary>
    /// Burley's nested uniform scramble: each digit is flipped by a hash of the seed and of the digits above it.
    /// </summary>
    internal static uint Scramble(uint x, uint seed)
    {
        x = Reverse(x) + seed;
        x ^= x * 0x6c50b47cu;
        x ^= x * 0xb82f1e52u;
        x ^= x * 0xc7afe638u;
        x ^= x * 0x8d22f6e6u;
        return Reverse(x);
    }

    private static uint Reverse(uint x)
    {
        x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
        x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
        x = (x >> 4 & 0x0f0f0f0fu) | (x & 0x0f0f0f0fu) << 4;
        return BinaryPrimitives.ReverseEndianness(x);
    }

    private static void GuardRange(long start, long count)
    {
        if (start < 0 || start > PointsMax - count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, "Points are numbered from 0 to 2³² − 1.");
        }
    }

    private void Fill(int dimension, long start, Span<double> destination, int offset, int stride)
    {
        var changes = _changes.AsSpan(dimension * Digits, Digits);
        uint seed = _seeds[dimension];
        uint index = (uint)start;
        uint x = Point(changes, index);
        for (int i = offset; i < destination.Length; i += stride)
        {
            uint digits = _isScrambled ? Scramble(x, seed) : x;
            destination[i] = (digits + 0.5) * (1.0 / PointsMax); // Exact: 33 bits and a power of two.
            x ^= changes[BitOperations.TrailingZeroCount(++index) & (Digits - 1)];
        }
    }

    // A point is the exclusive or of the direction numbers of its index's ones; two running sums differ by one.
    private static uint Point(ReadOnlySpan<uint> changes, uint index)
    {
        uint x = 0;
        for (; index != 0; index &= index - 1)
        {
            int k = BitOperations.TrailingZeroCount(index);
            x ^= k == 0 ? changes[0] : changes[k] ^ changes[k - 1];
        }

        return x;
    }
}
