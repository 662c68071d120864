using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Simulation;

/// <summary>A price whose logarithm is a Brownian motion with drift: dS = μ S dt + σ S dW.</summary>
/// <remarks>
/// Path i takes its k-th step from number i of row k of <see cref="PhiloxStream"/> under the seed, so a path is the
/// same
/// whichever run it is part of, and with whatever others. The default value is a price of zero, which stays there.
/// </remarks>
public readonly record struct GeometricBrownianMotion
{
    /// <summary>Dates that a path can be observed at: a million.</summary>
    public const int StepsMax = 1_000_000;

    /// <summary>Describes the price.</summary>
    /// <param name="spot">S₀: today's price, positive.</param>
    /// <param name="drift">μ: growth of the mean, a year, as a fraction and continuously compounded. For a valuation,
    /// the domestic rate less the foreign one.</param>
    /// <param name="volatility">σ: root of a year's variance of log returns, as a fraction; zero or positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or not finite.</exception>
    public GeometricBrownianMotion(double spot, double drift, double volatility)
    {
        if (!(spot > 0.0) || double.IsInfinity(spot))
        {
            throw new ArgumentOutOfRangeException(nameof(spot), spot, "A price is positive and finite.");
        }

        if (!double.IsFinite(drift))
        {
            throw new ArgumentOutOfRangeException(nameof(drift), drift, "A drift is finite.");
        }

        if (!(volatility >= 0.0) || double.IsInfinity(volatility))
        {
            throw new ArgumentOutOfRangeException(nameof(volatility), volatility, "A volatility is zero or positive.");
        }

        (Spot, Drift, Volatility) = (spot, drift, volatility);
    }

    /// <summary>S₀: today's price.</summary>
    public double Spot { get; }

    /// <summary>μ: growth of the mean, a year, continuously compounded.</summary>
    public double Drift { get; }

    /// <summary>σ: a year's standard deviation of log returns, as a fraction.</summary>
    public double Volatility { get; }

    /// <summary>Computes E Sₜ = S₀ exp(μt).</summary>
    /// <param name="years">t: years from now; zero or positive.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> that of Math.Exp.</para>
    /// <para><b>Source:</b> docs/methods/simulation.md.</para>
    /// </remarks>
    public double Mean(double years) => Spot * Math.Exp(Drift * years);

    /// <summary>Simulates S₀ exp((μ − σ²/2) t + σ √t z) for the paths firstPath, firstPath + 1 and so on.</summary>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="prices">Receives a price a path, in the spot's unit. Any length.</param>
    /// <exception cref="ArgumentOutOfRangeException">Years or path are out of range, or so wide a step leaves the
    /// doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact in distribution; rounding of about four units in the last place, and of the
    /// exponent, which grows with its size.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, vector width and partition of the paths.</para>
    /// <para><b>Cost:</b> one normal and one exponential a path, no allocation.</para>
    /// <para><b>Source:</b> P. Glasserman, Monte Carlo Methods in Financial Engineering, 2003, section 3.2.1;
    /// docs/methods/simulation.md.</para>
    /// <para><b>Tested by:</b> the scalar formula, mean and standard deviation, Kolmogorov–Smirnov, every length and
    /// width.</para>
    /// </remarks>
    public void FillTerminal(double years, ulong seed, long firstPath, Span<double> prices) =>
        FillPaths(years, 1, seed, firstPath, prices);

    /// <summary>Simulates prices at equally spaced times years/steps, 2 years/steps, up to years.</summary>
    /// <param name="years">Years to the horizon, positive.</param>
    /// <param name="steps">Dates a path is observed at, 1 to <see cref="StepsMax"/>.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="prices">Receives steps × paths, row-major: row k holds the prices after step k + 1.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years, steps or path are out of range, or so wide a step leaves
    /// the doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="FillTerminal"/>, a rounding more for each step.</para>
    /// <para><b>Repeatability:</b> as <see cref="FillTerminal"/>.</para>
    /// <para><b>Cost:</b> one normal, one exponential and one product a step; no allocation.</para>
    /// <para><b>Source:</b> as <see cref="FillTerminal"/>.</para>
    /// <para><b>Tested by:</b> as <see cref="FillTerminal"/>, and independence of a path's steps.</para>
    /// </remarks>
    public void FillPaths(double years, int steps, ulong seed, long firstPath, Span<double> prices) =>
        Fill(years, steps, seed, firstPath, prices, []);

    /// <summary>Simulates prices at the horizon through equally spaced steps, and those of −z beside them.</summary>
    /// <param name="years">Years to the horizon, positive.</param>
    /// <param name="steps">Steps a path takes, 1 to <see cref="StepsMax"/>.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="firstPath">Index of the first path, from 0.</param>
    /// <param name="prices">Receives the last row of <see cref="FillPaths"/>. Any length.</param>
    /// <param name="mirrored">Receives the mirror images' prices: of the same length, or empty to leave them
    /// out.</param>
    /// <exception cref="ArgumentException">The mirror images have another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years, steps or path are out of range, or so wide a step leaves
    /// the doubles.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="FillPaths"/>. <b>Repeatability:</b> its very bits.</para>
    /// <para><b>Cost:</b> as <see cref="FillPaths"/>, but four kilobytes whatever the steps.</para>
    /// <para><b>Source:</b> as <see cref="FillTerminal"/>.</para>
    /// <para><b>Tested by:</b> equality with <see cref="FillPaths"/>, the mirrored formula, every length.</para>
    /// </remarks>
    public void FillHorizon(
        double years, int steps, ulong seed, long firstPath, Span<double> prices, Span<double> mirrored)
    {
        GuardShape(years, steps, firstPath, length: 0);
        if (!mirrored.IsEmpty)
        {
            KernelGuard.Length(mirrored.Length, prices.Length);
        }

        double dt = years / steps;
        double shift = (Drift - 0.5 * Volatility * Volatility) * dt;
        double scale = Volatility * Math.Sqrt(dt);
        GbmKernel.GuardStep(shift, scale, nameof(years));
        prices.Fill(Spot);
        mirrored.Fill(Spot);
        Span<double> normals = stackalloc double[GbmKernel.PathsAtOnce];
        for (int done = 0; done < prices.Length; done += GbmKernel.PathsAtOnce)
        {
            int count = Math.Min(GbmKernel.PathsAtOnce, prices.Length - done);
            var z = normals[..count];
            var row = prices.Slice(done, count);
            var mirroredRow = mirrored.IsEmpty ? [] : mirrored.Slice(done, count);
            for (int step = 0; step < steps; step++)
            {
                new PhiloxStream(seed, (ulong)step).FillNormals((ulong)(firstPath + done), z);
                GbmKernel.Step(row, shift, scale, z, row);
                if (!mirrored.IsEmpty)
                {
                    GbmKernel.Step(mirroredRow, shift, -scale, z, mirroredRow);
                }
            }
        }
    }

    /// <summary>Computes S₀ exp((μ − σ²/2) t + σ √t z) for each of the normals given.</summary>
    /// <param name="years">t: years to the horizon, positive.</param>
    /// <param name="normals">z: standard normals, such as those of a Sobol sequence. Length n.</param>
    /// <param name="prices">Receives n prices. May be the very memory of the normals.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Years are out of range, or so wide a step leaves the
    /// doubles.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the normals; one beyond 8.21 may leave the doubles.</para>
    /// <para><b>Accuracy:</b> as <see cref="FillTerminal"/>. <b>Repeatability:</b> the same bits on every
    /// machine.</para>
    /// <para><b>Source:</b> as <see cref="FillTerminal"/>.</para>
    /// <para><b>Tested by:</b> equality with <see cref="FillTerminal"/> on its own normals.</para>
    /// </remarks>
    public void FromNormals(double years, ReadOnlySpan<double> normals, Span<double> prices)
    {
        GuardShape(years, steps: 1, firstPath: 0, length: 0);
        KernelGuard.Length(prices.Length, normals.Length);
        double shift = (Drift - 0.5 * Volatility * Volatility) * years;
        double scale = Volatility * Math.Sqrt(years);
        GbmKernel.GuardStep(shift, scale, nameof(years));
        Span<double> start = stackalloc double[GbmKernel.PathsAtOnce];
        start.Fill(Spot);
        for (int done = 0; done < normals.Length; done += GbmKernel.PathsAtOnce)
        {
            int count = Math.Min(GbmKernel.PathsAtOnce, normals.Length - done);
            GbmKernel.Step(start[..count], shift, scale, normals.Slice(done, count), prices.Slice(done, count));
        }
    }

    /// <summary>As the public form; the mirrored paths are those of −z, or left out if their span is empty.</summary>
    internal void Fill(
        double years, int steps, ulong seed, long firstPath, Span<double> prices, Span<double> mirrored)
    {
        int paths = GuardShape(years, steps, firstPath, prices.Length);
        double dt = years / steps;
        double shift = (Drift - 0.5 * Volatility * Volatility) * dt;
        double scale = Volatility * Math.Sqrt(dt);
        GbmKernel.GuardStep(shift, scale, nameof(years));

        Span<double> start = stackalloc double[GbmKernel.PathsAtOnce];
        start.Fill(Spot);
        for (int done = 0; done < paths; done += GbmKernel.PathsAtOnce)
        {
            int count = Math.Min(GbmKernel.PathsAtOnce, paths - done);
            ReadOnlySpan<double> before = start[..count];
            ReadOnlySpan<double> mirroredBefore = before;
            for (int step = 0; step < steps; step++)
            {
                var row = prices.Slice(step * paths + done, count);
                new PhiloxStream(seed, (ulong)step).FillNormals((ulong)(firstPath + done), row);
                if (!mirrored.IsEmpty)
                {
                    var mirroredRow = mirrored.Slice(step * paths + done, count);
                    GbmKernel.Step(mirroredBefore, shift, -scale, row, mirroredRow);
                    mirroredBefore = mirroredRow;
                }

                GbmKernel.Step(before, shift, scale, row, row);
                before = row;
            }
        }
    }

    internal static int GuardShape(double years, int steps, long firstPath, int length)
    {
        if (!(years > 0.0) || double.IsInfinity(years))
        {
            throw new ArgumentOutOfRangeException(nameof(years), years, "A horizon is positive and finite.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, StepsMax);
        ArgumentOutOfRangeException.ThrowIfNegative(firstPath);
        return length % steps == 0
            ? length / steps
            : throw new ArgumentException($"The prices' length is a multiple of the {steps} steps.");
    }
}
