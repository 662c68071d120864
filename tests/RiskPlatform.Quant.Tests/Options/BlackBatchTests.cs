using RiskPlatform.Quant.Options;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class BlackBatchTests
{
    private const int Longest = 150; // Past two blocks and every vector's tail.

    // Goal: a row's numbers depend on the row only, not on its place, the batch's length, or the machine's width.
    [Fact]
    public void Compute_EveryLengthAndWidth_GivesEachRowTheBitsItGetsAlone()
    {
        var options = OptionCases.Random(seed: 31, Longest);
        long[][] alone =
        [
            .. options.Select(option => OptionColumnData.Numbers(GarmanKohlhagen.Value(option))
                .Select(BitConverter.DoubleToInt64Bits).ToArray()),
        ];
        for (int length = 0; length <= Longest; length++)
        {
            CheckWidth<Lane64>(length);
            CheckWidth<Lanes128>(length);
            CheckWidth<Lanes256>(length);
            CheckWidth<Lanes512>(length);
        }

        void CheckWidth<T>(int length)
            where T : struct, ILanes<T>
        {
            var data = new OptionColumnData(options[..length]);
            Assert.Equal(0, BlackBatch.Compute<T>(data.Columns, onForward: false, data.Greeks));
            for (int row = 0; row < length; row++)
            {
                Assert.Equal(alone[row], data.RowBits(row));
            }
        }
    }

    [Fact]
    public void Compute_OneColumnWanted_WritesThatColumnOnly()
    {
        var options = OptionCases.Random(seed: 32, 77);
        var whole = new OptionColumnData(options);
        var single = new OptionColumnData(options);
        GarmanKohlhagen.Compute(whole.Columns, whole.Greeks);

        GarmanKohlhagen.Compute(single.Columns, new GreekColumns { Vegas = single.Results[3] });
        GarmanKohlhagen.Compute(single.Columns, new GreekColumns { Charms = single.Results[9] });

        Assert.Equal(whole.Results[3], single.Results[3]);
        Assert.Equal(whole.Results[9], single.Results[9]);
        Assert.All([0, 1, 2, 4, 5, 6, 7, 8], column => Assert.All(single.Results[column], n => Assert.Equal(-7.0, n)));
    }

    [Fact]
    public void Compute_IntoItsOwnInputs_GivesTheSame()
    {
        var options = OptionCases.Random(seed: 33, 131);
        var apart = new OptionColumnData(options);
        var inPlace = new OptionColumnData(options);
        GarmanKohlhagen.Compute(apart.Columns, apart.Greeks);

        GarmanKohlhagen.Compute(
            inPlace.Columns,
            new GreekColumns
            {
                Prices = inPlace.Spots,
                Deltas = inPlace.Strikes,
                Thetas = inPlace.Years,
                Vannas = inPlace.Volatilities,
                Charms = inPlace.DomesticRates,
            });

        Assert.Equal(apart.Results[0], inPlace.Spots);
        Assert.Equal(apart.Results[1], inPlace.Strikes);
        Assert.Equal(apart.Results[4], inPlace.Years);
        Assert.Equal(apart.Results[7], inPlace.Volatilities);
        Assert.Equal(apart.Results[9], inPlace.DomesticRates);
    }

    [Fact]
    public void Compute_WrongLengths_AreRefused()
    {
        var data = new OptionColumnData(OptionCases.Random(seed: 34, 9));
        Assert.Throws<ArgumentException>(
            () => GarmanKohlhagen.Compute(data.Columns, new GreekColumns { Gammas = new double[8] }));
        Assert.Throws<ArgumentException>(() => GarmanKohlhagen.Compute(
            new OptionColumns
            {
                Types = data.Types,
                Spots = data.Spots,
                Strikes = data.Strikes,
                DomesticRates = data.DomesticRates,
                ForeignRates = data.ForeignRates,
                Years = data.Years,
                Volatilities = new double[10],
            },
            data.Greeks));
    }

    [Fact]
    public void Compute_AllocatesNothing()
    {
        var data = new OptionColumnData(OptionCases.Random(seed: 35, 1000));
        GarmanKohlhagen.Compute(data.Columns, data.Greeks);
        long before = GC.GetAllocatedBytesForCurrentThread();

        GarmanKohlhagen.Compute(data.Columns, data.Greeks);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
