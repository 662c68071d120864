using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class RangeVolatilityTests
{
    private delegate VolatilityEstimate Estimator(Bars bars, double periodsPerYear);

    private sealed record Bars(double[] Opens, double[] Highs, double[] Lows, double[] Closes)
    {
        public PriceBars Whole => new(Opens, Highs, Lows, Closes);

        public Bars Times(double factor) =>
            new(Scaled(Opens, factor), Scaled(Highs, factor), Scaled(Lows, factor), Scaled(Closes, factor));

        public Bars Part(int start, int length) => new(
            Opens[start..(start + length)], Highs[start..(start + length)], Lows[start..(start + length)],
            Closes[start..(start + length)]);

        private static double[] Scaled(double[] prices, double factor) => [.. prices.Select(price => factor * price)];
    }

    private static readonly Estimator[] Estimators =
    [
        (bars, m) => RangeVolatility.Parkinson(bars.Highs, bars.Lows, m),
        (bars, m) => RangeVolatility.GarmanKlass(bars.Whole, m),
        (bars, m) => RangeVolatility.YangZhang(bars.Whole, m),
    ];

    [Fact]
    public void Estimators_WorkedCase_AreTheirFormulas()
    {
        double[] opens = [100.0, 101.0, 99.0];
        double[] highs = [102.0, 103.0, 101.0];
        double[] lows = [99.0, 98.0, 97.0];
        double[] closes = [101.0, 99.5, 100.0];
        double squares = 0.0;
        double klass = 0.0;
        for (int i = 0; i < 3; i++)
        {
            squares += Math.Pow(Math.Log(highs[i] / lows[i]), 2);
            klass += 0.5 * Math.Pow(Math.Log(highs[i] / lows[i]), 2)
                - (2.0 * Math.Log(2.0) - 1.0) * Math.Pow(Math.Log(closes[i] / opens[i]), 2);
        }

        var parkinson = RangeVolatility.Parkinson(highs, lows, 252.0);
        var garmanKlass = RangeVolatility.GarmanKlass(new PriceBars(opens, highs, lows, closes), 252.0);

        Assert.Equal(Math.Sqrt(252.0 * squares / (12.0 * Math.Log(2.0))), parkinson.Annualised, 1e-14);
        Assert.Equal(Math.Sqrt(84.0 * klass), garmanKlass.Annualised, 1e-14);
        Assert.Equal(3, garmanKlass.Observations);

        // Garman and Klass (1980): their estimator is 7.4 times as efficient as closing prices; Parkinson's, 4.9.
        Assert.Equal(7.4, Efficiency(garmanKlass, 3), 0.05);
        Assert.Equal(4.9, Efficiency(parkinson, 3), 0.05);
    }

    [Fact]
    public void YangZhang_WorkedCase_IsItsParts()
    {
        var bars = Simulated(seed: 60, days: 12, steps: 50, jump: 0.005, drift: 0.0);
        double[] jumps = new double[11];
        double[] changes = new double[11];
        double sum = 0.0;
        for (int i = 1; i < 12; i++)
        {
            double up = Math.Log(bars.Highs[i] / bars.Opens[i]);
            double down = Math.Log(bars.Lows[i] / bars.Opens[i]);
            jumps[i - 1] = Math.Log(bars.Opens[i] / bars.Closes[i - 1]);
            changes[i - 1] = Math.Log(bars.Closes[i] / bars.Opens[i]);
            sum += up * (up - changes[i - 1]) + down * (down - changes[i - 1]);
        }

        double k = 0.34 / (1.34 + 12.0 / 10.0);
        double expected = Variance(jumps) + k * Variance(changes) + (1.0 - k) * sum / 11.0;
        var estimate = RangeVolatility.YangZhang(bars.Whole, 252.0);

        Assert.Equal(Math.Sqrt(252.0 * expected), estimate.Annualised, 1e-13);
        Assert.Equal(11, estimate.Observations);
    }

    // Goal: right level, and the stated errors are the spread of the estimates.
    // Method: 400 samples of 20 Brownian days of 400 steps; extremes moved out by 0.5826 of a step's deviation, as much
    // as watching only at steps loses of them (Broadie, Glasserman and Kou 1997).
    [Fact]
    public void Estimators_SimulatedPaths_HaveTheLevelAndTheSpreadTheyState()
    {
        const int Samples = 400;
        const int Days = 20;
        var all = Simulated(seed: 61, days: Samples * (Days + 1), steps: 400, jump: 0.0, drift: 0.0);
        foreach (var estimator in Estimators)
        {
            double sum = 0.0;
            double squares = 0.0;
            double stated = 0.0;
            for (int s = 0; s < Samples; s++)
            {
                var estimate = estimator(all.Part(s * (Days + 1), Days + 1), 1.0);
                double relative = Math.Pow(estimate.Annualised / 0.01, 2); // The variance is the unbiased one.
                sum += relative;
                squares += relative * relative;
                stated += Math.Pow(2.0 * estimate.StandardError / estimate.Annualised, 2);
            }

            double mean = sum / Samples;
            double spread = Math.Sqrt(squares / Samples - mean * mean);
            Assert.Equal(1.0, mean, 4.0 * spread / Math.Sqrt(Samples) + 0.01);
            Assert.InRange(spread / Math.Sqrt(stated / Samples), 0.85, 1.15);
        }
    }

    [Fact]
    public void YangZhang_JumpsAndDrift_AreSeenAndNotMistaken()
    {
        var still = Simulated(seed: 62, days: 4000, steps: 200, jump: 0.0, drift: 0.0);
        var moving = Simulated(seed: 62, days: 4000, steps: 200, jump: 0.005, drift: 0.01);

        double quiet = RangeVolatility.YangZhang(still.Whole, 1.0).Annualised;
        var loud = RangeVolatility.YangZhang(moving.Whole, 1.0);

        Assert.Equal(0.01, quiet, 2e-4);
        Assert.Equal(Math.Sqrt(1e-4 + 2.5e-5), loud.Annualised, 4.0 * loud.StandardError + 1e-4);

        // Drift deceives the plain range.
        Assert.True(RangeVolatility.Parkinson(moving.Highs, moving.Lows, 1.0).Annualised > 0.011);
    }

    [Fact]
    public void Estimators_ScaledPrices_AreAsVolatile()
    {
        var bars = Simulated(seed: 63, days: 50, steps: 50, jump: 0.002, drift: 0.0);
        foreach (var estimator in Estimators)
        {
            Assert.Equal(estimator(bars, 252.0), estimator(bars.Times(1024.0), 252.0));
            Assert.Equal(2.0 * estimator(bars, 1.0).Annualised, estimator(bars, 4.0).Annualised, 1e-15);
        }
    }

    [Fact]
    public void Estimators_EveryLength_AreFiniteAndFallInErrorWithTheRoot()
    {
        var all = Simulated(seed: 64, days: 41, steps: 50, jump: 0.002, drift: 0.0);
        for (int n = 1; n <= 41; n++)
        {
            foreach (var estimator in n < 3 ? Estimators[..2] : Estimators)
            {
                var estimate = estimator(all.Part(0, n), 252.0);
                Assert.True(estimate.Annualised > 0.0 && estimate.StandardError > 0.0);
                Assert.InRange(estimate.StandardError / estimate.Annualised * Math.Sqrt(n), 0.2, 1.3);
            }
        }
    }

    [Fact]
    public void StillPrices_HaveNoVolatility()
    {
        double[] one = [5.0, 5.0, 5.0, 5.0];
        var still = new Bars(one, one, one, one);
        foreach (var estimator in Estimators)
        {
            var estimate = estimator(still, 252.0);
            Assert.Equal((0.0, 0.0), (estimate.Annualised, estimate.StandardError));
        }
    }

    [Fact]
    public void BadBars_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => RangeVolatility.Parkinson([], [], 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.Parkinson([1.0], [2.0], 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.Parkinson([1.0], [0.0], 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.Parkinson([double.NaN], [1.0], 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.Parkinson([1.0, 1.0], [1.0], 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RangeVolatility.Parkinson([1.0], [1.0], 0.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.GarmanKlass(Of(3.0, 2.0, 1.0, 1.5), 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.GarmanKlass(Of(1.5, 2.0, 1.0, 0.5), 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.GarmanKlass(Of(1.5, 2.0, 1.0, double.NaN), 252.0));
        Assert.Throws<ArgumentException>(() => RangeVolatility.YangZhang(Of(1.5, 2.0, 1.0, 1.5), 252.0));
        Assert.Throws<ArgumentException>(
            () => RangeVolatility.GarmanKlass(new PriceBars([1.0], [1.0], [1.0], []), 252.0));
    }

    private static PriceBars Of(double open, double high, double low, double close) =>
        new(new[] { open }, new[] { high }, new[] { low }, new[] { close });

    private static double Efficiency(VolatilityEstimate estimate, int n) =>
        2.0 / n / Math.Pow(2.0 * estimate.StandardError / estimate.Annualised, 2);

    private static double Variance(double[] values) =>
        values.Sum(x => Math.Pow(x - values.Average(), 2)) / (values.Length - 1);

    // Days of volatility 0.01 within, from a sum of uniform steps, and a jump before each.
    private static Bars Simulated(int seed, int days, int steps, double jump, double drift)
    {
        var random = new Random(seed);
        double[] jumps = SeriesData.Normals(seed, days);
        double deviation = 0.01 / Math.Sqrt(steps);
        double width = deviation * Math.Sqrt(12.0);
        double missed = 0.5826 * deviation;
        var bars = new Bars(new double[days], new double[days], new double[days], new double[days]);
        double log = Math.Log(100.0);
        for (int day = 0; day < days; day++)
        {
            log += jump * jumps[day];
            double open = log;
            double high = log;
            double low = log;
            for (int step = 0; step < steps; step++)
            {
                log += width * (random.NextDouble() - 0.5) + drift / steps;
                high = Math.Max(high, log);
                low = Math.Min(low, log);
            }

            bars.Opens[day] = Math.Exp(open);
            bars.Highs[day] = Math.Exp(high + missed);
            bars.Lows[day] = Math.Exp(low - missed);
            bars.Closes[day] = Math.Exp(log);
        }

        return bars;
    }
}
