using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Several prices, each a geometric Brownian motion, whose shocks are correlated.</summary>
/// <remarks>
/// Immutable, and safe to share between threads. Asset j of n takes its shock of step k from row k·n + j of
/// <see cref="PhiloxStream"/>; the shocks are mixed by the Cholesky factor of the correlation matrix.
/// </remarks>
public sealed class CorrelatedGbm
{
    private readonly GeometricBrownianMotion[] _assets;
    private readonly double[] _factor;

    private CorrelatedGbm(GeometricBrownianMotion[] assets, double[] factor) => (_assets, _factor) = (assets, factor);

    /// <summary>How many prices there are.</summary>
    public int Assets => _assets.Length;

    /// <summary>Makes the model, or says why the correlations are impossible.</summary>
    /// <param name="assets">Each price's own law. Length n, at least 1.</param>
    /// <param name="correlation">Of the shocks: n × n, row-major, symmetric, ones on the diagonal.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the matrix is not symmetric with ones on its
    /// diagonal and numbers from −1 to 1 beside it.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> a negative pivot within n · 1e-13 of the diagonal counts as zero.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: one fixed order, no vectors.</para>
    /// <para><b>Cost:</b> n³/6 multiplications.</para>
    /// <para><b>Source:</b> G. H. Golub, C. F. Van Loan, Matrix Computations, 4th ed. 2013, section 4.2;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> the product L Lᵀ for every size, R's factor, dependent and impossible matrices.</para>
    /// </remarks>
    public static CorrelatedGbmOutcome Create(
        ReadOnlySpan<GeometricBrownianMotion> assets, ReadOnlySpan<double> correlation)
    {
        int n = assets.Length;
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Length(correlation.Length, n * n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rho = correlation[i * n + j];
                if (!(rho is >= -1.0 and <= 1.0) || rho != correlation[j * n + i] || (i == j && rho != 1.0))
                {
                    throw new ArgumentException(
                        "A correlation matrix is symmetric, with ones on its diagonal.", nameof(correlation));
                }
            }
        }

        double[] factor = new double[n * n];
        return Cholesky.Factor(correlation, n, factor).HasFactor
            ? new CorrelatedGbmOutcome(CorrelationStatus.Usable, new CorrelatedGbm(assets.ToArray(), factor))
            : new CorrelatedGbmOutcome(CorrelationStatus.NotPositiveSemiDefinite, null);
    }

    /// <summary>Simulates the prices at the horizon for the paths firstPath, firstPath + 1 and so on.</summary>
    /// <param name="years">Years to the horizon, positive.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="prices">Receives assets × paths, row-major.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the assets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years or path are out of range, or so wide a step leaves the
    /// doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact in distribution.</para>
    /// <para><b>Source:</b> as <see cref="FillPaths"/>.</para>
    /// <para><b>Tested by:</b> as <see cref="FillPaths"/>, and Margrabe's exchange option.</para>
    /// </remarks>
    public void FillTerminal(double years, ulong seed, long firstPath, Span<double> prices) =>
        FillPaths(years, 1, seed, firstPath, prices);

    /// <summary>Simulates the prices at equally spaced times years/steps, 2 years/steps, up to years.</summary>
    /// <param name="years">Years to the horizon, positive.</param>
    /// <param name="steps">Dates a path is observed at, 1 to <see cref="GeometricBrownianMotion.StepsMax"/>.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="prices">Receives steps × assets × paths, row-major.</param>
    /// <exception cref="ArgumentException">The length is no multiple of steps · assets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years, steps or path are out of range, or so wide a step leaves
    /// the doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact in distribution at the dates; rounding grows with the steps.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, vector width and partition of the paths.</para>
    /// <para><b>Cost:</b> n²/2 multiplications, n normals and n exponentials a step; a pooled buffer of n × 512.</para>
    /// <para><b>Source:</b> P. Glasserman, Monte Carlo Methods in Financial Engineering, 2003, section 3.2.3;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> the scalar formula, sample correlations, every number of paths, a single asset.</para>
    /// </remarks>
    public void FillPaths(double years, int steps, ulong seed, long firstPath, Span<double> prices)
    {
        GeometricBrownianMotion.GuardShape(years, steps, firstPath, prices.Length);
        int rows = checked(steps * Assets);
        if (prices.Length % rows != 0)
        {
            throw new ArgumentException($"The prices' length is a multiple of {rows}.", nameof(prices));
        }

        int paths = prices.Length / rows;
        double dt = years / steps;
        double[] shocks = ArrayPool<double>.Shared.Rent((Assets + 1) * GbmKernel.PathsAtOnce);
        try
        {
            for (int done = 0; done < paths; done += GbmKernel.PathsAtOnce)
            {
                int count = Math.Min(GbmKernel.PathsAtOnce, paths - done);
                var start = shocks.AsSpan(Assets * count, count);
                for (int step = 0; step < steps; step++)
                {
                    FillShocks(seed, step, firstPath + done, shocks, count);
                    for (int i = 0; i < Assets; i++)
                    {
                        var asset = _assets[i];
                        double shift = (asset.Drift - 0.5 * asset.Volatility * asset.Volatility) * dt;
                        double scale = asset.Volatility * Math.Sqrt(dt);
                        GbmKernel.GuardStep(shift, scale, nameof(years));
                        start.Fill(asset.Spot);
                        int row = step * Assets + i;
                        var before = step == 0 ? start : prices.Slice((row - Assets) * paths + done, count);
                        var after = prices.Slice(row * paths + done, count);
                        GbmKernel.Step(before, shift, scale, shocks.AsSpan(i * count, count), after);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(shocks);
        }
    }

    /// <summary>
    /// Estimates value at risk and expected shortfall of a portfolio: the loss is Σ unitsᵢ (Sᵢ₀ − Sᵢₜ).
    /// </summary>
    /// <param name="units">How much of each asset is held; negative is short. Length n.</param>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="confidence">A fraction strictly between 0.5 and 1, such as 0.99.</param>
    /// <param name="settings">Seed, paths and threads.</param>
    /// <param name="cancellationToken">Asked before every block of 4,096 paths.</param>
    /// <returns>Losses in the spots' unit, positive when money is lost.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a unit is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="LossTail.FromLosses"/>.</para>
    /// <para><b>Repeatability:</b> the same bits for any number of threads, on every machine.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> the normal limit of a short horizon, a single asset's closed form, threads to the
    /// bit.</para>
    /// </remarks>
    public TailEstimate Tail(
        ReadOnlySpan<double> units,
        double years,
        double confidence,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        KernelGuard.Length(units.Length, Assets);
        double[] held = units.ToArray();
        return MonteCarlo.Tail(
            (first, losses) => FillLosses(held, years, settings.Seed, first, losses),
            confidence,
            settings,
            cancellationToken);
    }

    /// <summary>Simulates the portfolio's losses Σ unitsᵢ (Sᵢ₀ − Sᵢₜ) for the paths firstPath, firstPath + 1 and so
    /// on.</summary>
    /// <param name="units">How much of each asset is held; negative is short. Length n.</param>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="losses">Receives a loss a path, in the spots' unit, positive when money is lost. Any
    /// length.</param>
    /// <exception cref="ArgumentException">The units' length is not that of the assets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years or path are out of range, or so wide a step leaves the
    /// doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact in distribution. <b>Repeatability:</b> as <see cref="FillPaths"/>.</para>
    /// <para><b>Cost:</b> as <see cref="FillPaths"/> of one step; a pooled buffer of n × paths.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> the sum over <see cref="FillTerminal"/>, every partition of the paths.</para>
    /// </remarks>
    public void FillLosses(
        ReadOnlySpan<double> units, double years, ulong seed, long firstPath, Span<double> losses)
    {
        KernelGuard.Length(units.Length, Assets);
        double[] prices = ArrayPool<double>.Shared.Rent(Assets * losses.Length);
        try
        {
            var rows = prices.AsSpan(0, Assets * losses.Length);
            FillTerminal(years, seed, firstPath, rows);
            losses.Clear();
            for (int i = 0; i < Assets; i++)
            {
                var row = rows.Slice(i * losses.Length, losses.Length);
                for (int path = 0; path < losses.Length; path++)
                {
                    losses[path] += units[i] * (_assets[i].Spot - row[path]);
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(prices);
        }
    }

    // Independent normals, then L times them: from the last asset up, so that each row's sources are still unmixed.
    private void FillShocks(ulong seed, int step, long firstPath, Span<double> shocks, int count)
    {
        for (int j = 0; j < Assets; j++)
        {
            new PhiloxStream(seed, (ulong)step * (ulong)Assets + (ulong)j)
                .FillNormals((ulong)firstPath, shocks.Slice(j * count, count));
        }

        for (int i = Assets - 1; i >= 0; i--)
        {
            var row = shocks.Slice(i * count, count);
            TensorPrimitives.Multiply(row, _factor[i * Assets + i], row);
            for (int j = 0; j < i; j++)
            {
                Accumulate(shocks.Slice(j * count, count), _factor[i * Assets + j], row);
            }
        }
    }

    // Products and sums are rounded one by one, so that vectors and the scalar rest agree.
    private static void Accumulate(ReadOnlySpan<double> source, double weight, Span<double> target)
    {
        int whole = source.Length - source.Length % Vector<double>.Count;
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + new Vector<double>(source[i..]) * weight).CopyTo(target[i..]);
        }

        for (int i = whole; i < source.Length; i++)
        {
            target[i] += source[i] * weight;
        }
    }
}
