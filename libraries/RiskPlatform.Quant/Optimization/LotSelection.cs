namespace RiskPlatform.Quant.Optimization;

/// <summary>Portfolios of whole lots: the least variance exactly, by branch and bound.</summary>
public static class LotSelection
{
    private const double Whole = 1e-7;
    private const double Equal = 1e-12; // Variances closer than this part are the same.

    /// <summary>Minimises wᵀCw, w = lots / total, subject to Σ lots = total, 0 ≤ lots ≤ most, and w·μ ≥ least
    /// mean.</summary>
    /// <param name="covariance">C: of returns. n × n, row-major, symmetric, positive definite.</param>
    /// <param name="means">μ: mean returns. Length n.</param>
    /// <param name="leastMean">The least mean return wanted, in the means' unit; −∞ for none.</param>
    /// <param name="total">Lots in all; positive.</param>
    /// <param name="most">Greatest lots of one asset; zero or positive.</param>
    /// <param name="nodesMax">Nodes of the search tree at most; positive.</param>
    /// <param name="cancellationToken">Ends the search with what is known: an answer here, not an exception.</param>
    /// <returns>The lots and their variance, with what is proven; or why there are none.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or a number is not finite or out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> no lots have a variance lower by more than 1e-12 of it; means are compared to 1e-12.
    /// </para>
    /// <para><b>Cost:</b> exponential at worst; one quadratic program a node.</para>
    /// <para><b>Source:</b> Bienstock, Mathematical Programming 74 (1996); docs/methods/mean-variance.md.</para>
    /// <para><b>Tested by:</b> enumeration of 27,237 portfolios of 20 lots, and of all portfolios of random
    /// cases.</para>
    /// </remarks>
    public static LotResult MinimumVariance(
        ReadOnlySpan<double> covariance,
        ReadOnlySpan<double> means,
        double leastMean,
        int total,
        int most,
        long nodesMax = 1_000_000,
        CancellationToken cancellationToken = default)
    {
        int n = means.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodesMax);
        if (double.IsNaN(leastMean) || leastMean == double.PositiveInfinity)
        {
            throw new ArgumentOutOfRangeException(nameof(leastMean), leastMean, "A least mean is a number or −∞.");
        }

        foreach (double mean in means)
        {
            if (!double.IsFinite(mean))
            {
                throw new ArgumentException("A mean return is not finite.", nameof(means));
            }
        }

        double[] weights = new double[n];
        double[] capped = [.. Enumerable.Repeat((double)most / total, n)];
        var relaxed = double.IsFinite(leastMean)
            ? MeanVariance.AtReturn(
                covariance, means, leastMean, new WeightBounds(new double[n], capped), weights, CancellationToken.None)
            : MeanVariance.MinimumVariance(
                covariance, new WeightBounds(new double[n], capped), weights, CancellationToken.None);
        if (relaxed.Status != PortfolioStatus.Optimal)
        {
            return new LotResult(relaxed.Status, [], 0.0, 0.0, 0);
        }

        var search = new LotSearch(covariance.ToArray(), means.ToArray(), leastMean, total, most);
        return search.Run(relaxed.Variance, nodesMax, cancellationToken);
    }

    /// <summary>One search.</summary>
    private sealed class LotSearch(double[] covariance, double[] means, double leastMean, int total, int most)
    {
        private readonly int _n = means.Length;
        private readonly double _slack = 1e-12 * (means.Length == 0 ? 0.0 : means.Max(Math.Abs));
        private readonly PriorityQueue<(int[] Low, int[] High, double Bound), double> _open = new();
        private int[]? _best;
        private double _bestVariance = double.PositiveInfinity;

        public LotResult Run(double bound, long nodesMax, CancellationToken cancellationToken)
        {
            _open.Enqueue((new int[_n], [.. Enumerable.Repeat(Math.Min(most, total), _n)], bound), bound);
            long nodes = 0;
            while (_open.TryDequeue(out var node, out _))
            {
                if (node.Bound >= _bestVariance * (1.0 - Equal))
                {
                    break;
                }

                if (nodes >= nodesMax || cancellationToken.IsCancellationRequested)
                {
                    double known = Math.Min(node.Bound, _bestVariance);
                    double variance = _best is null ? 0.0 : _bestVariance;
                    return new LotResult(PortfolioStatus.LimitReached, _best ?? [], variance, known, nodes);
                }

                nodes++;
                Expand(node.Low, node.High, node.Bound);
            }

            return _best is null
                ? new LotResult(PortfolioStatus.Infeasible, [], 0.0, 0.0, nodes)
                : new LotResult(PortfolioStatus.Optimal, _best, _bestVariance, _bestVariance, nodes);
        }

        private void Expand(int[] low, int[] high, double bound)
        {
            if (!Tighten(low, high))
            {
                return;
            }

            if (low.AsSpan().SequenceEqual(high))
            {
                Offer(low);
                return;
            }

            if (Relax(low, high, out bool isSolved) is not double[] lots)
            {
                return;
            }

            Offer(Rounded(lots, low, high));
            double[] weights = [.. lots.Select(lot => lot / total)];
            double relaxed = isSolved ? Math.Max(bound, MeanVariance.Variance(covariance, weights)) : bound;
            int split = Enumerable.Range(0, _n).Where(i => low[i] < high[i])
                .MaxBy(i => Math.Abs(lots[i] - Math.Round(lots[i])));
            int floor = Math.Clamp((int)Math.Floor(lots[split] + Whole), low[split], high[split] - 1);
            int[] lowered = [.. high];
            lowered[split] = floor;
            int[] raised = [.. low];
            raised[split] = floor + 1;
            _open.Enqueue(([.. low], lowered, relaxed), relaxed);
            _open.Enqueue((raised, [.. high], relaxed), relaxed);
        }

        // What the total leaves to each asset once the others have their least or most.
        private bool Tighten(int[] low, int[] high)
        {
            for (bool hasChanged = true; hasChanged;)
            {
                hasChanged = false;
                long least = low.Sum(lot => (long)lot);
                long greatest = high.Sum(lot => (long)lot);
                if (least > total || greatest < total)
                {
                    return false;
                }

                for (int i = 0; i < _n; i++)
                {
                    int ceiling = (int)Math.Min(high[i], total - (least - low[i]));
                    int floor = (int)Math.Max(low[i], total - (greatest - high[i]));
                    hasChanged |= ceiling < high[i] || floor > low[i];
                    (low[i], high[i]) = (floor, ceiling);
                }
            }

            return true;
        }

        // The quadratic program over the assets not yet decided; none when it has no solution.
        private double[]? Relax(int[] low, int[] high, out bool isSolved)
        {
            int[] free = [.. Enumerable.Range(0, _n).Where(i => low[i] < high[i])];
            double[] lots = [.. low.Select(lot => (double)lot)];
            double[] g = new double[free.Length * free.Length];
            double[] linear = new double[free.Length];
            for (int i = 0; i < free.Length; i++)
            {
                for (int j = 0; j < free.Length; j++)
                {
                    g[i * free.Length + j] = covariance[free[i] * _n + free[j]];
                }

                linear[i] = -Enumerable.Range(0, _n).Where(k => low[k] == high[k])
                    .Sum(k => covariance[free[i] * _n + k] * low[k]);
            }

            // A part of a positive definite matrix is one. Cancelling is answered between nodes.
            var program = QuadraticProgram.Create(g, linear, CancellationToken.None)!;
            double decided = Enumerable.Range(0, _n).Where(k => low[k] == high[k]).Sum(k => means[k] * low[k]);
            program.AddEquality(
                [.. Enumerable.Repeat(1.0, free.Length)], total - low.Where((lot, k) => lot == high[k]).Sum());
            if (double.IsFinite(leastMean))
            {
                program.AddAtLeast([.. free.Select(k => means[k])], (leastMean - _slack) * total - decided);
            }

            for (int i = 0; i < free.Length; i++)
            {
                double[] row = new double[free.Length];
                row[i] = 1.0;
                program.AddAtLeast(row, low[free[i]]);
                program.AddAtLeast([.. row.Select(element => -element)], -high[free[i]]);
            }

            var outcome = program.Solve(CancellationToken.None);
            isSolved = outcome == QuadraticProgram.Outcome.Solved;
            if (outcome == QuadraticProgram.Outcome.Infeasible)
            {
                return null;
            }

            for (int i = 0; i < free.Length; i++)
            {
                lots[free[i]] = program.X[i];
            }

            return lots;
        }

        // Lots rounded down, and the ones left over given where most was cut off.
        private int[] Rounded(double[] lots, int[] low, int[] high)
        {
            int[] rounded = [.. lots.Select((lot, i) => Math.Clamp((int)Math.Floor(lot + Whole), low[i], high[i]))];
            int left = total - rounded.Sum();
            foreach (int i in Enumerable.Range(0, _n).OrderByDescending(i => lots[i] - rounded[i]).ToArray())
            {
                int given = Math.Clamp(Math.Min(left, 1), 0, high[i] - rounded[i]);
                rounded[i] += given;
                left -= given;
            }

            return rounded;
        }

        private void Offer(int[] lots)
        {
            double[] weights = [.. lots.Select(lot => (double)lot / total)];
            double mean = weights.Zip(means, (weight, asset) => weight * asset).Sum();
            double variance = MeanVariance.Variance(covariance, weights);
            if (lots.Sum() == total && mean >= leastMean - _slack && variance < _bestVariance)
            {
                (_best, _bestVariance) = ([.. lots], variance);
            }
        }
    }
}

/// <summary>A portfolio of whole lots.</summary>
/// <param name="Status">How the search ended.</param>
/// <param name="Lots">Of each asset; empty when none was found.</param>
/// <param name="Variance">wᵀCw in the covariance's unit; zero when none was found.</param>
/// <param name="Bound">No lots have less variance: equal to the variance when optimal.</param>
/// <param name="Nodes">Nodes of the search tree.</param>
public readonly record struct LotResult(
    PortfolioStatus Status, IReadOnlyList<int> Lots, double Variance, double Bound, long Nodes);
