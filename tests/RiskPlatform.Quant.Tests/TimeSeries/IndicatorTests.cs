using System.Text.Json;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class IndicatorTests
{
    private const double Tolerance = 1e-9; // Of the reference file.

    private static readonly JsonElement Ttr = ReferenceData.Case("ema_rsi_ttr.json", 0);
    private static readonly double[] Prices = SeriesData.Numbers(Ttr.GetProperty("x"));

    [Fact]
    public void MovingAverages_Ttr_Match()
    {
        Matches(Ttr.GetProperty("SMA20"), Simple(Prices, 20));
        Matches(Ttr.GetProperty("EMA10"), Exponential(Prices, 10));
        Matches(Ttr.GetProperty("EMA26"), Exponential(Prices, 26));
        Matches(Ttr.GetProperty("EMA14_wilder"), Wilder(Prices, 14));
    }

    [Fact]
    public void RelativeStrengthIndex_Ttr_Matches()
    {
        Matches(Ttr.GetProperty("RSI14"), Rsi(Prices, 14));
        Matches(Ttr.GetProperty("RSI5"), Rsi(Prices, 5));
    }

    [Fact]
    public void RelativeStrengthIndex_StockChartsExample_MatchesThePrintedFigures()
    {
        var example = SeriesData.Root("ema_rsi_ttr.json").GetProperty("stockcharts_rsi14");
        double[] indices = Rsi(SeriesData.Numbers(example.GetProperty("close")), 14);
        double[] printed = SeriesData.Numbers(example.GetProperty("rsi_from_index_15"));

        Assert.Equal(printed.Length, indices.Length);
        for (int i = 0; i < printed.Length; i++)
        {
            Assert.Equal(printed[i], indices[i], 0.005);
        }

        Matches(example.GetProperty("ttr_full_precision"), indices);
    }

    [Fact]
    public void Macd_Ttr_Matches()
    {
        var (differences, signals) = MacdOf(Prices, MacdWindows.Customary);
        Matches(Ttr.GetProperty("MACD"), differences);
        Matches(Ttr.GetProperty("MACD_signal"), signals);
    }

    [Fact]
    public void BollingerBands_Ttr_Match()
    {
        var (lower, middle, upper) = Bands(Prices, 20, 2.0);
        Matches(Ttr.GetProperty("bb_low"), lower);
        Matches(Ttr.GetProperty("SMA20"), middle);
        Matches(Ttr.GetProperty("bb_up"), upper);
    }

    [Fact]
    public void Simple_EveryLengthAndWindow_IsThePlainMean()
    {
        double[] all = ReferenceData.Uniform(seed: 30, count: 41, from: -5.0, to: 5.0);
        ForEveryLengthAndWindow(all, (values, window) =>
        {
            double[] averages = Simple(values, window);
            for (int i = 0; i < averages.Length; i++)
            {
                Assert.Equal(values[i..(i + window)].Average(), averages[i], 1e-14);
            }
        });
    }

    [Fact]
    public void Bands_EveryLengthAndWindow_AreTwoPassMoments()
    {
        double[] all = [.. ReferenceData.Uniform(seed: 31, count: 41, from: 0.0, to: 1e-3).Select(x => 1e9 + x)];
        ForEveryLengthAndWindow(all, (values, window) =>
        {
            var (lower, middle, upper) = Bands(values, window, 2.0);
            Assert.Equal(Simple(values, window), middle.AsEnumerable());
            for (int i = 0; i < middle.Length; i++)
            {
                double[] part = [.. values[i..(i + window)].Select(x => x - 1e9)];
                double mean = part.Average();
                double deviation = Math.Sqrt(part.Average(x => (x - mean) * (x - mean)));

                // 1.2e-7 is one unit in the last place of prices of 1e9.
                Assert.Equal(2.0 * deviation, (upper[i] - lower[i]) / 2.0, 4e-7);
                Assert.True(lower[i] <= middle[i] && middle[i] <= upper[i]);
            }
        });
    }

    [Fact]
    public void Exponentials_EveryLengthAndWindow_AreTheWeightedSumsWrittenOut()
    {
        double[] all = ReferenceData.Uniform(seed: 32, count: 41, from: -5.0, to: 5.0);
        ForEveryLengthAndWindow(all, (values, window) =>
        {
            foreach (bool isWilder in new[] { false, true })
            {
                double k = isWilder ? 1.0 / window : 2.0 / (window + 1.0);
                double[] averages = isWilder ? Wilder(values, window) : Exponential(values, window);
                for (int i = 0; i < averages.Length; i++)
                {
                    double expected = Math.Pow(1.0 - k, i) * values[..window].Average();
                    for (int j = 1; j <= i; j++)
                    {
                        expected += k * Math.Pow(1.0 - k, i - j) * values[window - 1 + j];
                    }

                    Assert.Equal(expected, averages[i], 1e-13);
                }
            }
        });
    }

    [Fact]
    public void RelativeStrengthIndex_EveryLengthAndWindow_IsTheQuotientOfWilderAverages()
    {
        double[] all = ReferenceData.Uniform(seed: 33, count: 300, from: 90.0, to: 110.0);
        foreach (int length in Enumerable.Range(0, 42).Concat([127, 128, 129, 141, 142, 143, 256, 300]))
        {
            foreach (int window in new[] { 1, 2, 3, 5, 14, 40 })
            {
                double[] values = all[..length];
                double[] changes = [.. values.Skip(1).Zip(values, (next, last) => next - last)];
                double[] gains = Wilder([.. changes.Select(x => Math.Max(x, 0.0))], window);
                double[] losses = Wilder([.. changes.Select(x => Math.Max(-x, 0.0))], window);
                double[] indices = Rsi(values, window);
                Assert.Equal(Math.Max(0, length - window), indices.Length);
                for (int i = 0; i < indices.Length; i++)
                {
                    double strength = 100.0 - 100.0 / (1.0 + gains[i] / losses[i]);
                    Assert.Equal(losses[i] == 0.0 ? 100.0 : strength, indices[i], 1e-11);
                }
            }
        }
    }

    [Fact]
    public void RelativeStrengthIndex_MirroredOrStillPrices_AreSymmetric()
    {
        double[] mirrored = [.. Prices.Select(x => -x)];
        Assert.All(
            Rsi(Prices, 14).Zip(Rsi(mirrored, 14)), pair => Assert.Equal(100.0, pair.First + pair.Second, 1e-12));
        Assert.All(Rsi([1.0, 1.0, 1.0, 1.0], 2), index => Assert.Equal(50.0, index));
        Assert.All(Rsi([1.0, 2.0, 3.0, 4.0], 2), index => Assert.Equal(100.0, index));
        Assert.All(Rsi([4.0, 3.0, 2.0, 1.0], 2), index => Assert.Equal(0.0, index));
    }

    [Fact]
    public void Macd_EveryLength_IsTheDifferenceOfTheAverages()
    {
        double[] all = ReferenceData.Uniform(seed: 34, count: 41, from: 90.0, to: 110.0);
        foreach (var windows in new MacdWindows[] { new(1, 1, 1), new(2, 5, 3), new(4, 4, 2), new(12, 26, 9) })
        {
            for (int length = 0; length <= all.Length; length++)
            {
                double[] values = all[..length];
                var (differences, signals) = MacdOf(values, windows);
                double[] slow = Exponential(values, windows.Slow);
                double[] fast = Exponential(values, windows.Fast);
                for (int i = 0; i < differences.Length; i++)
                {
                    Assert.Equal(fast[i + windows.Slow - windows.Fast] - slow[i], differences[i], 1e-12);
                }

                Assert.Equal(Exponential(differences, windows.Signal), signals.AsEnumerable());
            }
        }
    }

    [Fact]
    public void Simple_LargeValuePassing_LeavesNoTrace()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => i == 11 ? 1e16 : 0.1)];
        double[] averages = Simple(values, 4);
        var (lower, _, upper) = Bands(values, 4, 2.0);
        for (int i = 12; i < averages.Length; i++)
        {
            Assert.Equal(0.1, averages[i], 1e-16);
            Assert.Equal(lower[i], upper[i]);
        }
    }

    [Fact]
    public void NaN_ReachesOnlyWhatItLiesIn()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => i == 15 ? double.NaN : i)];
        double[] averages = Simple(values, 4);
        var (lower, _, _) = Bands(values, 4, 2.0);
        for (int i = 0; i < averages.Length; i++)
        {
            Assert.Equal(i is >= 12 and <= 15, double.IsNaN(averages[i]));
            Assert.Equal(i is >= 12 and <= 15, double.IsNaN(lower[i]));
        }

        Assert.Equal(30 - 4 - 11, Rsi(values, 4).Count(double.IsNaN));
    }

    [Fact]
    public void Exponential_InPlace_IsTheSame()
    {
        double[] memory = [.. Prices];
        MovingAverage.Exponential(memory, 10, memory.AsSpan(0, Prices.Length - 9));
        Assert.Equal(Exponential(Prices, 10), memory[..^9].AsEnumerable());
    }

    [Fact]
    public void LongWindows_BeyondTheTable_Work()
    {
        double[] values = ReferenceData.Uniform(seed: 35, count: 4000, from: 0.0, to: 1.0);
        Assert.Equal(values[..1500].Average(), Simple(values, 1500)[0], 1e-13);
        Assert.Equal(values[^1500..].Average(), Simple(values, 1500)[^1], 1e-13);
        Assert.Equal(values[..1500].Average(), Exponential(values, 1500)[0], 1e-13);
    }

    [Fact]
    public void BadShapes_AreRefused()
    {
        double[] two = new double[2];
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingAverage.Simple(two, 0, two));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingAverage.Count(2, -1));
        Assert.Throws<ArgumentException>(() => MovingAverage.Simple(two, 2, two));
        Assert.Throws<ArgumentException>(() => MovingAverage.Exponential(two, 2, two));
        Assert.Throws<ArgumentException>(() => MovingAverage.Wilder(two, 2, []));
        Assert.Throws<ArgumentException>(() => RelativeStrengthIndex.Compute(two, 1, two));
        Assert.Throws<ArgumentException>(() => Macd.Compute(two, new MacdWindows(1, 2, 1), two, two));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Macd.Compute(two, new MacdWindows(2, 1, 1), new double[2], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BollingerBands.Compute(two, 2, -1.0, new double[1], new double[1], new double[1]));
        Assert.Throws<ArgumentException>(
            () => BollingerBands.Compute(two, 2, 2.0, new double[2], new double[1], new double[1]));
    }

    private static void ForEveryLengthAndWindow(double[] all, Action<double[], int> check)
    {
        for (int length = 0; length <= all.Length; length++)
        {
            for (int window = 1; window <= length + 2; window++)
            {
                check(all[..length], window);
            }
        }
    }

    private static void Matches(JsonElement expected, double[] actual)
    {
        double[] rows = SeriesData.Numbers(expected);
        int warmUp = rows.TakeWhile(double.IsNaN).Count();
        Assert.Equal(rows.Length - warmUp, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(rows[warmUp + i], actual[i], Tolerance);
        }
    }

    private static double[] Simple(double[] values, int window)
    {
        double[] averages = new double[MovingAverage.Count(values.Length, window)];
        MovingAverage.Simple(values, window, averages);
        return averages;
    }

    private static double[] Exponential(double[] values, int window)
    {
        double[] averages = new double[MovingAverage.Count(values.Length, window)];
        MovingAverage.Exponential(values, window, averages);
        return averages;
    }

    private static double[] Wilder(double[] values, int window)
    {
        double[] averages = new double[MovingAverage.Count(values.Length, window)];
        MovingAverage.Wilder(values, window, averages);
        return averages;
    }

    private static double[] Rsi(double[] values, int window)
    {
        double[] indices = new double[Math.Max(0, values.Length - window)];
        RelativeStrengthIndex.Compute(values, window, indices);
        return indices;
    }

    private static (double[] Differences, double[] Signals) MacdOf(double[] values, MacdWindows windows)
    {
        double[] differences = new double[MovingAverage.Count(values.Length, windows.Slow)];
        double[] signals = new double[MovingAverage.Count(differences.Length, windows.Signal)];
        Macd.Compute(values, windows, differences, signals);
        return (differences, signals);
    }

    private static (double[] Lower, double[] Middle, double[] Upper) Bands(double[] values, int window, double width)
    {
        int count = MovingAverage.Count(values.Length, window);
        double[] lower = new double[count];
        double[] middle = new double[count];
        double[] upper = new double[count];
        BollingerBands.Compute(values, window, width, lower, middle, upper);
        return (lower, middle, upper);
    }
}
