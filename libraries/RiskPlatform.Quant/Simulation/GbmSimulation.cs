using System.Buffers;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Expectations and tails of what depends on one geometric Brownian motion.</summary>
public static class GbmSimulation
{
    /// <summary>Estimates E f(Sₜ); not discounted.</summary>
    /// <param name="model">The price's law.</param>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="payoff">f: called on blocks, from several threads at once.</param>
    /// <param name="reduction">How the variance is reduced.</param>
    /// <param name="settings">Seed, paths and threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 samples.</param>
    /// <returns>The mean payoff, in its unit. With antithetic pairs, a pair is one sample.</returns>
    /// <exception cref="ArgumentException">The payoff gave NaN or an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the paths are odd for
    /// pairs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the stated error; no time is discretised.</para>
    /// <para><b>Repeatability:</b> the same bits for any number of threads, on every machine if the payoff's
    /// are.</para>
    /// <para><b>Cost:</b> one normal and one exponential a path (two exponentials a pair); buffers by the
    /// thread.</para>
    /// <para><b>Source:</b> P. Glasserman, Monte Carlo Methods in Financial Engineering, 2003, chapters 1 and 4;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> closed forms of options within four errors, all reductions, coverage over seeds, 1 to 5
    /// threads to the bit.</para>
    /// </remarks>
    public static Estimate TerminalMean(
        GeometricBrownianMotion model,
        double years,
        TerminalPayoff payoff,
        VarianceReduction reduction,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payoff);
        return PathMean(model, years, 1, payoff.Invoke, reduction, settings, cancellationToken);
    }

    /// <summary>Estimates E f(S₁, …, Sₙ) over equally spaced dates; not discounted.</summary>
    /// <param name="model">The price's law.</param>
    /// <param name="years">Years to the last date, positive.</param>
    /// <param name="steps">n: dates, 1 to <see cref="GeometricBrownianMotion.StepsMax"/>.</param>
    /// <param name="payoff">f: called on blocks of paths, from several threads at once.</param>
    /// <param name="reduction">How the variance is reduced.</param>
    /// <param name="settings">Seed, paths and threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 samples.</param>
    /// <returns>The mean payoff, in its unit. With antithetic pairs, a pair is one sample.</returns>
    /// <exception cref="ArgumentException">The payoff gave NaN or an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the paths are odd for
    /// pairs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the stated error; prices between the dates are not seen.</para>
    /// <para><b>Repeatability:</b> as <see cref="TerminalMean"/>.</para>
    /// <para><b>Cost:</b> n normals and exponentials a path; buffers of 512 paths by the thread.</para>
    /// <para><b>Source:</b> as <see cref="TerminalMean"/>.</para>
    /// <para><b>Tested by:</b> the closed form of a geometric average, and as <see cref="TerminalMean"/>.</para>
    /// </remarks>
    public static Estimate PathMean(
        GeometricBrownianMotion model,
        double years,
        int steps,
        PathPayoff payoff,
        VarianceReduction reduction,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payoff);
        bool isPaired = reduction is VarianceReduction.Antithetic or VarianceReduction.AntitheticAndControl;
        bool isControlled = reduction is VarianceReduction.Control or VarianceReduction.AntitheticAndControl;
        if (isPaired)
        {
            settings = settings with { Paths = Halved(settings.Paths) };
        }

        settings.Guard();
        GeometricBrownianMotion.GuardShape(years, steps, firstPath: 0, length: 0);
        var sampler = new GbmSampler(model, years, steps, payoff, isPaired, settings.Seed);
        return isControlled
            ? MonteCarlo.MeanWithControl(sampler.Fill, model.Mean(years), settings, cancellationToken)
            : MonteCarlo.Mean((first, samples) => sampler.Fill(first, samples, []), settings, cancellationToken);
    }

    /// <summary>Estimates value at risk and expected shortfall of one unit held: the loss is S₀ − Sₜ.</summary>
    /// <param name="model">The price's law; a real-world drift, as a rule.</param>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="confidence">A fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <param name="settings">Seed, paths and threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 paths.</param>
    /// <returns>Losses in the spot's unit, positive when money is lost.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="LossTail.FromLosses"/>.</para>
    /// <para><b>Repeatability:</b> the same bits for any number of threads, on every machine.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> R's closed forms within four errors.</para>
    /// </remarks>
    public static TailEstimate Tail(
        GeometricBrownianMotion model,
        double years,
        double confidence,
        SimulationSettings settings,
        CancellationToken cancellationToken) =>
        MonteCarlo.Tail(
            (first, losses) =>
            {
                model.FillTerminal(years, settings.Seed, first, losses);
                foreach (ref double value in losses)
                {
                    value = model.Spot - value;
                }
            },
            confidence,
            settings,
            cancellationToken);

    private static long Halved(long paths) => paths % 2 == 0
        ? paths / 2
        : throw new ArgumentOutOfRangeException(nameof(paths), paths, "Antithetic pairs need an even number of paths.");

    /// <summary>Payoffs and controls of a block of paths or pairs.</summary>
    private sealed class GbmSampler(
        GeometricBrownianMotion model, double years, int steps, PathPayoff payoff, bool isPaired, ulong seed)
    {
        public void Fill(long first, Span<double> samples, Span<double> controls)
        {
            int size = steps * Math.Min(GbmKernel.PathsAtOnce, samples.Length);
            double[] buffer = ArrayPool<double>.Shared.Rent((isPaired ? 2 : 1) * size);
            try
            {
                for (int done = 0; done < samples.Length; done += GbmKernel.PathsAtOnce)
                {
                    int paths = Math.Min(GbmKernel.PathsAtOnce, samples.Length - done);
                    var prices = buffer.AsSpan(0, steps * paths);
                    var mirrored = isPaired ? buffer.AsSpan(size, steps * paths) : [];
                    model.Fill(years, steps, seed, first + done, prices, mirrored);
                    var control = controls.IsEmpty ? [] : controls.Slice(done, paths);
                    Evaluate(prices, mirrored, samples.Slice(done, paths), control);
                }
            }
            finally
            {
                ArrayPool<double>.Shared.Return(buffer);
            }
        }

        private void Evaluate(
            Span<double> prices, Span<double> mirrored, Span<double> samples, Span<double> controls)
        {
            payoff(prices, samples);
            var last = prices[^samples.Length..];
            if (!controls.IsEmpty)
            {
                last.CopyTo(controls);
            }

            if (mirrored.IsEmpty)
            {
                return;
            }

            Span<double> other = stackalloc double[GbmKernel.PathsAtOnce];
            payoff(mirrored, other[..samples.Length]);
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = 0.5 * (samples[i] + other[i]);
            }

            for (int i = 0; i < controls.Length; i++)
            {
                controls[i] = 0.5 * (controls[i] + mirrored[^(samples.Length - i)]);
            }
        }
    }
}
