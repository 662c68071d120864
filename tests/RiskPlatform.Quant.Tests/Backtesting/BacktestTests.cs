using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Quant.Tests.Backtesting;

public sealed class BacktestTests
{
    private static readonly BacktestCosts Costs = new() { PerUnitTraded = 0.25 };

    // By hand, windows 1 and 2: the mean of two is below the close after a rise and above it after a fall.
    //   close      10   12   11   11   14
    //   position    0   +1   −1   −1   +1      equal means at the fourth bar keep the position
    //   earned           0   −1    0   −3      and 5 units traded cost 1.25
    [Fact]
    public void Run_WorkedCase_IsThatOfTheTable()
    {
        var strategy = new MovingAverageCrossover(fast: 1, slow: 2);
        var result = Backtest.Run([10.0, 12.0, 11.0, 11.0, 14.0], ref strategy, Costs);

        Assert.Equal(new BacktestResult(-4.0 - 1.25, 1.25, 5.25, Trades: 3, Bars: 5, FinalPosition: 1.0), result);
    }

    [Fact]
    public void Run_EveryLengthAndWindow_MatchesBruteForce()
    {
        var random = new Random(21);
        double[] ticks = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(95, 106))]; // Many equal means.
        for (int length = 0; length <= ticks.Length; length++)
        {
            for (int fast = 1; fast <= 6; fast++)
            {
                for (int slow = fast + 1; slow <= 12; slow++)
                {
                    var strategy = new MovingAverageCrossover(fast, slow);
                    var result = Backtest.Run(ticks.AsSpan(0, length), ref strategy, Costs);
                    Assert.Equal(BruteForce(ticks[..length], fast, slow, 0.25), result);
                }
            }
        }
    }

    [Fact]
    public void Run_LongSeries_MatchesBruteForceAcrossRebuiltSums()
    {
        double[] walk = Walk(20_000);
        foreach (var (fast, slow) in new[] { (1, 3), (20, 100), (50, 5000), (7, 19_999), (7, 20_000), (7, 30_000) })
        {
            var strategy = new MovingAverageCrossover(fast, slow);
            var result = Backtest.Run(walk, ref strategy, Costs);
            var expected = BruteForce(walk, fast, slow, 0.25);
            Assert.Equal(expected.Trades, result.Trades);
            Assert.Equal(expected.ProfitAndLoss, result.ProfitAndLoss, 1e-8);
            Assert.Equal(expected.MaximumDrawdown, result.MaximumDrawdown, 1e-8);
        }
    }

    // Goal: no decision knows the future. Method: at every bar, everything after it is replaced by other prices; the
    // decisions up to that bar have to keep their bits.
    [Fact]
    public void Run_PerturbedFuture_LeavesEveryPastDecisionAsItWas()
    {
        double[] walk = Walk(300);
        double[] decisions = Decisions(walk);
        for (int bar = 0; bar < walk.Length; bar++)
        {
            double[] other = [.. walk[..(bar + 1)], .. walk[(bar + 1)..].Select((p, i) => 50.0 - p + 7.0 * (i % 3))];
            Assert.Equal(decisions[..(bar + 1)], Decisions(other)[..(bar + 1)]);
        }

        static double[] Decisions(double[] closes)
        {
            double[] decisions = new double[closes.Length];
            var recorder = new Recorder(new MovingAverageCrossover(5, 20), decisions);
            Backtest.Run(closes, ref recorder, default);
            return decisions;
        }
    }

    [Fact]
    public void AsOf_Future_IsOutOfReach()
    {
        var peeking = new Peeking();
        Assert.Throws<IndexOutOfRangeException>(() => Backtest.Run(Walk(10), ref peeking, default));
        var reachingBack = new ReachingBack();
        Assert.Throws<ArgumentOutOfRangeException>(() => Backtest.Run(Walk(10), ref reachingBack, default));
    }

    [Fact]
    public void AsOf_Past_IsTheSeriesSoFar()
    {
        var strategy = new Checking(Walk(50));
        Backtest.Run(Walk(50), ref strategy, default);

        Assert.Equal(50, strategy.Calls);
    }

    [Fact]
    public void Run_BuyAndHold_EarnsTheWholeMove()
    {
        for (int length = 0; length <= 40; length++)
        {
            double[] walk = Walk(length);
            var strategy = new BuyAndHold();
            var result = Backtest.Run(walk, ref strategy, Costs);
            double move = length == 0 ? 0.0 : walk[^1] - walk[0] - 0.25;
            Assert.Equal(move, result.ProfitAndLoss, 1e-12);
            Assert.Equal((length, length == 0 ? 0 : 1), (result.Bars, (int)result.Trades));
        }
    }

    [Fact]
    public void Run_MirroredPrices_MirrorsPositionsAndKeepsProfit()
    {
        double[] walk = Walk(500);
        var strategy = new MovingAverageCrossover(3, 11);
        var mirrored = new MovingAverageCrossover(3, 11);
        var result = Backtest.Run(walk, ref strategy, Costs);
        var other = Backtest.Run([.. walk.Select(p => -p)], ref mirrored, Costs);

        Assert.Equal(result with { FinalPosition = -result.FinalPosition }, other);
    }

    [Fact]
    public void Run_AnySeries_AllocatesNothing()
    {
        double[] walk = Walk(50_000);
        var warm = new MovingAverageCrossover(20, 100);
        Backtest.Run(walk, ref warm, Costs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var strategy = new MovingAverageCrossover(20, 100);
        Backtest.Run(walk, ref strategy, Costs);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverageCrossover(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverageCrossover(2, 2));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var unset = default(MovingAverageCrossover);
            Backtest.Run([1.0], ref unset, default);
        });
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (int place = 0; place < 6; place++)
            {
                double[] closes = [1.0, 2.0, 3.0, 2.0, 1.0, 4.0];
                closes[place] = bad;
                var strategy = new MovingAverageCrossover(1, 2);
                Assert.Throws<ArgumentException>(() => Backtest.Run(closes, ref strategy, default));
            }

            var hold = new BuyAndHold();
            Assert.Throws<ArgumentException>(() => Backtest.Run([bad], ref hold, default));
        }

        foreach (double perUnit in new[] { -1.0, double.NaN, double.PositiveInfinity })
        {
            var strategy = new BuyAndHold();
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Backtest.Run([1.0], ref strategy, new BacktestCosts { PerUnitTraded = perUnit }));
        }
    }

    // Every mean anew at every bar, every position into an array, and the profit only then.
    private static BacktestResult BruteForce(double[] closes, int fast, int slow, double perUnit)
    {
        int n = closes.Length;
        double[] position = new double[n];
        for (int t = slow - 1; t < n; t++)
        {
            decimal quick = closes[(t + 1 - fast)..(t + 1)].Sum(p => (decimal)p) * slow;
            decimal calm = closes[(t + 1 - slow)..(t + 1)].Sum(p => (decimal)p) * fast;
            position[t] = quick == calm ? (t == 0 ? 0.0 : position[t - 1]) : quick > calm ? 1.0 : -1.0;
        }

        double[] change = [.. position.Select((q, t) => Math.Abs(q - (t == 0 ? 0.0 : position[t - 1])))];
        double[] equity = new double[n];
        for (int t = 0; t < n; t++)
        {
            equity[t] = t == 0 ? 0.0 : equity[t - 1] + position[t - 1] * (closes[t] - closes[t - 1]);
            equity[t] -= perUnit * change[t];
        }

        return new BacktestResult(
            n == 0 ? 0.0 : equity[^1],
            perUnit * change.Sum(),
            n == 0 ? 0.0 : Drawdown(equity),
            change.Count(c => c != 0.0),
            n,
            n == 0 ? 0.0 : position[^1]);
    }

    private static double Drawdown(double[] equity)
    {
        double[] peaks = new double[equity.Length];
        double peak = 0.0;
        for (int t = 0; t < equity.Length; t++)
        {
            peaks[t] = peak = equity[t] > peak ? equity[t] : peak;
        }

        return peaks.Zip(equity, (high, now) => high - now).Max();
    }

    private static double[] Walk(int length)
    {
        double price = 100.0;
        return [.. ReferenceData.Uniform(seed: 22, length, -1.0, 1.0).Select(step => price += step)];
    }

    private struct Recorder(MovingAverageCrossover inner, double[] decisions) : ICausalStrategy
    {
        private MovingAverageCrossover _inner = inner;

        public double Decide(AsOf known) => decisions[known.Count - 1] = _inner.Decide(known);
    }

    private readonly struct Peeking : ICausalStrategy
    {
        public double Decide(AsOf known) => known.Ago(-1);
    }

    private readonly struct ReachingBack : ICausalStrategy
    {
        public double Decide(AsOf known) => known.Last(known.Count + 1)[0];
    }

    private struct Checking(double[] expected) : ICausalStrategy
    {
        public int Calls { get; private set; }

        public double Decide(AsOf known)
        {
            Calls++;
            Assert.Equal(Calls, known.Count);
            Assert.Equal(expected[Calls - 1], known.Current);
            Assert.Equal(expected[0], known.Ago(Calls - 1));
            Assert.Equal(expected[..Calls], known.Last(Calls).ToArray());
            return 0.0;
        }
    }
}
