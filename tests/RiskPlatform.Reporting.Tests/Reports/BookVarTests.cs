using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.Reporting.Reports;

namespace RiskPlatform.Reporting.Tests.Reports;

public sealed class BookVarTests
{
    [Fact]
    public void LargestRemainder_EveryLength_SumsExactly_AndMovesNoPartByAUnit()
    {
        var random = new Random(6);
        foreach (string code in (string[])["USD", "JPY", "KWD"])
        {
            var currency = Currency.Of(code);
            decimal unit = (decimal)Math.Pow(10.0, -currency.Exponent);
            for (int n = 1; n <= 40; n++)
            {
                double[] parts = [.. Enumerable.Range(0, n).Select(_ => 1e4 * (random.NextDouble() - 0.3))];
                var total = new Money((decimal)parts.Sum(), currency).Rounded();

                var rounded = BookVar.LargestRemainder(parts, total);

                Assert.Equal(total.Amount, rounded.Sum(part => part.Amount));
                Assert.All(rounded.Zip(parts), pair =>
                    Assert.True(Math.Abs(pair.First.Amount - (decimal)pair.Second) < unit * 1.0001m));
            }
        }
    }

    [Fact]
    public void Align_TakesJointDatesOnly_LeavesOutGaps_AndKeepsTheNewest()
    {
        var one = History("KES", (1, 1.0), (2, 2.0), (3, 4.0), (20, 8.0), (21, 16.0), (22, 32.0));
        var other = History("UGX", (1, 1.0), (2, 1.0), (20, 1.0), (21, 2.0), (22, 2.0));

        var returns = DailyReturns.Align([one, other], window: 2)!;

        Assert.Equal((2, 0), (returns.Rows, returns.Skipped));
        Assert.Equal([Math.Log(2.0), Math.Log(2.0), Math.Log(2.0), 0.0], returns.Values);
        Assert.Equal((new DateOnly(2026, 1, 20), new DateOnly(2026, 1, 22)), (returns.From, returns.To));

        var all = DailyReturns.Align([one, other], window: 10)!;
        Assert.Equal((3, 1), (all.Rows, all.Skipped));
        Assert.Null(DailyReturns.Align([History("KES", (1, 1.0), (9, 1.0))], window: 10));
    }

    private static RateHistoryResponse History(string code, params (int Day, double Rate)[] points) => new(
        Currency.Of(code),
        Currency.Of("USD"),
        [.. points.Select(point => new RatePoint(new DateOnly(2026, 1, point.Day), (decimal)point.Rate, "test"))]);
}
