using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class Philox4x32Tests
{
    // Random123 1.14, tests/kat_vectors, the three lines "philox4x32 10": counter words, key words, result words.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Block_KnownAnswers_AreRandom123s(string counter, string key, string expected) =>
        Assert.Equal(Words(expected), Philox4x32.Block(Words(counter), (ulong)Words(key)));

    [Fact]
    public void Block_CountersKeysAndWords_AllMatter()
    {
        var seen = new HashSet<UInt128>();
        for (int bit = 0; bit < 128; bit++)
        {
            Assert.True(seen.Add(Philox4x32.Block(UInt128.One << bit, 7)));
        }

        for (int bit = 0; bit < 64; bit++)
        {
            Assert.True(seen.Add(Philox4x32.Block(0, 1UL << bit)));
        }
    }

    // Goal: one flipped bit of the counter changes every bit of the result with probability ½.
    // Method: 64,000 flips; the count of changes a bit is binomial, 6 standard deviations allowed for 128 bits.
    [Fact]
    public void Block_OneFlippedBit_ChangesEachResultBitHalfTheTime()
    {
        const int Trials = 64_000;
        int[] changes = new int[128];
        for (int trial = 0; trial < Trials; trial++)
        {
            UInt128 counter = (UInt128)(ulong)trial * 0x9E3779B97F4A7C15;
            var difference = Philox4x32.Block(counter, 3) ^ Philox4x32.Block(counter ^ UInt128.One << trial % 128, 3);
            for (int bit = 0; bit < 128; bit++)
            {
                changes[bit] += (int)(difference >> bit & 1);
            }
        }

        Assert.All(changes, count => Assert.Equal(Trials / 2.0, count, 6.0 * Math.Sqrt(Trials) / 2.0));
    }

    private static UInt128 Words(string text)
    {
        UInt128 value = 0;
        foreach (string word in text.Split(' ').Reverse())
        {
            value = value << 32 | Convert.ToUInt32(word, 16);
        }

        return value;
    }
}
