namespace RiskPlatform.Quant.Optimization;

/// <summary>
/// Branch and bound over the items of a selection: dives from the open node of the greatest bound, each node bounded
/// by its relaxation's prices, items that cannot improve the best selection decided on the way.
/// </summary>
internal sealed class SelectionSearch
{
    private const double Whole = 1e-6;
    private const int GreedyEvery = 16;

    private readonly SelectionModel _model;
    private readonly SelectionDomain _domain;
    private readonly DualSimplex _relaxation;
    private readonly SelectionBound _bound;
    private readonly SelectionBranching _branching;
    private readonly SelectionGreedy _greedy;
    private readonly PriorityQueue<Node, double> _open = new();
    private readonly double[] _point;
    private readonly double[] _prices;

    public SelectionSearch(SelectionModel model)
    {
        _model = model;
        _domain = new SelectionDomain(model);
        _relaxation = new DualSimplex(model);
        _bound = new SelectionBound(model);
        _branching = new SelectionBranching(_relaxation, _domain);
        _greedy = new SelectionGreedy(model, _domain);
        _point = new double[model.Values.Length];
        _prices = new double[model.Rows.Length];
    }

    /// <summary>The best selection so far, if any.</summary>
    public bool[]? Best { get; private set; }

    /// <summary>What it is worth.</summary>
    public long BestValue { get; private set; }

    /// <summary>Nodes bounded.</summary>
    public long Nodes { get; private set; }

    /// <summary>Pivots of the relaxations.</summary>
    public long Pivots => _relaxation.Pivots;

    /// <summary>When the limit was reached: no selection is worth more.</summary>
    public long OpenBound { get; private set; }

    /// <summary>A place in the tree: items decided on the way from its parent, as the domain's trail.</summary>
    private sealed record Node(Node? Parent, int[] Decisions, double Bound, SelectionBranch? Branch);

    /// <summary>Searches; false when the limit or a cancellation came first.</summary>
    public bool Run(bool stopsAtFirst, long nodesMax, CancellationToken cancellationToken)
    {
        double highest = _model.Values.Where(value => value > 0).Sum();
        var root = new Node(null, [], highest, null);
        int[] fixings = [.. _model.Fixings.Select(fixing => 2 * fixing.Item + (fixing.IsTaken ? 1 : 0))];
        _open.Enqueue(new Node(root, fixings, highest, null), -highest);
        while (_open.TryDequeue(out var node, out _))
        {
            if (!IsPromising(node.Bound))
            {
                return true; // The others' bounds are no greater.
            }

            double? left = Dive(node, stopsAtFirst, nodesMax, cancellationToken);
            if (stopsAtFirst && Best is not null)
            {
                return true;
            }

            if (left is double bound)
            {
                double open = _open.TryPeek(out var next, out _) ? Math.Max(bound, next.Bound) : bound;
                OpenBound = Math.Max((long)Math.Floor(open), Best is null ? long.MinValue : BestValue);
                return Best is not null && OpenBound == BestValue;
            }
        }

        return true;
    }

    // Follows one branch after another down to a node that is closed. The bound left open if a limit stops it.
    private double? Dive(Node start, bool stopsAtFirst, long nodesMax, CancellationToken cancellationToken)
    {
        if (!Load(start))
        {
            return null;
        }

        var tip = start;
        int recorded = _domain.Trail.Count;
        double bound = start.Bound;
        var branch = start.Branch;
        while (_domain.Propagate())
        {
            if (Nodes >= nodesMax || cancellationToken.IsCancellationRequested)
            {
                return bound;
            }

            Nodes++;
            bool isSolved = BoundNode(ref bound, branch);
            if (!IsPromising(bound) || !IsOpen(isSolved, bound) || (stopsAtFirst && Best is not null))
            {
                return null;
            }

            if (isSolved && DecideByReducedProfit())
            {
                branch = null;
                continue;
            }

            if (_branching.Choose(isSolved ? _point : null) is not SelectionBranch chosen)
            {
                return null; // Nothing is free: the selection was offered.
            }

            tip = new Node(tip, [.. _domain.Trail.Skip(recorded)], bound, null);
            var other = chosen with { IsTaken = !chosen.IsTaken };
            _open.Enqueue(new Node(tip, [other.Decision], bound, other), -bound);
            recorded = _domain.Trail.Count;
            branch = chosen;
            if (!_domain.Fix(chosen.Item, chosen.IsTaken))
            {
                return null;
            }
        }

        return null;
    }

    private bool Load(Node node)
    {
        _domain.Clear();
        Stack<Node> path = new();
        for (var step = node; step is not null; step = step.Parent)
        {
            path.Push(step);
        }

        foreach (var step in path)
        {
            foreach (int decision in step.Decisions)
            {
                if (!_domain.Fix(decision / 2, decision % 2 == 1))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Solves the relaxation and lowers the bound by its prices. False when there is no point to branch on.
    private bool BoundNode(ref double bound, SelectionBranch? branch)
    {
        double cutoff = Best is null ? double.NegativeInfinity : BestValue + 1.0 - Whole;
        var outcome = _relaxation.Solve(_domain.Lower, _domain.Upper, cutoff);
        if (outcome == DualSimplex.Outcome.Cutoff)
        {
            LowerBound(ref bound);
            if (!IsPromising(bound))
            {
                return true;
            }

            outcome = _relaxation.Solve(_domain.Lower, _domain.Upper, double.NegativeInfinity);
        }

        if (outcome == DualSimplex.Outcome.Infeasible)
        {
            _relaxation.Contradiction(_prices, _domain.Lower);
            if (_bound.IsContradiction(_prices, _domain))
            {
                bound = double.NegativeInfinity;
            }

            return false;
        }

        if (outcome == DualSimplex.Outcome.Stalled)
        {
            return false;
        }

        double before = bound;
        LowerBound(ref bound);
        _relaxation.Values(_point);
        _branching.Learn(branch, before - bound);
        return true;
    }

    private void LowerBound(ref double bound)
    {
        _relaxation.Prices(_prices);
        bound = Math.Min(bound, _bound.Evaluate(_prices, _domain));
    }

    // Offers the node's selections; false when that closes it.
    private bool IsOpen(bool isSolved, double bound)
    {
        if (double.IsNegativeInfinity(bound))
        {
            return false;
        }

        bool isWhole = isSolved && Array.TrueForAll(_point, x => Math.Abs(x - Math.Round(x)) <= Whole);
        if (isWhole)
        {
            Offer([.. _point.Select(x => x > 0.5)]);
        }
        else if (isSolved && (Nodes <= GreedyEvery || Nodes % GreedyEvery == 0))
        {
            Offer(_greedy.Complete(_point, _bound.Reduced));
        }

        if (!_branching.HasFree)
        {
            Offer([.. _domain.Lower.Select(x => x > 0.5)]);
            return false;
        }

        return IsPromising(bound);
    }

    // An item whose other value would push the bound to the best selection's cannot improve it: decided, in proof.
    private bool DecideByReducedProfit()
    {
        if (Best is null)
        {
            return false;
        }

        bool hasMoved = false;
        double bound = _bound.Evaluate(_prices, _domain);
        for (int j = 0; j < _point.Length; j++)
        {
            double reduced = _bound.Reduced[j];
            if (_domain.IsFree(j) && !IsPromising(bound - Math.Abs(reduced)))
            {
                _domain.Fix(j, reduced > 0.0);
                hasMoved |= Math.Abs(_point[j] - (reduced > 0.0 ? 1.0 : 0.0)) > Whole;
            }
        }

        return hasMoved;
    }

    private bool IsPromising(double bound) => Best is null
        ? !double.IsNegativeInfinity(bound)
        : Math.Floor(bound) > BestValue;

    private void Offer(bool[] taken)
    {
        long value = _model.Value(taken);
        if ((Best is null || value > BestValue) && KeepsFixings(taken) && _model.IsMet(taken))
        {
            (Best, BestValue) = (taken, value);
        }
    }

    private bool KeepsFixings(bool[] taken) => _model.Fixings.All(fixing => taken[fixing.Item] == fixing.IsTaken);
}
