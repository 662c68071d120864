namespace RiskPlatform.Quant.Optimization;

/// <summary>Solves selections exactly: which items to take for the greatest value within constraints.</summary>
public static class Selection
{
    private const long SizeMax = 1L << 53; // Sums up to here are exact in doubles too.

    /// <summary>Maximises Σ value over the items taken, subject to sums, counts, sets, and items given.</summary>
    /// <param name="problem">Items and constraints.</param>
    /// <param name="nodesMax">Nodes of the search tree to bound at most, for the search and for naming a conflict
    /// each; positive. Ten million unless said.</param>
    /// <param name="cancellationToken">Ends the search with what is known: an answer here, not an exception.</param>
    /// <returns>
    /// The best selection with its proof, or the best so far with bound and gap, or the constraints that conflict.
    /// </returns>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range, or sizes sum to more than 2⁵³.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The node limit is not positive.</exception>
    /// <remarks>
    /// <para>Branch and bound. Each node is bounded by the prices of its linear relaxation put into the Lagrangian,
    /// with its rounding allowed for, so the proof does not rest on the relaxation being solved well; selections are
    /// checked in whole numbers. Constraints of a conflict are left out one by one while the rest still
    /// conflict.</para>
    /// <para><b>Accuracy:</b> exact.</para>
    /// <para><b>Repeatability:</b> value, status and conflict do not depend on the machine unless a limit ends the
    /// search; of several best selections, another may be found where vector widths differ.</para>
    /// <para><b>Cost:</b> exponential at worst. 30 loans under 14 constraints: milliseconds; 150 under 29: tens of
    /// milliseconds to seconds. A node costs a few pivots of rows × items.</para>
    /// <para><b>Source:</b> Land and Doig, Econometrica 28 (1960); Geoffrion, Mathematical Programming Study 2 (1974);
    /// Neumaier and Shcherbina, Mathematical Programming 99 (2004); Chinneck, Feasibility and Infeasibility in
    /// Optimization, 2008, ch. 6; docs/methods/selection.md.</para>
    /// <para><b>Tested by:</b> GLPK and CBC on 15, 30 and 150 loans, enumeration of every selection for up to 14 items
    /// with random constraints of every kind, conflicts checked for minimality, limits.</para>
    /// </remarks>
    public static SelectionResult Solve(
        SelectionProblem problem, long nodesMax = 10_000_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodesMax);
        Check(problem);
        var constraints = SelectionModel.Constraints(problem);
        var search = new SelectionSearch(SelectionModel.Create(problem, constraints, hasValues: true));
        bool isComplete = search.Run(stopsAtFirst: false, nodesMax, cancellationToken);
        if (isComplete && search.Best is null)
        {
            return Infeasible(problem, constraints, search.Nodes, nodesMax, cancellationToken);
        }

        return new SelectionResult
        {
            Status = isComplete ? SelectionStatus.Optimal : SelectionStatus.LimitReached,
            Selected = search.Best is bool[] best ? [.. Enumerable.Range(0, best.Length).Where(j => best[j])] : [],
            Value = search.Best is null ? null : search.BestValue,
            Bound = isComplete ? search.BestValue : search.OpenBound,
            Nodes = search.Nodes,
        };
    }

    private static SelectionResult Infeasible(
        SelectionProblem problem, List<SelectionConstraint> constraints, long nodes, long nodesMax,
        CancellationToken cancellationToken)
    {
        bool isMinimal = true;
        List<SelectionConstraint> conflict = [.. constraints];
        long left = nodesMax;
        foreach (var constraint in constraints)
        {
            var rest = conflict.Where(other => other != constraint);
            var search = new SelectionSearch(SelectionModel.Create(problem, rest, hasValues: false));
            bool isComplete = search.Run(stopsAtFirst: true, left, cancellationToken);
            nodes += search.Nodes;
            left -= search.Nodes;
            isMinimal &= isComplete;
            if (isComplete && search.Best is null)
            {
                conflict.RemoveAll(other => other == constraint);
            }
        }

        return new SelectionResult
        {
            Status = SelectionStatus.Infeasible,
            Nodes = nodes,
            Conflict = conflict,
            IsConflictMinimal = isMinimal,
        };
    }

    private static void Check(SelectionProblem problem)
    {
        int n = problem.Values.Count;
        CheckSize(problem.Values, "values");
        foreach (var sum in problem.Sums)
        {
            KernelGuard.Length(sum.Coefficients.Count, n);
            CheckSize(sum.Coefficients, sum.Name);
            CheckLimit(sum.Min, sum.Name);
            CheckLimit(sum.Max, sum.Name);
        }

        var items = problem.AtMostOne.SelectMany(set => set).Concat(problem.Required).Concat(problem.Excluded);
        foreach (int item in items)
        {
            if (item < 0 || item >= n)
            {
                throw new ArgumentException($"Item {item} is not one of {n}.", nameof(problem));
            }
        }
    }

    private static void CheckSize(IReadOnlyList<long> numbers, string name)
    {
        Int128 size = 0;
        foreach (long number in numbers)
        {
            size += Int128.Abs(number);
        }

        if (size > SizeMax)
        {
            throw new ArgumentException($"The sizes of {name} sum to more than 2⁵³.", nameof(numbers));
        }
    }

    private static void CheckLimit(long? limit, string name)
    {
        if (limit is < -SizeMax or > SizeMax)
        {
            throw new ArgumentException($"The limit of {name} is beyond 2⁵³.", nameof(limit));
        }
    }
}
