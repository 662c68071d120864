using System.Diagnostics;
using System.Globalization;
using RiskPlatform.Quant.Backtesting;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>Our side of the contests, as a process of its own like the peers.</summary>
internal static class Competitor
{
    private const double SecondsAtLeast = 0.02;
    private const int PathsAtOnce = 512;

    /// <summary>
    /// Answers every line with seconds and bytes allocated a pass, over as many passes as 20 ms take; writes the
    /// results when the lines end.
    /// </summary>
    public static int Serve(string contest, string inputs, string results, TextReader questions, TextWriter answers)
    {
        var work = Work(contest, RawDoubles.Read(inputs));
        double[] found = [];
        while (questions.ReadLine() is not null)
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long started = Stopwatch.GetTimestamp();
            int passes = 0;
            double elapsed;
            do
            {
                found = work();
                passes++;
                elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
            while (elapsed < SecondsAtLeast);
            long bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            answers.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed / passes:R} {bytes / passes}"));
            answers.Flush();
        }

        RawDoubles.Write(results, found);
        return 0;
    }

    private static Func<double[]> Work(string contest, double[] inputs) => contest switch
    {
        "pricing" => Pricing(inputs),
        "implied" => Implied(inputs),
        "paths" => Paths(inputs),
        "mean-1" => Mean(inputs, threads: 1),
        "mean-2" => Mean(inputs, threads: 2),
        "garch" => Fit(inputs),
        "backtest" => Crossover(inputs),
        _ => throw new ArgumentException($"There is no contest '{contest}'.", nameof(contest)),
    };

    private static Func<double[]> Pricing(double[] inputs)
    {
        var book = new OptionBook(inputs);
        double[] results = new double[6 * book.Count];
        return () =>
        {
            book.PriceAndGreeks(results);
            return results;
        };
    }

    private static Func<double[]> Implied(double[] inputs)
    {
        var book = new OptionBook(inputs);
        double[] results = new double[book.Count];
        return () =>
        {
            book.ImpliedVolatilities(results);
            return results;
        };
    }

    private static Func<double[]> Paths(double[] inputs)
    {
        var model = new GeometricBrownianMotion(inputs[0], inputs[1], inputs[2]);
        double years = inputs[3];
        int steps = (int)inputs[4];
        double[] last = new double[(int)inputs[5]];
        double[] prices = new double[steps * PathsAtOnce];
        return () =>
        {
            for (int first = 0; first < last.Length; first += PathsAtOnce)
            {
                int count = Math.Min(PathsAtOnce, last.Length - first);
                var chunk = prices.AsSpan(0, steps * count);
                model.FillPaths(years, steps, seed: 42, first, chunk);
                chunk[^count..].CopyTo(last.AsSpan(first));
            }

            return last;
        };
    }

    // A call's mean payoff over terminal prices.
    private static Func<double[]> Mean(double[] inputs, int threads)
    {
        var model = new GeometricBrownianMotion(inputs[0], inputs[1], inputs[2]);
        double strike = inputs[0];
        var settings = new SimulationSettings { Seed = 42, Paths = Inputs.TerminalPaths, Threads = threads };
        return () =>
        {
            var estimate = GbmSimulation.TerminalMean(
                model,
                inputs[3],
                (prices, values) =>
                {
                    for (int i = 0; i < prices.Length; i++)
                    {
                        values[i] = Math.Max(prices[i] - strike, 0.0);
                    }
                },
                VarianceReduction.None,
                settings,
                CancellationToken.None);
            return [estimate.Value, estimate.StandardError];
        };
    }

    private static Func<double[]> Fit(double[] returns) => () =>
    {
        var estimate = Garch.Fit(returns).Estimate
            ?? throw new InvalidOperationException("The fit has no estimate.");
        var found = estimate.Parameters;
        return [found.Mean, found.Omega, found.Alpha, found.Beta, estimate.LogLikelihood];
    };

    private static Func<double[]> Crossover(double[] inputs)
    {
        (int fast, int slow) = ((int)inputs[0], (int)inputs[1]);
        double[] results = new double[3];
        return () =>
        {
            var strategy = new MovingAverageCrossover(fast, slow);
            var result = Backtest.Run(inputs.AsSpan(2), ref strategy, default);
            results[0] = result.ProfitAndLoss;
            results[1] = result.MaximumDrawdown;
            results[2] = result.Trades;
            return results;
        };
    }
}
