using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Quant.Tests.Backtesting;

public sealed class CompoundedBacktestTests
{
    [Fact]
    public void Run_EveryLength_IsTheRecursionWrittenOut()
    {
        double[] prices = ReferenceData.Uniform(seed: 3, count: 120, from: 80.0, to: 120.0);
        for (int n = 1; n <= prices.Length; n++)
        {
            double[] wealth = new double[n];
            var strategy = new MovingAverageCrossover(3, 8);
            var result = CompoundedBacktest.Run(prices.AsSpan(0, n), ref strategy, 0.001, wealth);

            double worth = 1.0;
            double held = 0.0;
            int trades = 0;
            for (int t = 0; t < n; t++)
            {
                double now = t < 7 ? 0.0
                    : Math.Sign(prices[(t - 2)..(t + 1)].Average() - prices[(t - 7)..(t + 1)].Average());
                worth *= t == 0 ? 1.0 : 1.0 + held * (prices[t] / prices[t - 1] - 1.0);
                worth *= 1.0 - 0.001 * Math.Abs(now - held);
                trades += now != held ? 1 : 0;
                held = now;
                Assert.Equal(worth, wealth[t], 1e-12);
            }

            Assert.Equal((trades, worth), (result.Trades, result.FinalWealth), (a, b) => a.Item1 == b.Item1
                && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        }
    }

    [Fact]
    public void Run_BuyAndHold_IsThePriceRatio_AndAllocatesNothing()
    {
        double[] prices = ReferenceData.Uniform(seed: 4, count: 5_000, from: 80.0, to: 120.0);
        double[] wealth = new double[prices.Length];
        var warm = new BuyAndHold();
        CompoundedBacktest.Run(prices, ref warm, 0.0, wealth);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var strategy = new BuyAndHold();
        var result = CompoundedBacktest.Run(prices, ref strategy, 0.0, wealth);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(prices[^1] / prices[0], result.FinalWealth, 1e-9);
        Assert.Equal(1, result.Trades);
    }

    [Fact]
    public void Run_ShortThroughADoubling_IsRuin()
    {
        double[] wealth = new double[3];
        var strategy = new Short();
        var result = CompoundedBacktest.Run([1.0, 2.5, 1.0], ref strategy, 0.0, wealth);

        Assert.Equal([1.0, 0.0, 0.0], wealth);
        Assert.True(result is { IsRuined: true, FinalWealth: 0.0 });
    }

    [Fact] // The loss is above all there is, and so is the cost of turning round: their product is a gain.
    public void Run_RuinByPriceAndCostAtOnce_IsRuin()
    {
        double[] wealth = new double[4];
        var strategy = new MovingAverageCrossover(1, 2);
        var result = CompoundedBacktest.Run([2.0, 1.0, 3.0, 3.0], ref strategy, 0.9, wealth);

        Assert.Equal([1.0, 0.1, 0.0, 0.0], wealth.Select(w => Math.Round(w, 12)));
        Assert.True(result is { IsRuined: true, FinalWealth: 0.0 });
    }

    [Fact]
    public void Sharpe_IsThatOfTheChanges()
    {
        double[] wealth = [1.0, 1.1, 0.99, 1.2];
        double[] changes = [0.1, 0.99 / 1.1 - 1.0, 1.2 / 0.99 - 1.0];
        double mean = changes.Average();
        double deviation = Math.Sqrt(changes.Sum(c => (c - mean) * (c - mean)) / 2.0);

        Assert.Equal(mean / deviation * Math.Sqrt(252.0), CompoundedBacktest.Sharpe(wealth, 252.0)!.Value.Value, 1e-12);
        Assert.Null(CompoundedBacktest.Sharpe([1.0, 1.0, 1.0], 252.0));
    }

    [Fact]
    public void Run_WrongArguments_AreRefused_AndACancellationIsSeen()
    {
        double[] one = new double[1];
        Assert.Throws<ArgumentException>(() => Run([], []));
        Assert.Throws<ArgumentException>(() => Run([1.0, 2.0], one));
        Assert.Throws<ArgumentException>(() => Run([0.0], one));
        Assert.Throws<ArgumentException>(() => Run([double.NaN], one));
        Assert.Throws<ArgumentException>(() => Run([1e-300, 1e300, 1e-300], new double[3])); // Wealth of 1e600.
        Assert.Throws<ArgumentOutOfRangeException>(() => Run([1.0], one, cost: 1.0));
        Assert.Throws<OperationCanceledException>(() => Run([1.0], one, token: new CancellationToken(canceled: true)));

        static void Run(double[] closes, double[] wealth, double cost = 0.0, CancellationToken token = default)
        {
            var strategy = new BuyAndHold();
            CompoundedBacktest.Run(closes, ref strategy, cost, wealth, token);
        }
    }

    private struct Short : ICausalStrategy
    {
        public readonly double Decide(AsOf known) => -1.0;
    }
}
