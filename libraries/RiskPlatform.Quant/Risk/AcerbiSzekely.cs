using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Risk;

/// <summary>Tests of an expected shortfall against what happened (Acerbi and Szekely).</summary>
public static class AcerbiSzekely
{
    /// <summary>
    /// Computes Z₁ = Σ XₜIₜ/ESₜ / ΣIₜ + 1, Z₂ = Σ XₜIₜ/(TαESₜ) + 1 and Z₃ = 1 − ê(U)/E[ê(V)], ê the mean of the ⌊Tα⌋
    /// worst, each with the probability of one as low under the model.
    /// </summary>
    /// <param name="profits">X: what each day brought; a loss is negative. Length T, at least 1.</param>
    /// <param name="valuesAtRisk">Forecast for each day, positive. An exception, I, is X + VaR &lt; 0. Length
    /// T.</param>
    /// <param name="shortfalls">Forecast for each day, positive, at least the value at risk. Length T.</param>
    /// <param name="model">The law the forecasts stand for, α, and the simulation.</param>
    /// <param name="cancellationToken">Asked before every simulated run.</param>
    /// <returns>The statistics: zero is expected, negative means that losses were larger than said.</returns>
    /// <exception cref="ArgumentException">A length differs, or a number is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the model is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>Under the model Xₜ = VaRₜ · Y/VaR(Y), Y of the law; Z₃ ranks Xₜ/VaRₜ by it, and is null below Tα = 1. Z₁
    /// is null without an exception; its probability is among simulations that have one.</para>
    /// <para><b>Accuracy:</b> statistics to rounding; probabilities within √(p(1 − p)/M) of M simulations.</para>
    /// <para><b>Repeatability:</b> the same bits for the same seed on one kind of machine. <b>Cost:</b> T · M uniforms
    /// and Tα · M quantiles; 0.1 s for 250 days and 5,000 normal simulations.</para>
    /// <para><b>Source:</b> C. Acerbi, B. Szekely, Risk, December 2014, pp. 76-81;
    /// docs/methods/var-backtests.md.</para>
    /// <para><b>Tested by:</b> the definitions written out, the published critical value of Z₂, size over simulated
    /// years, power.</para>
    /// </remarks>
    public static AcerbiSzekelyResult Compute(
        ReadOnlySpan<double> profits,
        ReadOnlySpan<double> valuesAtRisk,
        ReadOnlySpan<double> shortfalls,
        ShortfallModel model,
        CancellationToken cancellationToken = default)
    {
        int days = profits.Length;
        KernelGuard.AtLeast(days, 1);
        KernelGuard.Length(valuesAtRisk.Length, days);
        KernelGuard.Length(shortfalls.Length, days);
        Check(profits, valuesAtRisk, shortfalls, model);

        double alpha = model.Probability;
        var law = new Law(model);
        double[] uniforms = new double[days];
        for (int t = 0; t < days; t++)
        {
            uniforms[t] = law.Probability(profits[t] / valuesAtRisk[t]);
        }

        double? worst = WorstMean(uniforms, alpha, law);
        var (first, second) = Ratios(profits, valuesAtRisk, shortfalls, alpha);
        return Simulate(days, law, model, first, second, worst, cancellationToken);
    }

    private static (double? First, double Second) Ratios(
        ReadOnlySpan<double> profits, ReadOnlySpan<double> values, ReadOnlySpan<double> shortfalls, double alpha)
    {
        double sum = 0.0;
        int exceptions = 0;
        for (int t = 0; t < profits.Length; t++)
        {
            if (profits[t] + values[t] < 0.0)
            {
                sum += profits[t] / shortfalls[t];
                exceptions++;
            }
        }

        return (exceptions > 0 ? sum / exceptions + 1.0 : null, sum / (profits.Length * alpha) + 1.0);
    }

    // All in units of a day's value at risk, so that every day of the model is alike.
    private static AcerbiSzekelyResult Simulate(
        int days,
        Law law,
        ShortfallModel model,
        double? first,
        double second,
        double? worst,
        CancellationToken cancellationToken)
    {
        double alpha = model.Probability;
        double[] uniforms = new double[days];
        double?[] firsts = new double?[model.Simulations];
        double[] seconds = new double[model.Simulations];
        double[] worsts = new double[model.Simulations];
        var stream = new PhiloxStream(model.Seed, Stream: 0);
        for (int run = 0; run < model.Simulations; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.FillUniforms((ulong)((long)run * days), uniforms);
            double sum = 0.0;
            int exceptions = 0;
            foreach (double u in uniforms)
            {
                if (u < alpha)
                {
                    sum += law.Value(u) / law.Shortfall;
                    exceptions++;
                }
            }

            firsts[run] = exceptions > 0 ? sum / exceptions + 1.0 : null;
            seconds[run] = sum / (days * alpha) + 1.0;
            worsts[run] = WorstMean(uniforms, alpha, law) ?? 0.0;
        }

        double expected = worsts.Average();
        double[] known = [.. firsts.OfType<double>()];
        double? third = worst is { } found ? 1.0 - found / expected : null;
        return new AcerbiSzekelyResult(
            first is { } z1 && known.Length > 0 ? new ShortfallTest(z1, Share(known, z1)) : null,
            new ShortfallTest(second, Share(seconds, second)),
            third is { } z3
                ? new ShortfallTest(z3, Share([.. worsts.Select(value => 1.0 - value / expected)], z3))
                : null);
    }

    private static double Share(double[] simulated, double statistic) =>
        (simulated.Count(value => value <= statistic) + 1.0) / (simulated.Length + 1.0);

    /// <summary>The mean of the ⌊Tα⌋ lowest, as losses in units of the value at risk. Rearranges.</summary>
    private static double? WorstMean(double[] uniforms, double alpha, Law law)
    {
        int count = (int)Math.Floor(uniforms.Length * alpha * (1.0 + 1e-12));
        if (count == 0)
        {
            return null;
        }

        Array.Sort(uniforms);
        double sum = 0.0;
        for (int i = 0; i < count; i++)
        {
            sum -= law.Value(Math.Clamp(uniforms[i], 1e-300, 1.0 - 1e-16));
        }

        return sum / count;
    }

    private static void Check(
        ReadOnlySpan<double> profits, ReadOnlySpan<double> values, ReadOnlySpan<double> shortfalls,
        ShortfallModel model)
    {
        CoverageTests.CheckProbability(model.Probability);
        ArgumentOutOfRangeException.ThrowIfLessThan(model.Simulations, 100, nameof(model.Simulations));
        for (int t = 0; t < profits.Length; t++)
        {
            if (!double.IsFinite(profits[t]) || !(values[t] > 0.0) || !(shortfalls[t] >= values[t])
                || double.IsInfinity(shortfalls[t]))
            {
                throw new ArgumentException(
                    $"Day {t}: profits are finite, values at risk positive, shortfalls at least as large.");
            }
        }
    }

    /// <summary>The model's law in units of its value at risk: standard normal, or Student's t.</summary>
    private sealed class Law
    {
        private readonly double? _degrees;
        private readonly double _unit;

        public Law(ShortfallModel model)
        {
            _degrees = model.DegreesOfFreedom;
            _unit = -Raw(model.Probability);
            double tail = _degrees is { } v
                ? StudentT.TailMean(model.Probability, v)
                : -Normal.Density(_unit) / model.Probability;
            Shortfall = -tail / _unit;
        }

        /// <summary>The law's shortfall.</summary>
        public double Shortfall { get; }

        /// <summary>The profit with that probability of a lower one.</summary>
        public double Value(double u) => Raw(u) / _unit;

        /// <summary>The probability of a lower profit.</summary>
        public double Probability(double profit) => _degrees is { } v
            ? StudentT.Cdf(profit * _unit, v)
            : Normal.Cdf(profit * _unit);

        private double Raw(double u) => _degrees is { } v ? StudentT.Quantile(u, v) : Normal.Quantile(u);
    }
}

/// <summary>The law that forecasts of a shortfall stand for.</summary>
public readonly record struct ShortfallModel
{
    /// <summary>α: 1 less the confidence; strictly between 0 and 0.5, such as 0.025.</summary>
    public required double Probability { get; init; }

    /// <summary>Of Student's t, above 1; null for the normal law.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>The experiment.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Simulated histories, at least 100.</summary>
    public int Simulations { get; init; } = 5_000;

    /// <summary>A normal law, 5,000 simulations.</summary>
    public ShortfallModel()
    {
    }
}

/// <summary>The three statistics; null where one is not defined.</summary>
/// <param name="Z1">Size of the exceptions, given that there are some.</param>
/// <param name="Z2">Number and size of the exceptions together.</param>
/// <param name="Z3">The worst days' ranks.</param>
public readonly record struct AcerbiSzekelyResult(ShortfallTest? Z1, ShortfallTest Z2, ShortfallTest? Z3);

/// <summary>A statistic and the probability of one as low under the model.</summary>
/// <param name="Statistic">Zero is expected; negative means larger losses than said.</param>
/// <param name="PValue">Small speaks against the model.</param>
public readonly record struct ShortfallTest(double Statistic, double PValue);
