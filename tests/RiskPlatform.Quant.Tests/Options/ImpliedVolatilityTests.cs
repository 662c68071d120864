using RiskPlatform.Quant.Options;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class ImpliedVolatilityTests
{
    [Fact]
    public void Solve_ReferenceRoundTrips_ReturnTheVolatilityOrRefuse()
    {
        var cases = OptionCases.All("implied_vol_roundtrip.json");
        Assert.Equal(120, cases.Count);
        foreach (var row in cases)
        {
            double expected = row.Number("true_vol");
            var result = ImpliedVolatility.Solve(Quote(OptionCases.Option(row), row.Number("price")));
            if (row.GetProperty("invertible").GetBoolean())
            {
                double tolerance = Math.Max(1e-12, 4.0 * row.Number("attainable_rel_precision_of_vol"));
                Assert.Equal(ImpliedVolatilityStatus.Solved, result.Status);
                OptionCases.AssertClose(expected, result.Volatility, tolerance, row.ToString());
            }
            else
            {
                Assert.Contains(
                    result.Status,
                    new[] { ImpliedVolatilityStatus.AtIntrinsic, ImpliedVolatilityStatus.BelowIntrinsic });
                Assert.Equal(0.0, result.Volatility);
            }
        }
    }

    // Total standard deviation 0.01 to 4, |ln(F/K)| up to 16, prices correct to the last digit.
    [Fact]
    public void Solve_FourHundredAndTwentyDigitPrices_RecoversToTheAttainablePrecision()
    {
        int solved = 0;
        foreach (var row in OptionCases.All("black_normalised_mpmath.json"))
        {
            double[] x = [.. row.EnumerateArray().Select(number => number.GetDouble())];
            foreach (var type in new[] { OptionType.Call, OptionType.Put })
            {
                double price = type == OptionType.Call ? x[3] : x[4];
                double attainable = Attainable(x[0], x[1], x[2], price, x[5]);
                var result = ImpliedVolatility.Solve(OnForward(type, x[0], x[1], price));
                string what = $"{type} F={x[0]:R} s={x[2]:R} price={price:R} {result}";
                if (attainable < 0.01)
                {
                    Assert.True(result.Status == ImpliedVolatilityStatus.Solved, what);
                    OptionCases.AssertClose(x[2], result.Volatility, 1e-15 + 2.0 * attainable, what);
                    solved++;
                }
                else if (result.Status != ImpliedVolatilityStatus.Solved)
                {
                    Assert.Equal(0.0, result.Volatility);
                }
            }
        }

        Assert.InRange(solved, 700, 1080);
    }

    // Goal: no case is lost. Method: a fine grid from deep in one tail to deep in the other, prices by the closed form.
    [Theory]
    [InlineData(0.0, 16.0, 0.0625, 0.001, 12.0)]
    [InlineData(0.0, 0.05, 0.0004, 1e-5, 4.0)]
    [InlineData(16.0, 60.0, 0.5, 0.4, 24.0)]
    [InlineData(60.0, 440.0, 7.0, 1.5, 60.0)]
    public void Solve_FineGrid_RoundTrips(double from, double to, double step, double least, double most)
    {
        int solved = 0;
        for (double distance = from; distance <= to; distance += step)
        {
            for (double s = least; s < most; s *= 1.09)
            {
                double forward = 1e96 * Math.Exp(-distance);
                var greeks = Black76.Value(new ForwardOption
                {
                    Type = OptionType.Call,
                    Forward = forward,
                    Strike = 1e96,
                    Rate = 0.0,
                    Years = 1.0,
                    Volatility = s,
                });
                double attainable = Attainable(forward, 1e96, s, greeks.Price, greeks.Vega);
                if (greeks.Price > 1e-290 && attainable < 0.001)
                {
                    var result = ImpliedVolatility.Solve(OnForward(OptionType.Call, forward, 1e96, greeks.Price));
                    string what = $"x={distance} s={s:R} {result}";
                    Assert.True(result.Status == ImpliedVolatilityStatus.Solved, what);
                    OptionCases.AssertClose(s, result.Volatility, 4e-15 + 4.0 * attainable, what);
                    solved++;
                }
            }
        }

        Assert.True(solved > 1000);
    }

    [Fact]
    public void Solve_TinyDeviationsNearTheMoney_RoundTripThroughTheSeries()
    {
        // b = φ(0)·s·(1 − s²/24 + …) at the money, exact to 1e-16 for s up to 1e-4.
        for (double s = 1e-14; s < 1e-4; s *= 3.0)
        {
            double price = 100.0 * 0.398942280401432678 * s * (1.0 - s * s / 24.0);
            var result = ImpliedVolatility.Solve(OnForward(OptionType.Put, 100.0, 100.0, price));
            OptionCases.AssertClose(s, result.Volatility, 2e-15, $"s={s:R}");
        }
    }

    [Fact]
    public void Solve_DeskOptions_ReturnTheVolatilityTheyWerePricedWith()
    {
        foreach (var option in OptionCases.Random(seed: 61, count: 5000))
        {
            var greeks = GarmanKohlhagen.Value(option);
            var result = ImpliedVolatility.Solve(Quote(option, greeks.Price));
            double attainable = 2e-16 * greeks.Price / (greeks.Vega * option.Volatility);
            if (attainable > 0.01)
            {
                continue; // So deep in the money that its price is the forward's payoff.
            }

            Assert.Equal(ImpliedVolatilityStatus.Solved, result.Status);
            double resolution = Math.Pow(2.0, -52) * greeks.Price / (greeks.Vega * option.Volatility);
            Assert.Equal(1.0, result.Resolution / resolution, 1e-3 + 1e3 * resolution);

            OptionCases.AssertClose(option.Volatility, result.Volatility, 1e-14 + 4.0 * attainable, option.ToString());
        }
    }

    [Theory]
    [InlineData(OptionType.Call, 100.0, 90.0, 9.99, ImpliedVolatilityStatus.BelowIntrinsic)]
    [InlineData(OptionType.Call, 100.0, 90.0, 10.0, ImpliedVolatilityStatus.AtIntrinsic)]
    [InlineData(OptionType.Call, 100.0, 90.0, 10.01, ImpliedVolatilityStatus.Solved)]
    [InlineData(OptionType.Call, 100.0, 90.0, 99.99, ImpliedVolatilityStatus.Solved)]
    [InlineData(OptionType.Call, 100.0, 90.0, 100.0, ImpliedVolatilityStatus.AboveBound)]
    [InlineData(OptionType.Call, 100.0, 90.0, 1e300, ImpliedVolatilityStatus.AboveBound)]
    [InlineData(OptionType.Put, 100.0, 90.0, -1.0, ImpliedVolatilityStatus.BelowIntrinsic)]
    [InlineData(OptionType.Put, 100.0, 90.0, 0.0, ImpliedVolatilityStatus.AtIntrinsic)]
    [InlineData(OptionType.Put, 100.0, 90.0, 4.9e-324, ImpliedVolatilityStatus.AtIntrinsic)]
    [InlineData(OptionType.Put, 100.0, 90.0, 1e-300, ImpliedVolatilityStatus.Solved)]
    [InlineData(OptionType.Put, 100.0, 90.0, 89.9999, ImpliedVolatilityStatus.Solved)]
    [InlineData(OptionType.Put, 100.0, 90.0, 90.0, ImpliedVolatilityStatus.AboveBound)]
    [InlineData(OptionType.Put, 100.0, 100.0, 0.0, ImpliedVolatilityStatus.AtIntrinsic)]
    [InlineData(OptionType.Put, 100.0, 100.0, -1e-9, ImpliedVolatilityStatus.BelowIntrinsic)]
    public void Solve_PriceAtTheEdges_HasItsStatus(
        OptionType type, double forward, double strike, double price, ImpliedVolatilityStatus expected)
    {
        var result = ImpliedVolatility.Solve(OnForward(type, forward, strike, price));

        Assert.Equal(expected, result.Status);
        Assert.Equal(expected == ImpliedVolatilityStatus.Solved, result.Volatility > 0.0);
        Assert.True(double.IsFinite(result.Volatility) && double.IsFinite(result.Resolution));
    }

    // A price at its bound, however little the strike: no volatility gives it, and noise is none.
    [Theory]
    [InlineData(OptionType.Call, 100.0, 1.0)]
    [InlineData(OptionType.Put, 1.0, 100.0)]
    public void Solve_PriceAtTheBound_IsRefusedForEveryRatio(OptionType type, double forwards, double strikes)
    {
        for (int i = 1; i < 10_000; i++)
        {
            double small = i * 0.01;
            double forward = type == OptionType.Call ? forwards : small;
            double strike = type == OptionType.Put ? strikes : small;
            var result = ImpliedVolatility.Solve(OnForward(type, forward, strike, price: 100.0));
            Assert.Equal(ImpliedVolatilityStatus.AboveBound, result.Status);
        }
    }

    [Fact]
    public void Solve_WithoutTime_SaysSo() => Assert.Equal(
        ImpliedVolatilityStatus.NoTime,
        ImpliedVolatility.Solve(OnForward(OptionType.Call, 100.0, 90.0, 12.0) with { Years = 0.0 }).Status);

    // The original regression: this price must give back 20%.
    [Fact]
    public void Solve_PriceToEightDecimals_GivesTwentyPercent()
    {
        var quote = OnForward(OptionType.Call, 100.0, 100.0, 10.45058357) with { DomesticRate = 0.05 };
        Assert.Equal(0.2, ImpliedVolatility.Solve(quote).Volatility, 1e-10);
    }

    [Fact]
    public void Compute_EveryLengthAndWidth_GivesEachRowTheBitsItGetsAlone()
    {
        var options = OptionCases.Random(seed: 62, count: 140);
        double[] prices = [.. options.Select(option => GarmanKohlhagen.Value(option).Price)];
        for (int i = 0; i < prices.Length; i += 11)
        {
            prices[i] *= i % 2 == 0 ? -1.0 : 1e9; // Refused rows leave their neighbours alone.
        }

        var alone = options.Select((option, i) => ImpliedVolatility.Solve(Quote(option, prices[i]))).ToArray();
        var data = new OptionColumnData(options);
        for (int length = 0; length <= options.Length; length++)
        {
            Check<Lane64>(length);
            Check<Lanes128>(length);
            Check<Lanes256>(length);
            Check<Lanes512>(length);
        }

        void Check<T>(int length)
            where T : struct, ILanes<T>
        {
            double[] volatilities = new double[length];
            double[] resolutions = new double[length];
            var statuses = new ImpliedVolatilityStatus[length];
            int solved = ImpliedVolatility.Compute<T>(
                Columns(data, prices, length), volatilities, resolutions, statuses);
            Assert.Equal(
                alone[..length],
                Enumerable.Range(0, length)
                    .Select(i => new ImpliedVolatilityResult(statuses[i], volatilities[i], resolutions[i])));
            Assert.Equal(alone[..length].Count(r => r.Status == ImpliedVolatilityStatus.Solved), solved);
        }
    }

    [Fact]
    public void Compute_WrongRowsAndLengths_AreRefused()
    {
        var right = OnForward(OptionType.Call, 100.0, 90.0, 12.0);
        OptionQuote[] wrong =
        [
            default,
            right with { Type = 0 },
            right with { Spot = double.NaN },
            right with { Strike = 0.0 },
            right with { DomesticRate = double.NaN },
            right with { ForeignRate = double.NegativeInfinity },
            right with { Years = -1.0 },
            right with { Price = double.NaN },
            right with { Price = double.PositiveInfinity },
        ];
        Assert.All(wrong, quote => Assert.Throws<ArgumentOutOfRangeException>(() => ImpliedVolatility.Solve(quote)));

        var data = new OptionColumnData(OptionCases.Random(seed: 63, count: 20));
        double[] prices = new double[20];
        Array.Fill(prices, double.NaN);
        double[] volatilities = new double[20];
        var statuses = new ImpliedVolatilityStatus[20];
        Assert.Equal(0, ImpliedVolatility.Compute(Columns(data, prices, 20), volatilities, [], statuses));
        Assert.All(statuses, status => Assert.Equal(ImpliedVolatilityStatus.OutOfRange, status));
        Assert.All(volatilities, volatility => Assert.Equal(0.0, volatility));
        Assert.Throws<ArgumentException>(
            () => ImpliedVolatility.Compute(Columns(data, prices, 20), volatilities, new double[1], statuses));
        Assert.Throws<ArgumentException>(
            () => ImpliedVolatility.Compute(Columns(data, prices, 20), new double[19], [], statuses));
    }

    // What half the last digit of the price, or of a price in the money the rounding of F − K, decides.
    private static double Attainable(double forward, double strike, double s, double price, double vega)
    {
        double lost = price > Math.Abs(forward - strike) ? 1.2e-16 * (forward + strike) : 0.0;
        return (1.2e-16 * price + lost) / (vega * s);
    }

    private static OptionQuote OnForward(OptionType type, double forward, double strike, double price) => new()
    {
        Type = type,
        Spot = forward,
        Strike = strike,
        DomesticRate = 0.0,
        ForeignRate = 0.0,
        Years = 1.0,
        Price = price,
    };

    private static OptionQuote Quote(VanillaOption option, double price) => new()
    {
        Type = option.Type,
        Spot = option.Spot,
        Strike = option.Strike,
        DomesticRate = option.DomesticRate,
        ForeignRate = option.ForeignRate,
        Years = option.Years,
        Price = price,
    };

    private static OptionQuoteColumns Columns(OptionColumnData data, double[] prices, int length) => new()
    {
        Types = data.Types.AsSpan(0, length),
        Spots = data.Spots.AsSpan(0, length),
        Strikes = data.Strikes.AsSpan(0, length),
        DomesticRates = data.DomesticRates.AsSpan(0, length),
        ForeignRates = data.ForeignRates.AsSpan(0, length),
        Years = data.Years.AsSpan(0, length),
        Prices = prices.AsSpan(0, length),
    };
}
