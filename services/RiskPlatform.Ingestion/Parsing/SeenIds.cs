using System.IO.Hashing;

namespace RiskPlatform.Ingestion.Parsing;

/// <summary>Ids of one upload, and which of them may have come before: a Bloom filter of 16 MiB.</summary>
/// <remarks>
/// It never misses a repeat. Of ids that are new it takes about one in two million for a repeat after a million, and
/// one in fifty after ten million, so the database, which knows, is asked about those few and not about all.
/// Source: B. Bloom, Communications of the ACM 13(7), 1970, with the three bits in one word for one read of memory.
/// </remarks>
internal sealed class SeenIds
{
    private const int WordBits = 21;
    private readonly ulong[] _words = new ulong[1 << WordBits];

    /// <summary>Adds an id.</summary>
    /// <returns>True when it may have come before.</returns>
    public bool Add(ReadOnlySpan<byte> id)
    {
        ulong hash = XxHash3.HashToUInt64(id);
        ref ulong word = ref _words[hash >> (64 - WordBits)];
        ulong bits = 1UL << (int)(hash & 63) | 1UL << (int)(hash >> 6 & 63) | 1UL << (int)(hash >> 12 & 63);
        bool isSuspect = (word & bits) == bits;
        word |= bits;
        return isSuspect;
    }
}
