using MathNet.Numerics.Integration;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class GarmanKohlhagenTests
{
    [Fact]
    public void Value_HaugsTables_MatchesTheBook()
    {
        var cases = OptionCases.All("bs_haug_values.json");
        Assert.Equal(29, cases.Count);
        Assert.All(cases, row => Assert.Equal(
            row.Number("value"), GarmanKohlhagen.Value(OptionCases.Option(row)).Price, row.Number("tolerance")));
    }

    [Fact]
    public void Value_HaugsSensitivities_MatchTheBook()
    {
        var cases = OptionCases.All("bs_haug_greeks.json");
        Assert.Equal(6, cases.Count);
        Assert.All(cases, row =>
        {
            var option = OptionCases.Option(row);
            var greeks = GarmanKohlhagen.Value(option);
            double actual = row.GetProperty("greek").GetString() switch
            {
                "delta" => greeks.Delta,
                "gamma" => greeks.Gamma,
                "vega" => greeks.Vega,
                "theta" => greeks.Theta,
                "rho" => greeks.DomesticRho,
                _ => greeks.Delta * option.Spot / greeks.Price, // Elasticity.
            };
            Assert.Equal(row.Number("value"), actual, row.Number("tolerance"));
        });
    }

    // J. Hull, Options, Futures and Other Derivatives, 8th ed. 2012, chapter 14, to the cent; and the value of
    // S = K = 100, r = 5%, σ = 20%, T = 1 to twelve digits.
    [Theory]
    [InlineData(OptionType.Call, 42.0, 40.0, 0.10, 0.00, 0.5, 0.20, 4.76, 0.005)]
    [InlineData(OptionType.Put, 42.0, 40.0, 0.10, 0.00, 0.5, 0.20, 0.81, 0.005)]
    [InlineData(OptionType.Call, 100.0, 100.0, 0.05, 0.00, 1.0, 0.20, 10.4505835722, 5e-11)]
    public void Value_WellKnownCase_Matches(
        OptionType type, double spot, double strike, double rd, double rf, double years, double vol, double price,
        double tolerance)
    {
        var option = new VanillaOption
        {
            Type = type,
            Spot = spot,
            Strike = strike,
            DomesticRate = rd,
            ForeignRate = rf,
            Years = years,
            Volatility = vol,
        };
        Assert.Equal(price, GarmanKohlhagen.Value(option).Price, tolerance);
    }

    // Printed to the cent. J. Hull, Student Solutions Manual, 9th ed. 2014, p. 166, problem 15.13; A. Gottesman,
    // Derivatives Essentials, 2016, pp. 96 and 98.
    [Theory]
    [InlineData(OptionType.Call, 52.0, 50.0, 0.12, 0.25, 0.30, 5.06)]
    [InlineData(OptionType.Call, 1000.0, 800.0, 0.05, 1.0, 0.25, 254.13)]
    [InlineData(OptionType.Put, 85.0, 95.0, 0.02, 0.25, 0.65, 16.96)]
    public void Value_TextbookCase_MatchesThePrintedCent(
        OptionType type, double spot, double strike, double rate, double years, double volatility, double printed)
    {
        var option = new VanillaOption
        {
            Type = type,
            Spot = spot,
            Strike = strike,
            DomesticRate = rate,
            ForeignRate = 0.0,
            Years = years,
            Volatility = volatility,
        };
        Assert.Equal(printed, GarmanKohlhagen.Value(option).Price, 0.005);
    }

    // J. Hull, Options, Futures, and Other Derivatives, 5th ed. 2003, p. 253: a call of six months when 0.50 is paid
    // after two and after five; the share is worth what it costs less the dividends' present value.
    [Fact]
    public void Value_ShareWithKnownDividends_MatchesThePrintedCent()
    {
        double dividends = 0.5 * Math.Exp(-0.09 * 2.0 / 12.0) + 0.5 * Math.Exp(-0.09 * 5.0 / 12.0);
        var option = new VanillaOption
        {
            Type = OptionType.Call,
            Spot = 40.0 - dividends,
            Strike = 40.0,
            DomesticRate = 0.09,
            ForeignRate = 0.0,
            Years = 0.5,
            Volatility = 0.3,
        };
        Assert.Equal(3.67, GarmanKohlhagen.Value(option).Price, 0.005);
    }

    [Fact]
    public void Value_TwoHundredRandomOptions_MatchQuantLibAndMpmath()
    {
        var cases = OptionCases.All("bs_greeks_random200.json");
        Assert.Equal(200, cases.Count);
        foreach (var row in cases)
        {
            var greeks = GarmanKohlhagen.Value(OptionCases.Option(row));
            string id = row.GetProperty("id").ToString();
            Check("value", greeks.Price);
            Check("delta", greeks.Delta);
            Check("gamma", greeks.Gamma);
            Check("vega", greeks.Vega);
            Check("theta", greeks.Theta);
            Check("rho", greeks.DomesticRho);
            Check("dividendRho", greeks.ForeignRho);
            Check("vanna_mpmath", greeks.Vanna);
            Check("volga_mpmath", greeks.Volga);

            void Check(string name, double actual) =>
                OptionCases.AssertClose(row.Number(name), actual, 1e-10, $"{name} of case {id}");
        }
    }

    // Goal: tiny prices keep their digits. Tolerance: a few rounding errors times the condition of the formula.
    [Fact]
    public void Value_FarFromTheMoney_HasTheDigitsItsArgumentsAllow()
    {
        foreach (var row in OptionCases.All("black_normalised_mpmath.json"))
        {
            double[] x = [.. row.EnumerateArray().Select(number => number.GetDouble())];
            double d1 = Math.Log(x[0] / x[1]) / x[2] + 0.5 * x[2];
            double far = Math.Max(Math.Abs(d1), Math.Abs(d1 - x[2]));
            double u = Math.Abs(Math.Log(x[0] / x[1])) / x[2];
            double tolerance = 2.5e-15 * (1.0 + far * far + u * (1.0 + far));
            foreach (var type in new[] { OptionType.Call, OptionType.Put })
            {
                var greeks = GarmanKohlhagen.Value(new VanillaOption
                {
                    Type = type,
                    Spot = x[0],
                    Strike = x[1],
                    DomesticRate = 0.0,
                    ForeignRate = 0.0,
                    Years = 1.0,
                    Volatility = x[2],
                });
                string what = $"{type} F={x[0]:R} s={x[2]:R}";
                OptionCases.AssertClose(type == OptionType.Call ? x[3] : x[4], greeks.Price, tolerance, what);
                OptionCases.AssertClose(x[5], greeks.Vega, tolerance, "vega of " + what);
            }
        }
    }

    [Fact]
    public void Value_CallAndPut_DifferByTheForward()
    {
        foreach (var option in OptionCases.Random(seed: 11, count: 500))
        {
            var call = GarmanKohlhagen.Value(option with { Type = OptionType.Call });
            var put = GarmanKohlhagen.Value(option with { Type = OptionType.Put });
            double asset = option.Spot * Math.Exp(-option.ForeignRate * option.Years);
            double bond = option.Strike * Math.Exp(-option.DomesticRate * option.Years);
            double scale = 1e-14 * (asset + bond);
            Assert.Equal(asset - bond, call.Price - put.Price, scale);
            Assert.Equal(asset / option.Spot, call.Delta - put.Delta, 1e-14 * 3.0);
            Assert.Equal(call.Gamma, put.Gamma);
            Assert.Equal(call.Vega, put.Vega);
            Assert.Equal(call.Volga, put.Volga);
            Assert.Equal(call.Vanna, put.Vanna);
            Assert.Equal(option.Years * bond, call.DomesticRho - put.DomesticRho, option.Years * scale);
            Assert.Equal(-option.Years * asset, call.ForeignRho - put.ForeignRho, option.Years * scale);
        }
    }

    // A call on euros in dollars is a put on dollars in euros: S·K times the put at 1/S, 1/K with the rates exchanged.
    [Fact]
    public void Value_SeenFromTheOtherCurrency_IsTheSameContract()
    {
        foreach (var option in OptionCases.Random(seed: 12, count: 500))
        {
            double price = GarmanKohlhagen.Value(option).Price;
            double mirrored = GarmanKohlhagen.Value(option with
            {
                Type = (OptionType)(-(int)option.Type),
                Spot = 1.0 / option.Spot,
                Strike = 1.0 / option.Strike,
                DomesticRate = option.ForeignRate,
                ForeignRate = option.DomesticRate,
            }).Price;
            OptionCases.AssertClose(price, mirrored * option.Spot * option.Strike, 1e-12, option.ToString());
        }
    }

    [Fact]
    public void Value_AnyOption_IsWithinItsBounds_AndConvexInTheStrike()
    {
        foreach (var option in OptionCases.Random(seed: 13, count: 300))
        {
            double asset = option.Spot * Math.Exp(-option.ForeignRate * option.Years);
            double bond = option.Strike * Math.Exp(-option.DomesticRate * option.Years);
            double price = At(1.0);
            double intrinsic = Math.Max(0.0, (int)option.Type * (asset - bond));
            Assert.InRange(price, intrinsic, option.Type == OptionType.Call ? asset : bond);
            Assert.True(At(0.9) + At(1.1) >= 2.0 * price);
            Assert.True(GarmanKohlhagen.Value(option with { Volatility = 1.1 * option.Volatility }).Price >= price);

            double At(double factor) =>
                GarmanKohlhagen.Value(option with { Strike = factor * option.Strike }).Price;
        }
    }

    // Independent method: the payoff against the normal density, by Gauss and Legendre on the side that pays.
    [Fact]
    public void Value_AgainstIntegratedPayoff_Agrees()
    {
        foreach (var option in OptionCases.Random(seed: 14, count: 100))
        {
            double deviation = option.Volatility * Math.Sqrt(option.Years);
            double drift = (option.DomesticRate - option.ForeignRate) * option.Years - 0.5 * deviation * deviation;
            double kink = (Math.Log(option.Strike / option.Spot) - drift) / deviation;
            bool isCall = option.Type == OptionType.Call;
            double from = isCall ? kink : -14.0;
            double to = isCall ? Math.Max(kink, 0.0) + 14.0 : kink;
            double integral = GaussLegendreRule.Integrate(Payoff, from, to, 128);

            double price = GarmanKohlhagen.Value(option).Price;

            double discounted = Math.Exp(-option.DomesticRate * option.Years) * integral;
            OptionCases.AssertClose(discounted, price, 1e-10, option.ToString());

            double Payoff(double z) => (int)option.Type
                * (option.Spot * Math.Exp(drift + deviation * z) - option.Strike) * Normal.Density(z);
        }
    }
}
