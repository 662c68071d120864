using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class PerformanceTests
{
    // Lo (2002), table 1: errors of the ratio for independent normal returns, three decimals.
    [Theory]
    [InlineData(0.50, 12, 0.306)]
    [InlineData(0.50, 60, 0.137)]
    [InlineData(0.50, 500, 0.047)]
    [InlineData(1.00, 12, 0.354)]
    [InlineData(1.00, 60, 0.158)]
    [InlineData(1.50, 24, 0.298)]
    [InlineData(3.00, 125, 0.210)]
    public void Sharpe_LoTable_MatchesThePrintedErrors(double ratio, int n, double printed)
    {
        double[] returns = WithRatio(SeriesData.Normals(80, n), ratio);

        var estimate = SharpeRatio.Compute(returns, periodsPerYear: 1.0)!.Value;

        Assert.Equal(ratio, estimate.Value, 1e-12);
        Assert.Equal(printed, estimate.StandardError, 5e-4);
        Assert.Equal(n, estimate.Observations);
    }

    [Fact]
    public void Robust_WithoutLags_IsMertensFormula()
    {
        double[] returns = [.. SeriesData.StudentT(81, 400, 5).Select(x => 0.1 + x + 0.1 * x * x)];
        StreamingMoments moments = default;
        moments.Add(returns);
        double ratio = moments.Mean / Math.Sqrt(moments.SumOfSquares / 400.0);
        double skewness = moments.Skewness!.Value;
        double kurtosis = moments.ExcessKurtosis!.Value;

        var estimate = SharpeRatio.Robust(returns, lags: 0, periodsPerYear: 12.0)!.Value;

        double expected = 1.0 + 0.5 * ratio * ratio - skewness * ratio + 0.25 * kurtosis * ratio * ratio;
        Assert.Equal(Math.Sqrt(12.0 * expected / 400.0), estimate.StandardError, 1e-12);
        Assert.Equal(SharpeRatio.Compute(returns, 12.0)!.Value.Value, estimate.Value, 1e-12);
    }

    // C. Bacon, Practical Portfolio Performance Measurement and Attribution, 2nd ed. 2008: two years of months.
    // Skewness and kurtosis, pp. 83-85; Sortino's ratio at 0.5 % (kappa of order two), p. 96.
    [Fact]
    public void MomentsAndSortino_TextbookPortfolio_MatchThePrintedFigures()
    {
        double[] returns =
        [
            0.003, 0.026, 0.011, -0.010, 0.015, 0.025, 0.016, 0.067, -0.014, 0.040, -0.005, 0.081,
            0.040, -0.037, -0.061, 0.017, -0.049, -0.022, 0.070, 0.058, -0.065, 0.024, -0.005, -0.009,
        ];
        StreamingMoments moments = default;
        moments.Add(returns);
        double sampleFactor = Math.Sqrt(24.0 * 23.0) / 22.0;

        Assert.Equal(-0.09, sampleFactor * moments.Skewness!.Value, 5e-3);
        Assert.Equal(2.43, 3.0 + moments.ExcessKurtosis!.Value, 5e-3);
        Assert.Equal(-0.57, moments.ExcessKurtosis.Value, 5e-3);
        Assert.Equal(0.157, Performance.Sortino(returns, 0.005, 1.0)!.Value.Value, 5e-4);
    }

    // Goal: stated errors are the spread. Method: 1,500 series of each kind.
    [Fact]
    public void Errors_OfManySeries_AreTheSpreadOfTheRatios()
    {
        AssertSpread(
            seed => [.. SeriesData.Normals(seed, 120).Select(z => 0.2 + z)],
            returns => SharpeRatio.Compute(returns, 12.0)!.Value,
            slack: 0.1);
        AssertSpread(
            seed => [.. SeriesData.Normals(seed, 240).Select(z => 0.2 + z)],
            returns => Performance.Sortino(returns, 0.05, 12.0)!.Value,
            slack: 0.1);

        // Newey and West are known to state too little for autocorrelated returns: here by some 7 %.
        AssertSpread(
            seed => Correlated(seed, 600),
            returns => SharpeRatio.Robust(returns, lags: 8, periodsPerYear: 1.0)!.Value,
            slack: 0.15);
    }

    // Lo (2002), eq. 20: for a first-order autoregression, the yearly ratio by its closed form.
    [Fact]
    public void Robust_AutocorrelatedReturns_AreScaledByLosFactor()
    {
        const double Rho = 0.3;
        const double Year = 12.0;
        double[] returns = Correlated(seed: 82, count: 100_000);
        double monthly = SharpeRatio.Compute(returns, 1.0)!.Value.Value;
        double yearly = SharpeRatio.Robust(returns, lags: 11, periodsPerYear: Year)!.Value.Value;

        double factor = Math.Sqrt(Year) / Math.Sqrt(
            1.0 + 2.0 * Rho / (1.0 - Rho) * (1.0 - (1.0 - Math.Pow(Rho, Year)) / (Year * (1.0 - Rho))));
        Assert.Equal(factor, yearly / monthly, 0.03);
    }

    [Fact]
    public void Sortino_WorkedCase_IsItsFormula()
    {
        // Mean 0.01; below 0.005 lie −0.02 and 0: shortfalls 0.025 and 0.005.
        double[] returns = [0.03, -0.02, 0.0, 0.03];
        double downside = Math.Sqrt((0.025 * 0.025 + 0.005 * 0.005) / 4.0);

        Assert.Equal(0.005 / downside, Performance.Sortino(returns, 0.005, 1.0)!.Value.Value, 1e-14);
        Assert.Null(Performance.Sortino([0.1, 0.2], 0.0, 1.0));
    }

    [Fact]
    public void Ratios_EveryLengthScaledReturns_DoNotChange()
    {
        double[] all = SeriesData.Normals(83, 40);
        for (int n = 2; n <= 40; n++)
        {
            double[] returns = all[..n];
            double[] scaled = [.. returns.Select(r => 1024.0 * r)];
            Assert.Equal(SharpeRatio.Compute(returns, 252.0), SharpeRatio.Compute(scaled, 252.0));
            Assert.Equal(SharpeRatio.Robust(returns, 1, 252.0), SharpeRatio.Robust(scaled, 1, 252.0));
            Assert.Equal(Performance.Sortino(returns, 0.0, 252.0), Performance.Sortino(scaled, 0.0, 252.0));
            double mean = returns.Average();
            double deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (n - 1));
            Assert.Equal(mean / deviation, SharpeRatio.Compute(returns, 1.0)!.Value.Value, 1e-12);
        }
    }

    [Fact]
    public void Ratios_OfEqualReturns_AreNull()
    {
        double[] equal = [.. Enumerable.Repeat(0.1, 30)];
        Assert.Null(SharpeRatio.Compute(equal, 252.0));
        Assert.Null(SharpeRatio.Robust(equal, 2, 252.0));
        Assert.Null(SharpeRatio.Compute(new double[5], 252.0));
    }

    [Fact]
    public void MaximumDrawdown_WorkedCase_HasDepthAndPlace()
    {
        var drawdown = Performance.MaximumDrawdown([100.0, 120.0, 90.0, 110.0, 130.0, 104.0, 140.0]);

        Assert.Equal(new Drawdown(0.25, 1, 2), drawdown);
        Assert.Equal(new Drawdown(0.0, 0, 0), Performance.MaximumDrawdown([1.0, 2.0, 2.0, 3.0]));
        Assert.Equal(new Drawdown(0.0, 0, 0), Performance.MaximumDrawdown([]));
    }

    [Fact]
    public void MaximumDrawdown_EveryLength_IsTheWorstOfAllPairs()
    {
        double[] all = [.. ReferenceData.Uniform(seed: 84, count: 60, from: 50.0, to: 150.0)];
        for (int n = 0; n <= all.Length; n++)
        {
            double worst = 0.0;
            for (int t = 0; t < n; t++)
            {
                for (int s = 0; s <= t; s++)
                {
                    worst = Math.Max(worst, 1.0 - all[t] / all[s]);
                }
            }

            var drawdown = Performance.MaximumDrawdown(all.AsSpan(0, n));
            Assert.Equal(worst, drawdown.Depth, 1e-15);
            if (n > 0)
            {
                Assert.Equal(drawdown.Depth, 1.0 - all[drawdown.Trough] / all[drawdown.Peak], 1e-15);
                Assert.True(drawdown.Peak <= drawdown.Trough);
            }
        }
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SharpeRatio.Compute([0.1], 252.0));
        Assert.Throws<ArgumentException>(() => SharpeRatio.Compute([0.1, double.NaN], 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Compute([0.1, 0.2], 0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Robust([0.1, 0.2], 2, 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Robust([0.1, 0.2], -1, 252.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Performance.Sortino([0.1, 0.2], double.NaN, 252.0));
        Assert.Throws<ArgumentException>(() => Performance.MaximumDrawdown([1.0, 0.0]));
        Assert.Throws<ArgumentException>(() => Performance.MaximumDrawdown([1.0, double.NaN]));
    }

    private static void AssertSpread(
        Func<int, double[]> series, Func<double[], PerformanceRatio> ratio, double slack)
    {
        const int Runs = 1500;
        StreamingMoments values = default;
        StreamingMoments errors = default;
        for (int seed = 0; seed < Runs; seed++)
        {
            var estimate = ratio(series(10_000 + seed));
            values.Add(estimate.Value);
            errors.Add(estimate.StandardError * estimate.StandardError);
        }

        Assert.InRange(values.StandardDeviation!.Value / Math.Sqrt(errors.Mean), 1.0 - slack, 1.0 + slack);
    }

    private static double[] WithRatio(double[] values, double ratio)
    {
        StreamingMoments moments = default;
        moments.Add(values.AsSpan());
        double deviation = moments.StandardDeviation!.Value;
        return [.. values.Select(x => ratio + (x - moments.Mean) / deviation)];
    }

    private static double[] Correlated(int seed, int count)
    {
        double[] z = SeriesData.Normals(seed, count + 50);
        for (int t = 1; t < z.Length; t++)
        {
            z[t] += 0.3 * z[t - 1];
        }

        return [.. z.Skip(50).Select(x => 0.2 + x)];
    }
}
