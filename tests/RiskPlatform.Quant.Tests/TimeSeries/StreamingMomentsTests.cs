using System.Globalization;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class StreamingMomentsTests
{
    public static TheoryData<string, double> NistSets => new()
    {
        // Relative: what the doubles of the data allow. Mavro and Michelso lose three digits of 1e-16 to their means.
        { "Lew", 1e-14 }, { "Mavro", 1e-11 }, { "Michelso", 1e-12 }, { "NumAcc1", 1e-14 },
    };

    [Theory]
    [MemberData(nameof(NistSets))]
    public void Moments_NistCertifiedValues_Match(string name, double tolerance)
    {
        var certified = SeriesData.Root("nist_strd.json").GetProperty("cases").EnumerateArray()
            .Single(row => row.GetProperty("dataset").GetString() == name);
        double[] values = NistValues(name);
        foreach (var moments in new[] { OneByOne(values), Batch(values) })
        {
            Assert.Equal(values.Length, moments.Count);
            Near(Certified("mean"), moments.Mean, 1e-15);
            Near(Certified("sd"), moments.StandardDeviation!.Value, tolerance);
        }

        Near(
            Certified("lag1_autocorrelation"),
            Autoregression.YuleWalker(values, 1).Estimate is { } found ? found.Weights[0] : double.NaN,
            Math.Max(tolerance, 1e-13));

        double Certified(string figure) =>
            double.Parse(certified.GetProperty(figure).GetString()!, CultureInfo.InvariantCulture);
    }

    // NIST's constructed sets 2 to 4: one value, then pairs around it; deviation 0.1 exactly. The data as doubles carry
    // an error of 1e-16 times the mean over the deviation, and no method can know better.
    [Theory]
    [InlineData(1.2, 1e-14)]
    [InlineData(1_000_000.2, 1e-8)]
    [InlineData(10_000_000.2, 1e-7)]
    public void Moments_NistConstructedSets_MatchToTheirOwnDigits(double middle, double tolerance)
    {
        double[] values = [middle, .. Enumerable.Range(0, 1000).Select(i => middle + (i % 2 == 0 ? -0.1 : 0.1))];
        foreach (var moments in new[] { OneByOne(values), Batch(values) })
        {
            Near(middle, moments.Mean, 1e-14);
            Near(0.1, moments.StandardDeviation!.Value, tolerance);
        }
    }

    [Fact]
    public void SkewnessAndKurtosis_R_Match()
    {
        var expected = ReferenceData.Case("var_es.json", 0).GetProperty("moments");
        foreach (var moments in new[] { OneByOne(SeriesData.DemGbp), Batch(SeriesData.DemGbp) })
        {
            Assert.Equal(expected.GetProperty("mean").GetDouble(), moments.Mean, 1e-14);
            Assert.Equal(expected.GetProperty("sd").GetDouble(), moments.StandardDeviation!.Value, 1e-14);
            Assert.Equal(expected.GetProperty("skew").GetDouble(), moments.Skewness!.Value, 1e-12);
            Assert.Equal(expected.GetProperty("exkurt").GetDouble(), moments.ExcessKurtosis!.Value, 1e-12);
        }
    }

    [Fact]
    public void Merge_EverySplitOfEveryLength_IsTheWhole()
    {
        double[] all = [.. ReferenceData.Uniform(seed: 70, count: 40, from: -1.0, to: 3.0).Select(x => x * x)];
        for (int length = 0; length <= all.Length; length++)
        {
            var whole = TwoPass(all[..length]);
            for (int split = 0; split <= length; split++)
            {
                var first = OneByOne(all[..split]);
                first.Merge(OneByOne(all[split..length]));
                var second = Batch(all[..split]);
                second.Add(all.AsSpan(split, length - split));
                foreach (var merged in new[] { first, second })
                {
                    Assert.Equal(length, merged.Count);
                    Assert.Equal(whole.Mean, merged.Mean, 1e-13);
                    Assert.Equal(whole.Squares, merged.SumOfSquares, 1e-11);
                    Assert.Equal(length >= 2, merged.Variance is not null);
                    Assert.Equal(whole.Squares > 0.0, merged.Skewness is not null);
                    if (whole.Squares > 0.0)
                    {
                        Assert.Equal(whole.Skewness, merged.Skewness!.Value, 1e-11);
                        Assert.Equal(whole.Excess, merged.ExcessKurtosis!.Value, 1e-10);
                    }
                }
            }
        }
    }

    [Fact]
    public void Merge_ManyParts_InAnyOrder_Agree()
    {
        double[] values = SeriesData.Normals(71, 10_000);
        var whole = Batch(values);
        foreach (int part in new[] { 1, 7, 64, 1000, 9999 })
        {
            StreamingMoments forward = default;
            StreamingMoments backward = default;
            double[][] parts = [.. values.Chunk(part)];
            for (int i = 0; i < parts.Length; i++)
            {
                forward.Merge(Batch(parts[i]));
                backward.Merge(Batch(parts[^(i + 1)]));
            }

            foreach (var merged in new[] { forward, backward })
            {
                Assert.Equal(whole.Mean, merged.Mean, 1e-14);
                Assert.Equal(whole.Variance!.Value, merged.Variance!.Value, 1e-12);
                Assert.Equal(whole.Skewness!.Value, merged.Skewness!.Value, 1e-12);
                Assert.Equal(whole.ExcessKurtosis!.Value, merged.ExcessKurtosis!.Value, 1e-11);
            }
        }
    }

    [Fact]
    public void Moments_ShiftedAndScaled_FollowTheRules()
    {
        double[] values = SeriesData.Normals(72, 500);
        var one = Batch(values);
        var other = Batch([.. values.Select(x => 1e6 - 3.0 * x)]);

        Assert.Equal(1e6 - 3.0 * one.Mean, other.Mean, 1e-9);
        Assert.Equal(9.0 * one.Variance!.Value, other.Variance!.Value, 1e-8);
        Assert.Equal(-one.Skewness!.Value, other.Skewness!.Value, 1e-8);
        Assert.Equal(one.ExcessKurtosis!.Value, other.ExcessKurtosis!.Value, 1e-8);
    }

    [Fact]
    public void Moments_OfNothingOneOrEqualValues_AreNullNotNaN()
    {
        StreamingMoments none = default;
        none.Add([]);
        Assert.Equal((0L, 0.0), (none.Count, none.Mean));
        Assert.Null(none.Variance);
        Assert.Null(none.StandardDeviation);
        Assert.Null(none.Skewness);
        Assert.Null(none.ExcessKurtosis);
        var one = OneByOne([5.0]);
        Assert.Equal(5.0, one.Mean);
        Assert.Null(one.Variance);
        foreach (var equal in new[] { OneByOne([0.1, 0.1, 0.1]), Batch([0.1, 0.1, 0.1]) })
        {
            Assert.Equal(0.0, equal.Variance!.Value, 1e-30);
        }
    }

    private static (double Mean, double Squares, double Skewness, double Excess) TwoPass(double[] values)
    {
        if (values.Length == 0)
        {
            return default;
        }

        double mean = values.Average();
        double m2 = values.Average(x => Math.Pow(x - mean, 2));
        double m3 = values.Average(x => Math.Pow(x - mean, 3));
        double m4 = values.Average(x => Math.Pow(x - mean, 4));
        return (mean, m2 * values.Length, m3 / Math.Pow(m2, 1.5), m4 / (m2 * m2) - 3.0);
    }

    private static StreamingMoments OneByOne(double[] values)
    {
        StreamingMoments moments = default;
        foreach (double value in values)
        {
            moments.Add(value);
        }

        return moments;
    }

    private static StreamingMoments Batch(double[] values)
    {
        StreamingMoments moments = default;
        moments.Add(values.AsSpan());
        return moments;
    }

    private static double[] NistValues(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Reference", $"nist_{name}.dat");
        return
        [
            .. File.ReadLines(file).SkipWhile(line => !line.StartsWith("Data:", StringComparison.Ordinal))
                .SkipWhile(line => !line.StartsWith('-')).Skip(1).Where(line => line.Trim().Length > 0)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture)),
        ];
    }

    private static void Near(double expected, double actual, double tolerance) =>
        Assert.Equal(expected, actual, tolerance * Math.Abs(expected));
}
