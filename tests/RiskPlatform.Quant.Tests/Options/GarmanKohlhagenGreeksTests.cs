using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class GarmanKohlhagenGreeksTests
{
    // Goal: the probability is N(θ d2). Method: −e^(rd T) ∂V/∂K of a call is the probability that it pays.
    [Fact]
    public void ProbabilityInTheMoney_IsTheSlopeByTheStrike_AndBothSidesSumToOne()
    {
        foreach (double strike in (double[])[60.0, 95.0, 100.0, 140.0])
        {
            var call = new VanillaOption
            {
                Type = OptionType.Call, Spot = 100.0, Strike = strike, DomesticRate = 0.05, ForeignRate = 0.02,
                Years = 1.5, Volatility = 0.25,
            };
            double slope = (GarmanKohlhagen.Value(call with { Strike = strike + 1e-3 }).Price
                - GarmanKohlhagen.Value(call with { Strike = strike - 1e-3 }).Price) / 2e-3;
            double probability = GarmanKohlhagen.ProbabilityInTheMoney(call);
            Assert.Equal(-Math.Exp(0.05 * 1.5) * slope, probability, 1e-8);
            Assert.Equal(
                1.0, probability + GarmanKohlhagen.ProbabilityInTheMoney(call with { Type = OptionType.Put }), 1e-15);
            Assert.Equal(
                strike < 100.0 * Math.Exp(0.045) ? 1.0 : 0.0,
                GarmanKohlhagen.ProbabilityInTheMoney(call with { Volatility = 0.0 }));
        }
    }

    // Independent method: every sensitivity against central differences of the one before it, extrapolated once.
    [Fact]
    public void Value_EverySensitivity_MatchesCentralDifferences()
    {
        foreach (var option in OptionCases.Random(seed: 21, count: 300))
        {
            var greeks = GarmanKohlhagen.Value(option);
            double dollar = option.Spot; // A bump of 1 × it moves the price by about its own size.
            Check("delta", greeks.Delta, BySpot(o => o.Price), 1.0);
            Check("gamma", greeks.Gamma, BySpot(o => o.Delta), 1.0 / dollar);
            Check("vega", greeks.Vega, ByVolatility(o => o.Price), dollar);
            Check("theta", greeks.Theta, -ByTime(o => o.Price), dollar);
            Check("vanna", greeks.Vanna, BySpot(o => o.Vega), 1.0);
            Check("vanna", greeks.Vanna, ByVolatility(o => o.Delta), 1.0);
            Check("volga", greeks.Volga, ByVolatility(o => o.Vega), dollar);
            Check("charm", greeks.Charm, -ByTime(o => o.Delta), 1.0);
            Check("charm", greeks.Charm, BySpot(o => o.Theta), 1.0);
            Check("domestic rho", greeks.DomesticRho, ByDomesticRate(), dollar);
            Check("foreign rho", greeks.ForeignRho, ByForeignRate(), dollar);

            double BySpot(Func<OptionGreeks, double> of) =>
                Slope(h => of(GarmanKohlhagen.Value(option with { Spot = option.Spot + h })), 1e-3 * option.Spot);

            double ByVolatility(Func<OptionGreeks, double> of) => Slope(
                h => of(GarmanKohlhagen.Value(option with { Volatility = option.Volatility + h })),
                1e-3 * option.Volatility);

            double ByTime(Func<OptionGreeks, double> of) =>
                Slope(h => of(GarmanKohlhagen.Value(option with { Years = option.Years + h })), 1e-3 * option.Years);

            double ByDomesticRate() => Slope(
                h => GarmanKohlhagen.Value(option with { DomesticRate = option.DomesticRate + h }).Price, 1e-4);

            double ByForeignRate() => Slope(
                h => GarmanKohlhagen.Value(option with { ForeignRate = option.ForeignRate + h }).Price, 1e-4);

            void Check(string name, double exact, double slope, double scale) => Assert.True(
                Math.Abs(exact - slope) <= 2e-7 * (Math.Abs(exact) + scale), $"{name} {exact:R} {slope:R} {option}");
        }
    }

    // ½σ²S²Γ + (rd − rf)SΔ + Θ = rd V: the equation every option obeys.
    [Fact]
    public void Value_AnyOption_SolvesTheBlackScholesEquation()
    {
        foreach (var option in OptionCases.Random(seed: 22, count: 1000))
        {
            var greeks = GarmanKohlhagen.Value(option);
            double s = option.Spot;
            double curvature = 0.5 * option.Volatility * option.Volatility * s * s * greeks.Gamma;
            double left = curvature + (option.DomesticRate - option.ForeignRate) * s * greeks.Delta + greeks.Theta;
            Assert.Equal(option.DomesticRate * greeks.Price, left, 1e-14 * (s + option.Strike + curvature));
        }
    }

    [Theory]
    [InlineData(OptionType.Call, 110.0, 1.0)]
    [InlineData(OptionType.Call, 90.0, 0.0)]
    [InlineData(OptionType.Call, 100.0, 0.5)]
    [InlineData(OptionType.Put, 110.0, 0.0)]
    [InlineData(OptionType.Put, 90.0, -1.0)]
    [InlineData(OptionType.Put, 100.0, -0.5)]
    public void Value_AtExpiry_IsThePayoff(OptionType type, double spot, double delta)
    {
        var greeks = GarmanKohlhagen.Value(Plain(type, spot, years: 0.0, volatility: 0.2));

        Assert.Equal(Math.Max(0.0, (int)type * (spot - 100.0)), greeks.Price);
        Assert.Equal(delta, greeks.Delta, 1e-15);
        Assert.Equal(0.0, greeks.Gamma);
        Assert.Equal(0.0, greeks.Vega);
        Assert.Equal(0.0, greeks.DomesticRho);
        Assert.All(OptionColumnData.Numbers(greeks), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void Value_WithoutVolatility_IsTheDiscountedForwardPayoff()
    {
        foreach (double spot in new[] { 50.0, 95.0, 100.0, 105.0, 200.0 })
        {
            var greeks = GarmanKohlhagen.Value(Plain(OptionType.Call, spot, years: 2.0, volatility: 0.0));

            double payoff = spot * Math.Exp(-0.02) - 100.0 * Math.Exp(-0.10);
            Assert.Equal(Math.Max(0.0, payoff), greeks.Price, 1e-13 * spot);
            Assert.All(OptionColumnData.Numbers(greeks), number => Assert.True(double.IsFinite(number)));
        }
    }

    [Fact]
    public void Value_ExtremeTerms_StayFiniteAndInBounds()
    {
        double[] sizes = [1e-100, 1e-20, 1e-3, 1.0, 1e3, 1e20, 1e100];
        foreach (double spot in sizes)
        {
            foreach (double strike in sizes)
            {
                foreach (double volatility in new[] { 0.0, 1e-50, 1e-9, 0.1, 3.0, 100.0, 1e50 })
                {
                    var option = Plain(OptionType.Put, spot, 1.0, volatility) with { Strike = strike };
                    var greeks = GarmanKohlhagen.Value(option);
                    Assert.All(
                        OptionColumnData.Numbers(greeks),
                        number => Assert.True(double.IsFinite(number), $"{option} {greeks}"));
                    Assert.InRange(greeks.Price, 0.0, strike * (1.0 + 1e-14));
                }
            }
        }
    }

    [Fact]
    public void Value_OutOfRange_IsRefused()
    {
        var right = Plain(OptionType.Call, 100.0, 1.0, 0.2);
        VanillaOption[] wrong =
        [
            default,
            right with { Type = 0 },
            right with { Type = (OptionType)2 },
            right with { Spot = 0.0 },
            right with { Spot = double.NaN },
            right with { Strike = -1.0 },
            right with { Strike = double.PositiveInfinity },
            right with { DomesticRate = double.NaN },
            right with { ForeignRate = 400.0 },
            right with { Years = 0.0, DomesticRate = 1e308, ForeignRate = -1e308 },
            right with { Years = -1e-9 },
            right with { Years = double.NaN },
            right with { Volatility = -0.1 },
            right with { Volatility = double.NaN },
        ];
        Assert.All(
            wrong, option => Assert.Throws<ArgumentOutOfRangeException>(() => GarmanKohlhagen.Value(option)));

        var data = new OptionColumnData([right, .. wrong, right]);
        Assert.Equal(wrong.Length, GarmanKohlhagen.Compute(data.Columns, data.Greeks));
        long[] expected =
            [.. OptionColumnData.Numbers(GarmanKohlhagen.Value(right)).Select(BitConverter.DoubleToInt64Bits)];
        Assert.Equal(expected, data.RowBits(0));
        Assert.Equal(expected, data.RowBits(wrong.Length + 1));
        Assert.All(data.Results, column => Assert.All(column[1..^1], number => Assert.Equal(double.NaN, number)));
    }

    private static double Slope(Func<double, double> function, double step)
    {
        double wide = (function(step) - function(-step)) / (2.0 * step);
        double narrow = (function(0.5 * step) - function(-0.5 * step)) / step;
        return (4.0 * narrow - wide) / 3.0;
    }

    private static VanillaOption Plain(OptionType type, double spot, double years, double volatility) => new()
    {
        Type = type,
        Spot = spot,
        Strike = 100.0,
        DomesticRate = 0.05,
        ForeignRate = 0.01,
        Years = years,
        Volatility = volatility,
    };
}
