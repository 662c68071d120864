namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>
/// The counter-based generator Philox4x32-10: a counter and a key in, four random words out, no state.
/// </summary>
public static class Philox4x32
{
    internal const int Rounds = 10;
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;

    /// <summary>Computes ten Philox rounds of one counter under one key.</summary>
    /// <param name="counter">128 bits; <see cref="PhiloxStream"/> puts a block's number into the lower half and the
    /// stream into the upper.</param>
    /// <param name="key">64 bits: the seed.</param>
    /// <returns>The four 32-bit words, the first in the lowest bits. A bijection of the counter for each key.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact integers.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Source:</b> J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
    /// 1, 2, 3", SC11, 2011, section 3.3; docs/methods/random-numbers.md.</para>
    /// <para><b>Tested by:</b> the authors' known answers (kat_vectors of Random123), moments and uniformity.</para>
    /// </remarks>
    public static UInt128 Block(UInt128 counter, ulong key)
    {
        uint c0 = (uint)(ulong)counter;
        uint c1 = (uint)((ulong)counter >> 32);
        uint c2 = (uint)(ulong)(counter >> 64);
        uint c3 = (uint)((ulong)(counter >> 64) >> 32);
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0;
            ulong p1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return new UInt128(c2 | (ulong)c3 << 32, c0 | (ulong)c1 << 32);
    }
}
