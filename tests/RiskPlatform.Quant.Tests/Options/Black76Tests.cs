using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class Black76Tests
{
    // Haug 1998, chapter 1; and J. Hull, Options, Futures and Other Derivatives, 8th ed. 2012, chapter 17, to the cent.
    [Theory]
    [InlineData(OptionType.Call, 19.0, 19.0, 0.10, 0.75, 0.28, 1.7011, 1e-4)]
    [InlineData(OptionType.Put, 20.0, 20.0, 0.09, 4.0 / 12.0, 0.25, 1.12, 0.005)]
    public void Value_PublishedCase_MatchesTheBook(
        OptionType type, double forward, double strike, double rate, double years, double volatility, double price,
        double tolerance)
    {
        var option = Option(type, forward, strike, rate, years, volatility);
        Assert.Equal(price, Black76.Value(option).Price, tolerance);
    }

    [Fact]
    public void Value_IsGarmanKohlhagenOnTheForward_WithOneRho()
    {
        foreach (var spot in OptionCases.Random(seed: 41, count: 300))
        {
            double carry = Math.Exp((spot.DomesticRate - spot.ForeignRate) * spot.Years);
            var onSpot = GarmanKohlhagen.Value(spot);
            var option = Option(
                spot.Type, spot.Spot * carry, spot.Strike, spot.DomesticRate, spot.Years, spot.Volatility);
            var greeks = Black76.Value(option);

            OptionCases.AssertClose(onSpot.Price, greeks.Price, 1e-12, spot.ToString());
            OptionCases.AssertClose(onSpot.Vega, greeks.Vega, 1e-12, spot.ToString());
            OptionCases.AssertClose(onSpot.Delta, greeks.Delta * carry, 1e-12, spot.ToString());
            OptionCases.AssertClose(onSpot.Gamma, greeks.Gamma * carry * carry, 1e-12, spot.ToString());
            Assert.Equal(-spot.Years * greeks.Price, greeks.DomesticRho);
            Assert.Equal(0.0, greeks.ForeignRho);
        }
    }

    [Fact]
    public void Value_Sensitivities_MatchCentralDifferences()
    {
        var option = Option(OptionType.Put, 95.0, 100.0, 0.04, 1.5, 0.3);
        var greeks = Black76.Value(option);

        Assert.Equal(greeks.Delta, By((o, h) => o with { Forward = o.Forward + h }, g => g.Price, 0.01), 1e-8);
        Assert.Equal(greeks.Gamma, By((o, h) => o with { Forward = o.Forward + h }, g => g.Delta, 0.01), 1e-8);
        Assert.Equal(greeks.Vega, By((o, h) => o with { Volatility = o.Volatility + h }, g => g.Price, 1e-4), 1e-5);
        Assert.Equal(greeks.Theta, -By((o, h) => o with { Years = o.Years + h }, g => g.Price, 1e-4), 1e-6);
        Assert.Equal(greeks.DomesticRho, By((o, h) => o with { Rate = o.Rate + h }, g => g.Price, 1e-5), 1e-6);
        Assert.Equal(greeks.Vanna, By((o, h) => o with { Forward = o.Forward + h }, g => g.Vega, 0.01), 1e-6);
        Assert.Equal(greeks.Volga, By((o, h) => o with { Volatility = o.Volatility + h }, g => g.Vega, 1e-4), 1e-4);
        Assert.Equal(greeks.Charm, -By((o, h) => o with { Years = o.Years + h }, g => g.Delta, 1e-4), 1e-8);

        double By(Func<ForwardOption, double, ForwardOption> move, Func<OptionGreeks, double> read, double step) =>
            (read(Black76.Value(move(option, step))) - read(Black76.Value(move(option, -step)))) / (2.0 * step);
    }

    [Fact]
    public void Compute_EveryLength_GivesWhatEachRowGetsAlone()
    {
        var options = OptionCases.Random(seed: 42, count: 70);
        for (int length = 0; length <= options.Length; length++)
        {
            var data = new OptionColumnData(options[..length]);
            var columns = new ForwardOptionColumns
            {
                Types = data.Types,
                Forwards = data.Spots,
                Strikes = data.Strikes,
                Rates = data.DomesticRates,
                Years = data.Years,
                Volatilities = data.Volatilities,
            };

            Assert.Equal(0, Black76.Compute(columns, data.Greeks));

            for (int row = 0; row < length; row++)
            {
                var o = options[row];
                double[] alone = OptionColumnData.Numbers(
                    Black76.Value(Option(o.Type, o.Spot, o.Strike, o.DomesticRate, o.Years, o.Volatility)));
                alone[6] = -7.0; // Not written.
                Assert.Equal(alone.Select(BitConverter.DoubleToInt64Bits), data.RowBits(row));
            }
        }
    }

    [Fact]
    public void Value_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Black76.Value(default));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Black76.Value(Option(OptionType.Call, double.NaN, 1.0, 0.0, 1.0, 0.2)));
    }

    private static ForwardOption Option(
        OptionType type, double forward, double strike, double rate, double years, double volatility) => new()
        {
            Type = type,
            Forward = forward,
            Strike = strike,
            Rate = rate,
            Years = years,
            Volatility = volatility,
        };
}
