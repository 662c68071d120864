namespace RiskPlatform.Quant.Optimization;

/// <summary>Portfolios of least variance, by Markowitz, with bounds on weights. Weights are fractions that sum to
/// 1.</summary>
public static class MeanVariance
{
    private const double SymmetryTolerance = 1e-9;

    /// <summary>Minimises wᵀCw subject to Σw = 1 and the bounds.</summary>
    /// <param name="covariance">C: of returns. n × n, row-major, symmetric, positive definite.</param>
    /// <param name="bounds">Least and greatest weights.</param>
    /// <param name="weights">Receives w: fractions, negative is short. Length n; zeros when there is none.</param>
    /// <param name="cancellationToken">Asked before every step, each of n² operations.</param>
    /// <returns>The variance, or why there is no portfolio.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, an element is not finite, C is not symmetric, or a
    /// least weight is above the greatest.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-12 of the weights for well-conditioned C, growing with its condition number. A weight
    /// held by a bound is that bound to the bit.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> n³ and n² a change of the active set; about n changes with tight bounds.</para>
    /// <para><b>Source:</b> Markowitz, Journal of Finance 7 (1952); Goldfarb and Idnani, Mathematical Programming 27
    /// (1983); docs/methods/mean-variance.md.</para>
    /// <para><b>Tested by:</b> R's quadprog and fPortfolio, the closed form, the conditions of Karush, Kuhn and Tucker
    /// for 1 to 40 assets, and enumeration of active sets.</para>
    /// </remarks>
    public static PortfolioResult MinimumVariance(
        ReadOnlySpan<double> covariance,
        WeightBounds bounds,
        Span<double> weights,
        CancellationToken cancellationToken = default)
    {
        Check(covariance, bounds, weights);
        return Minimise(covariance, [], 0.0, bounds, weights, cancellationToken);
    }

    /// <summary>Minimises wᵀCw subject to Σw = 1, w·μ ≥ target and the bounds: a portfolio of the efficient frontier.
    /// </summary>
    /// <param name="covariance">C: of returns. n × n, row-major, symmetric, positive definite.</param>
    /// <param name="means">μ: mean returns, in C's unit of return. Length n.</param>
    /// <param name="target">The least mean return wanted, same unit.</param>
    /// <param name="bounds">Least and greatest weights.</param>
    /// <param name="weights">Receives w. Length n; zeros when there is none.</param>
    /// <param name="cancellationToken">Asked before every step, each of n² operations.</param>
    /// <inheritdoc cref="MinimumVariance"/>
    public static PortfolioResult AtReturn(
        ReadOnlySpan<double> covariance,
        ReadOnlySpan<double> means,
        double target,
        WeightBounds bounds,
        Span<double> weights,
        CancellationToken cancellationToken = default)
    {
        Check(covariance, bounds, weights);
        CheckMeans(means, target, weights.Length);
        return Minimise(covariance, means, target, bounds, weights, cancellationToken);
    }

    /// <summary>Maximises (w·μ − r) / √(wᵀCw) subject to Σw = 1 and the bounds: the tangency portfolio.</summary>
    /// <param name="covariance">C: of returns. n × n, row-major, symmetric, positive definite.</param>
    /// <param name="means">μ: mean returns, in C's unit of return. Length n.</param>
    /// <param name="riskFree">r: the return without risk, same unit.</param>
    /// <param name="bounds">Least and greatest weights.</param>
    /// <param name="weights">Receives w. Length n; zeros when there is none.</param>
    /// <param name="cancellationToken">Asked before every step, each of n² operations.</param>
    /// <inheritdoc cref="MinimumVariance"/>
    public static PortfolioResult Tangency(
        ReadOnlySpan<double> covariance,
        ReadOnlySpan<double> means,
        double riskFree,
        WeightBounds bounds,
        Span<double> weights,
        CancellationToken cancellationToken = default)
    {
        Check(covariance, bounds, weights);
        CheckMeans(means, riskFree, weights.Length);
        weights.Clear();
        int n = weights.Length;
        if (n == 0 || !bounds.AllowOne(n))
        {
            return new PortfolioResult(PortfolioStatus.Infeasible, 0.0);
        }

        if (Program(covariance, n, cancellationToken) is not QuadraticProgram program)
        {
            return new PortfolioResult(PortfolioStatus.NotPositiveDefinite, 0.0);
        }

        // In y = w / (w·μ − r): minimise yᵀCy with y·(μ − r) = 1, and bounds times Σy.
        double[] excess = new double[n];
        for (int i = 0; i < n; i++)
        {
            excess[i] = means[i] - riskFree;
        }

        double scale = excess.Max(Math.Abs);
        if (scale == 0.0)
        {
            return new PortfolioResult(PortfolioStatus.NoExcessReturn, 0.0);
        }

        program.AddEquality([.. excess.Select(mean => mean / scale)], 1.0);
        program.AddAtLeast([.. Enumerable.Repeat(1.0, n)], 0.0);
        var held = AddScaledBounds(program, bounds, n);
        var outcome = program.Solve(cancellationToken);
        double sum = program.X.Sum();
        if (outcome == QuadraticProgram.Outcome.Infeasible || !(sum > 1e-10 * program.X.Sum(Math.Abs)))
        {
            return new PortfolioResult(PortfolioStatus.NoExcessReturn, 0.0);
        }

        for (int i = 0; i < n; i++)
        {
            weights[i] = program.X[i] / sum;
        }

        return Finish(program, outcome, held, covariance, weights);
    }

    private static PortfolioResult Minimise(
        ReadOnlySpan<double> covariance,
        ReadOnlySpan<double> means,
        double target,
        WeightBounds bounds,
        Span<double> weights,
        CancellationToken cancellationToken)
    {
        weights.Clear();
        int n = weights.Length;
        if (n == 0 || !bounds.AllowOne(n))
        {
            return new PortfolioResult(PortfolioStatus.Infeasible, 0.0);
        }

        if (Program(covariance, n, cancellationToken) is not QuadraticProgram program)
        {
            return new PortfolioResult(PortfolioStatus.NotPositiveDefinite, 0.0);
        }

        program.AddEquality([.. Enumerable.Repeat(1.0, n)], 1.0);
        int constraint = 1;
        if (!means.IsEmpty)
        {
            program.AddAtLeast(means.ToArray(), target);
            constraint++;
        }

        List<(int Constraint, int Asset, double Bound)> held = [];
        for (int i = 0; i < n; i++)
        {
            foreach (var (bound, sign) in new[] { (bounds.Least(i), 1.0), (bounds.Greatest(i), -1.0) })
            {
                if (double.IsFinite(bound))
                {
                    double[] row = new double[n];
                    row[i] = sign;
                    program.AddAtLeast(row, sign * bound);
                    held.Add((constraint++, i, bound));
                }
            }
        }

        var outcome = program.Solve(cancellationToken);
        if (outcome == QuadraticProgram.Outcome.Infeasible)
        {
            return new PortfolioResult(PortfolioStatus.Infeasible, 0.0);
        }

        program.X.CopyTo(weights);
        return Finish(program, outcome, held, covariance, weights);
    }

    private static List<(int Constraint, int Asset, double Bound)> AddScaledBounds(
        QuadraticProgram program, WeightBounds bounds, int n)
    {
        List<(int Constraint, int Asset, double Bound)> held = [];
        int constraint = 2;
        for (int i = 0; i < n; i++)
        {
            foreach (var (bound, sign) in new[] { (bounds.Least(i), 1.0), (bounds.Greatest(i), -1.0) })
            {
                if (double.IsFinite(bound))
                {
                    double[] row = [.. Enumerable.Repeat(-sign * bound, n)];
                    row[i] += sign;
                    program.AddAtLeast(row, 0.0);
                    held.Add((constraint++, i, bound));
                }
            }
        }

        return held;
    }

    private static PortfolioResult Finish(
        QuadraticProgram program,
        QuadraticProgram.Outcome outcome,
        List<(int Constraint, int Asset, double Bound)> held,
        ReadOnlySpan<double> covariance,
        Span<double> weights)
    {
        if (outcome == QuadraticProgram.Outcome.Stalled)
        {
            weights.Clear();
            return new PortfolioResult(PortfolioStatus.NotConverged, 0.0);
        }

        foreach (var (constraint, asset, bound) in held)
        {
            if (program.IsActive(constraint))
            {
                weights[asset] = bound;
            }
        }

        return new PortfolioResult(PortfolioStatus.Optimal, Variance(covariance, weights));
    }

    private static QuadraticProgram? Program(
        ReadOnlySpan<double> covariance, int n, CancellationToken cancellationToken)
    {
        // Scaled to a largest variance of 1, as tolerances are of numbers near that.
        double scale = 0.0;
        for (int i = 0; i < n; i++)
        {
            scale = Math.Max(scale, covariance[i * n + i]);
        }

        double[] scaled = covariance.ToArray();
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] /= scale;
        }

        return scale > 0.0 ? QuadraticProgram.Create(scaled, new double[n], cancellationToken) : null;
    }

    /// <summary>wᵀCw.</summary>
    internal static double Variance(ReadOnlySpan<double> covariance, ReadOnlySpan<double> weights)
    {
        int n = weights.Length;
        double variance = 0.0;
        for (int i = 0; i < n; i++)
        {
            double row = 0.0;
            for (int j = 0; j < n; j++)
            {
                row += covariance[i * n + j] * weights[j];
            }

            variance += weights[i] * row;
        }

        return variance;
    }

    private static void Check(ReadOnlySpan<double> covariance, WeightBounds bounds, Span<double> weights)
    {
        int n = weights.Length;
        KernelGuard.Length(covariance.Length, n * n);
        bounds.Check(n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double size = Math.Abs(covariance[i * n + i]) + Math.Abs(covariance[j * n + j]);
                double difference = Math.Abs(covariance[i * n + j] - covariance[j * n + i]);
                if (!double.IsFinite(covariance[i * n + j]) || !(difference <= SymmetryTolerance * size))
                {
                    throw new ArgumentException($"Covariance {i}, {j} is not finite or not symmetric.");
                }
            }
        }
    }

    private static void CheckMeans(ReadOnlySpan<double> means, double level, int n)
    {
        KernelGuard.Length(means.Length, n);
        foreach (double mean in means)
        {
            if (!double.IsFinite(mean) || !double.IsFinite(level))
            {
                throw new ArgumentException("A mean return is not finite.", nameof(means));
            }
        }
    }
}
