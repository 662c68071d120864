using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class CashFlowValueTests
{
    private static readonly Compounding[] Compoundings =
        [Compounding.Continuous, Compounding.Periodic(1), Compounding.Periodic(2), Compounding.Periodic(12)];

    [Fact]
    public void AtYield_ReferenceFlows_MatchOctave()
    {
        var row = ReferenceCases.All("loan_math_octave.json")
            .Single(row => row.GetProperty("function").GetString() == "cfdur/cfconv");
        double[] amounts = [2.5, 2.5, 2.5, 2.5, 5.0, 5.0, 5.0, 5.0, 105.0];
        double[] periods = [.. Enumerable.Range(1, 9).Select(i => (double)i)];

        var measures = CashFlowValue.AtYield(amounts, periods, row.Number("yield_per_period"), Compounding.Periodic(1));

        Assert.Equal(row.Number("macaulay_periods"), measures.MacaulayDuration, 1e-9);
        Assert.Equal(row.Number("modified_periods"), measures.ModifiedDuration, 1e-9);
        Assert.Equal(row.Number("convexity_periods2"), measures.Convexity, 1e-9);
    }

    // R. Tsay, Analysis of Financial Time Series, 2nd ed. 2005, p. 4, table 1.1: what one grows to in a year at 10 %.
    [Theory]
    [InlineData(1, 1.10000)]
    [InlineData(2, 1.10250)]
    [InlineData(4, 1.10381)]
    [InlineData(12, 1.10471)]
    [InlineData(52, 1.10506)]
    [InlineData(365, 1.10516)]
    [InlineData(0, 1.10517)]
    public void AtYield_EffectsOfCompounding_MatchTheTable(int perYear, double growth)
    {
        var compounding = perYear == 0 ? Compounding.Continuous : Compounding.Periodic(perYear);
        Assert.Equal(growth, 1.0 / CashFlowValue.AtYield([1.0], [1.0], 0.10, compounding).Value, 5e-6);
    }

    [Fact]
    public void AtYield_EveryNumberOfPayments_AgreesWithPowersAndCentralDifferences()
    {
        for (int n = 1; n <= 40; n++)
        {
            double[] amounts = ReferenceData.Uniform(n, n, 0.1, 5.0);
            double[] years = ReferenceData.Uniform(100 + n, n, 0.0, 30.0);
            foreach (var compounding in Compoundings)
            {
                const double Yield = 0.07;
                const double Step = 1e-4;
                var measures = CashFlowValue.AtYield(amounts, years, Yield, compounding);
                double up = Value(Yield + Step);
                double down = Value(Yield - Step);

                Assert.Equal(Value(Yield), measures.Value, 1e-12 * measures.Value);
                Assert.Equal((down - up) / (2.0 * Step * measures.Value), measures.ModifiedDuration, 1e-4);
                Assert.Equal(
                    (up - 2.0 * measures.Value + down) / (Step * Step * measures.Value),
                    measures.Convexity,
                    1e-4 * Math.Max(1.0, measures.Convexity));

                double Value(double y) => amounts.Zip(years).Sum(flow => flow.First * (compounding.PerYear == 0
                    ? Math.Exp(-y * flow.Second)
                    : Math.Pow(1.0 + y / compounding.PerYear, -compounding.PerYear * flow.Second)));
            }
        }
    }

    // Goal: no price that a yield makes is lost, from near total loss of growth to hyperinflation.
    [Fact]
    public void YieldOf_ValueMadeByAnyYield_ComesBack()
    {
        double[][] times = [[0.003], [0.5, 1.0, 1.5], [.. Enumerable.Range(1, 60).Select(i => 0.5 * i)], [0.1, 40.0]];
        foreach (double[] years in times)
        {
            double[] amounts = [.. years.Select((_, i) => i == years.Length - 1 ? 104.0 : 4.0)];
            foreach (var compounding in Compoundings)
            {
                foreach (double yield in new[] { -0.9, -0.3, -0.01, 0.0, 1e-9, 0.05, 0.5, 3.0, 100.0 })
                {
                    double value = CashFlowValue.AtYield(amounts, years, yield, compounding).Value;
                    var found = CashFlowValue.YieldOf(amounts, years, value, compounding);

                    Assert.Equal(YieldStatus.Found, found.Status);
                    double back = CashFlowValue.AtYield(amounts, years, found.Yield, compounding).Value;
                    Assert.Equal(value, back, 1e-12 * value);
                    if (years[0] >= 0.5 && yield <= 3.0) // Elsewhere the first payment drowns the rest's digits.
                    {
                        Assert.Equal(yield, found.Yield, 1e-12 * (1.0 + yield) * (1.0 + yield));
                    }
                }
            }
        }
    }

    [Fact]
    public void YieldOf_NoYield_SaysWhy()
    {
        Assert.Equal(YieldStatus.ValueNotPositive, Status([1.0], [1.0], 0.0));
        Assert.Equal(YieldStatus.ValueNotPositive, Status([1.0], [1.0], double.PositiveInfinity));
        Assert.Equal(YieldStatus.PaidAtOnce, Status([1.0], [0.0], 0.9));
        Assert.Equal(YieldStatus.OutOfRange, Status([1.0, 1.0], [0.0, 1.0], 1.0));
        Assert.Equal(YieldStatus.OutOfRange, Status([1.0, 1.0], [0.0, 1.0], 0.5)); // Below what is paid at once.
        Assert.Equal(YieldStatus.OutOfRange, Status([1.0], [1e-3], 1e-200));
        Assert.Equal(YieldStatus.OutOfRange, Status([1.0], [1.0], 1e-300));

        static YieldStatus Status(double[] amounts, double[] years, double value)
        {
            var found = CashFlowValue.YieldOf(amounts, years, value, Compounding.Continuous);
            Assert.Equal(0.0, found.Yield);
            return found.Status;
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => At([], [], 0.05));
        Assert.Throws<ArgumentException>(() => At([0.0], [1.0], 0.05));
        Assert.Throws<ArgumentException>(() => At([1.0], [1.0, 2.0], 0.05));
        Assert.Throws<ArgumentException>(() => At([1.0, -1.0], [1.0, 2.0], 0.05));
        Assert.Throws<ArgumentException>(() => At([1.0], [double.NaN], 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => At([1.0], [1.0], -2.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => At([1.0], [1.0], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => At([1.0], [500.0], 1e6));
        Assert.Throws<ArgumentException>(() => CashFlowValue.YieldOf([1.0], [1.0], double.NaN, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compounding.Periodic(0));

        static void At(double[] amounts, double[] years, double yield) =>
            CashFlowValue.AtYield(amounts, years, yield, Compounding.Periodic(2));
    }
}
