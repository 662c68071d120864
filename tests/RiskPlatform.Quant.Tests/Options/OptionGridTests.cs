using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

public sealed class OptionGridTests
{
    // N. Ju, R. Zhong, "An approximate formula for pricing American options", Journal of Derivatives, Winter 1999,
    // exhibits 3 and 4, true values to three decimals: puts on S = 40, r = 4.88%; calls of three years on K = 100.
    [Theory]
    [InlineData(OptionType.Put, 40.0, 35.0, 0.0488, 0.00, 1.0 / 12.0, 0.2, 0.006)]
    [InlineData(OptionType.Put, 40.0, 35.0, 0.0488, 0.00, 4.0 / 12.0, 0.2, 0.200)]
    [InlineData(OptionType.Put, 40.0, 35.0, 0.0488, 0.00, 7.0 / 12.0, 0.2, 0.433)]
    [InlineData(OptionType.Put, 40.0, 40.0, 0.0488, 0.00, 1.0 / 12.0, 0.2, 0.852)]
    [InlineData(OptionType.Put, 40.0, 40.0, 0.0488, 0.00, 4.0 / 12.0, 0.2, 1.580)]
    [InlineData(OptionType.Put, 40.0, 40.0, 0.0488, 0.00, 7.0 / 12.0, 0.2, 1.990)]
    [InlineData(OptionType.Put, 40.0, 45.0, 0.0488, 0.00, 1.0 / 12.0, 0.2, 5.000)]
    [InlineData(OptionType.Put, 40.0, 45.0, 0.0488, 0.00, 4.0 / 12.0, 0.2, 5.088)]
    [InlineData(OptionType.Put, 40.0, 45.0, 0.0488, 0.00, 7.0 / 12.0, 0.2, 5.267)]
    [InlineData(OptionType.Put, 40.0, 40.0, 0.0488, 0.00, 4.0 / 12.0, 0.3, 2.482)]
    [InlineData(OptionType.Put, 40.0, 45.0, 0.0488, 0.00, 7.0 / 12.0, 0.4, 7.383)]
    [InlineData(OptionType.Call, 80.0, 100.0, 0.03, 0.07, 3.0, 0.2, 2.580)]
    [InlineData(OptionType.Call, 90.0, 100.0, 0.03, 0.07, 3.0, 0.2, 5.167)]
    [InlineData(OptionType.Call, 100.0, 100.0, 0.03, 0.07, 3.0, 0.2, 9.066)]
    [InlineData(OptionType.Call, 110.0, 100.0, 0.03, 0.07, 3.0, 0.2, 14.443)]
    [InlineData(OptionType.Call, 120.0, 100.0, 0.03, 0.07, 3.0, 0.2, 21.414)]
    public void Value_American_MatchesJusTable(
        OptionType type, double spot, double strike, double rd, double rf, double years, double vol, double expected)
    {
        var option = Option(type, spot, strike, rd, rf, years, vol);
        double tree = LeisenReimerLattice.Value(option, ExerciseStyle.American, 5001).Price;
        double grid = CrankNicolsonGrid.Value(option, ExerciseStyle.American, 800, 400).Price;

        Assert.Equal(expected, tree, 0.001);
        Assert.Equal(expected, grid, 0.001);
    }

    // Goal: each method is of second order, whatever the number of steps: every length, even ones too.
    [Fact]
    public void Value_European_ConvergesToTheClosedFormWithTheSquareOfTheSteps()
    {
        foreach (var option in NearTheMoney(seed: 71, count: 20))
        {
            var exact = GarmanKohlhagen.Value(option);
            double scale = option.Spot * option.Volatility * Math.Sqrt(option.Years);
            for (int n = 3; n <= 420; n += n < 64 ? 1 : 89)
            {
                var tree = LeisenReimerLattice.Value(option, ExerciseStyle.European, n);
                Assert.Equal(exact.Price, tree.Price, (n < 20 ? 0.06 : 0.03) * scale / (n * n));
                Assert.Equal(exact.Delta, tree.Delta, 2.0 / n);
                Assert.Equal(exact.Gamma, tree.Gamma, 1.5 / (n * scale));
            }

            for (int n = 30; n <= 420; n += n < 64 ? 1 : 89)
            {
                int steps = n / 2 + 3;
                var grid = CrankNicolsonGrid.Value(option, ExerciseStyle.European, n, steps);
                double square = n * n;
                Assert.Equal(exact.Price, grid.Price, scale * (4.0 / square + 0.1 / (steps * steps)));
                Assert.Equal(exact.Delta, grid.Delta, 20.0 / square);
                Assert.Equal(exact.Gamma, grid.Gamma, 15.0 / (square * scale));
            }
        }
    }

    // d1 and d2 near zero, where the inversion is the root of a difference that nearly vanishes.
    [Theory]
    [InlineData(100.0025, 0.02, 0.05)]
    [InlineData(100.0001, 7.0 / 365.0, 0.01)]
    [InlineData(100.0, 7.0 / 365.0, 0.01)]
    [InlineData(100.001, 0.25, 0.005)]
    public void Value_EuropeanAtTheMoney_KeepsItsDigits(double strike, double years, double volatility)
    {
        var option = Option(OptionType.Call, 100.0, strike, 0.0, 0.0, years, volatility);
        double scale = 100.0 * volatility * Math.Sqrt(years);
        double tree = LeisenReimerLattice.Value(option, ExerciseStyle.European, 1001).Price;
        Assert.Equal(GarmanKohlhagen.Value(option).Price, tree, 0.03 * scale / (1001.0 * 1001.0));
    }

    [Fact]
    public void Value_TwiceTheSteps_QuartersTheError()
    {
        var option = Option(OptionType.Put, 100.0, 95.0, 0.05, 0.02, 1.0, 0.3);
        double exact = GarmanKohlhagen.Value(option).Price;
        double tree = Error(n => LeisenReimerLattice.Value(option, ExerciseStyle.European, n).Price, 101, 203);
        double grid = Error(n => CrankNicolsonGrid.Value(option, ExerciseStyle.European, n, n).Price, 100, 200);

        Assert.InRange(tree, 3.8, 4.3);
        Assert.InRange(grid, 3.8, 4.2);

        double Error(Func<int, double> price, int few, int many) => (price(few) - exact) / (price(many) - exact);
    }

    // Two methods with nothing in common; rates of either sign, so that a put may have two boundaries of exercise.
    [Fact]
    public void Value_American_LatticeAndGridAgree_AndOrderHolds()
    {
        foreach (var near in NearTheMoney(seed: 72, count: 25))
        {
            var option = near with { DomesticRate = near.DomesticRate - 0.03, ForeignRate = near.ForeignRate - 0.03 };
            double scale = option.Spot * option.Volatility * Math.Sqrt(option.Years);
            var tree = LeisenReimerLattice.Value(option, ExerciseStyle.American, 801);
            var grid = CrankNicolsonGrid.Value(option, ExerciseStyle.American, 400, 200);

            Assert.Equal(tree.Price, grid.Price, scale * 3e-4);
            Assert.Equal(tree.Delta, grid.Delta, 4e-3);
            double european = GarmanKohlhagen.Value(option).Price;
            double exercised = (int)option.Type * (option.Spot - option.Strike);
            Assert.True(tree.Price >= Math.Max(european, exercised) - 1e-6 * scale);
            Assert.True(grid.Price >= Math.Max(european, exercised) - 3e-5 * scale);
        }
    }

    // R. McDonald, M. Schroder, "A parity result for American options", Journal of Computational Finance 1(3) (1998).
    [Fact]
    public void Value_AmericanCall_IsThePutWithEverythingExchanged()
    {
        foreach (var option in NearTheMoney(seed: 73, count: 10))
        {
            var mirrored = Option(
                (OptionType)(-(int)option.Type),
                option.Strike,
                option.Spot,
                option.ForeignRate,
                option.DomesticRate,
                option.Years,
                option.Volatility);
            double price = CrankNicolsonGrid.Value(option, ExerciseStyle.American, 400, 200).Price;
            double other = CrankNicolsonGrid.Value(mirrored, ExerciseStyle.American, 400, 200).Price;
            Assert.Equal(price, other, 2e-4 * option.Spot * option.Volatility * Math.Sqrt(option.Years));
        }
    }

    [Fact]
    public void Value_AmericanCallWithoutYield_IsTheEuropeanOne()
    {
        var option = Option(OptionType.Call, 100.0, 90.0, 0.05, 0.0, 2.0, 0.25);
        foreach (var rates in new[] { option, option with { DomesticRate = 0.0 } })
        {
            Assert.Equal(
                LeisenReimerLattice.Value(rates, ExerciseStyle.European, 201).Price,
                LeisenReimerLattice.Value(rates, ExerciseStyle.American, 201).Price,
                1e-10);
            Assert.Equal(
                CrankNicolsonGrid.Value(rates, ExerciseStyle.European, 200, 100).Price,
                CrankNicolsonGrid.Value(rates, ExerciseStyle.American, 200, 100).Price,
                1e-10);
        }
    }

    [Theory]
    [InlineData(0.0, 0.2)]
    [InlineData(1.0, 0.0)]
    [InlineData(1.0, 1e-14)]
    [InlineData(1.0, 0.001)]
    public void Value_WithoutChance_IsTheBestOfTheForwards(double years, double volatility)
    {
        var put = Option(OptionType.Put, 80.0, 100.0, 0.05, 0.0, years, volatility);
        double later = 100.0 * Math.Exp(-0.05 * years) - 80.0;
        foreach (var value in new Func<VanillaOption, ExerciseStyle, GridValue>[]
        {
            (option, style) => LeisenReimerLattice.Value(option, style, 101),
            (option, style) => CrankNicolsonGrid.Value(option, style, 100, 50),
        })
        {
            Assert.Equal(20.0, value(put, ExerciseStyle.American).Price, 1e-9);
            Assert.Equal(-1.0, value(put, ExerciseStyle.American).Delta, 1e-9);
            Assert.Equal(later, value(put, ExerciseStyle.European).Price, 1e-9);
            Assert.Equal(0.0, value(put with { Strike = 50.0 }, ExerciseStyle.American).Price, 1e-9);
        }
    }

    [Fact]
    public void Value_ExtremeTerms_StayFinite()
    {
        foreach (double strike in new[] { 1e-90, 1e-3, 1.0, 100.0, 1e3, 1e90 })
        {
            foreach (double volatility in new[] { 1e-9, 0.01, 0.5, 5.0 })
            {
                foreach (double rate in new[] { -50.0, -0.02, 0.0, 0.3, 50.0 })
                {
                    var option = Option(OptionType.Put, 100.0, strike, rate, 0.01, 1.0, volatility);
                    var tree = LeisenReimerLattice.Value(option, ExerciseStyle.American, 11);
                    var grid = CrankNicolsonGrid.Value(option, ExerciseStyle.American, 10, 4);
                    Assert.All(
                        [tree.Price, tree.Delta, tree.Gamma, grid.Price, grid.Delta, grid.Gamma],
                        number => Assert.True(double.IsFinite(number), $"{option} {tree} {grid}"));
                }
            }
        }
    }

    [Fact]
    public void Value_OutOfRange_IsRefused()
    {
        var right = Option(OptionType.Put, 100.0, 100.0, 0.05, 0.0, 1.0, 0.2);
        VanillaOption[] wrong =
        [
            default,
            right with { Spot = double.NaN },
            right with { Volatility = 5.1 },
            right with { DomesticRate = 51.0 },
            right with { ForeignRate = -51.0 },
            right with { Years = -1.0 },
        ];
        foreach (var option in wrong)
        {
            Refused(() => LeisenReimerLattice.Value(option, ExerciseStyle.European, 101));
            Refused(() => CrankNicolsonGrid.Value(option, ExerciseStyle.European, 100, 100));
        }

        Refused(() => LeisenReimerLattice.Value(right, (ExerciseStyle)7, 101));
        Refused(() => LeisenReimerLattice.Value(right, ExerciseStyle.American, 2));
        Refused(() => LeisenReimerLattice.Value(right, ExerciseStyle.American, 100_001));
        Refused(() => CrankNicolsonGrid.Value(right, ExerciseStyle.American, 9, 100));
        Refused(() => CrankNicolsonGrid.Value(right, ExerciseStyle.American, 100, 3));

        static void Refused(Func<GridValue> compute) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => compute());
    }

    private static IEnumerable<VanillaOption> NearTheMoney(int seed, int count)
    {
        double[] moves = ReferenceData.Uniform(seed + 1000, count, -2.5, 2.5);
        return OptionCases.Random(seed, count).Select((option, i) => option with
        {
            Strike = option.Spot * Math.Exp(moves[i] * option.Volatility * Math.Sqrt(option.Years)),
            DomesticRate = 0.5 * option.DomesticRate,
            ForeignRate = 0.5 * option.ForeignRate,
        });
    }

    private static VanillaOption Option(
        OptionType type, double spot, double strike, double rd, double rf, double years, double volatility) => new()
        {
            Type = type,
            Spot = spot,
            Strike = strike,
            DomesticRate = rd,
            ForeignRate = rf,
            Years = years,
            Volatility = volatility,
        };
}
