namespace RiskPlatform.Quant.Optimization;

/// <summary>A selection as rows Σ a x ≤ b with whole numbers, and items fixed from the start. Immutable.</summary>
internal sealed class SelectionModel
{
    private SelectionModel(long[] values, List<long[]> rows, List<long> limits, List<(int Item, bool IsTaken)> fixings)
    {
        Values = values;
        Rows = [.. rows];
        Limits = [.. limits];
        Fixings = fixings;
        Order = [.. rows.Select(row => Enumerable.Range(0, row.Length).Where(j => row[j] != 0)
            .OrderByDescending(j => Math.Abs(row[j])).ToArray())];
    }

    /// <summary>What each item is worth.</summary>
    public long[] Values { get; }

    /// <summary>a, a row each.</summary>
    public long[][] Rows { get; }

    /// <summary>b.</summary>
    public long[] Limits { get; }

    /// <summary>Each row's items, those of the largest size first.</summary>
    public int[][] Order { get; }

    /// <summary>Items required and excluded.</summary>
    public IReadOnlyList<(int Item, bool IsTaken)> Fixings { get; }

    /// <summary>Every constraint of a problem, in a fixed order.</summary>
    public static List<SelectionConstraint> Constraints(SelectionProblem problem)
    {
        List<SelectionConstraint> all = [];
        for (int i = 0; i < problem.Sums.Count; i++)
        {
            var sum = problem.Sums[i];
            Add(sum.Max is not null, SelectionConstraintKind.SumMax, i, sum.Name);
            Add(sum.Min is not null, SelectionConstraintKind.SumMin, i, sum.Name);
        }

        Add(problem.MinCount is not null, SelectionConstraintKind.MinCount, 0, "minimum count");
        Add(problem.MaxCount is not null, SelectionConstraintKind.MaxCount, 0, "maximum count");
        AddAll(problem.AtMostOne.Count, SelectionConstraintKind.AtMostOne, i => i, "at most one of set");
        AddAll(problem.Required.Count, SelectionConstraintKind.Required, i => problem.Required[i], "required item");
        AddAll(problem.Excluded.Count, SelectionConstraintKind.Excluded, i => problem.Excluded[i], "excluded item");
        return all;

        void Add(bool isThere, SelectionConstraintKind kind, int index, string name)
        {
            if (isThere)
            {
                all.Add(new SelectionConstraint(kind, index, name));
            }
        }

        void AddAll(int count, SelectionConstraintKind kind, Func<int, int> index, string name)
        {
            for (int i = 0; i < count; i++)
            {
                Add(true, kind, index(i), FormattableString.Invariant($"{name} {index(i)}"));
            }
        }
    }

    /// <summary>Rows of some of a problem's constraints. Without values it asks only whether they can be met.</summary>
    public static SelectionModel Create(
        SelectionProblem problem, IEnumerable<SelectionConstraint> constraints, bool hasValues)
    {
        int n = problem.Values.Count;
        List<long[]> rows = [];
        List<long> limits = [];
        List<(int Item, bool IsTaken)> fixings = [];
        foreach (var constraint in constraints)
        {
            switch (constraint.Kind)
            {
                case SelectionConstraintKind.SumMax:
                    Add([.. problem.Sums[constraint.Index].Coefficients], problem.Sums[constraint.Index].Max!.Value);
                    break;
                case SelectionConstraintKind.SumMin:
                    Add(
                        [.. problem.Sums[constraint.Index].Coefficients.Select(coefficient => -coefficient)],
                        -problem.Sums[constraint.Index].Min!.Value);
                    break;
                case SelectionConstraintKind.MinCount:
                    Add([.. Enumerable.Repeat(-1L, n)], -problem.MinCount!.Value);
                    break;
                case SelectionConstraintKind.MaxCount:
                    Add([.. Enumerable.Repeat(1L, n)], problem.MaxCount!.Value);
                    break;
                case SelectionConstraintKind.AtMostOne:
                    long[] row = new long[n];
                    foreach (int item in problem.AtMostOne[constraint.Index])
                    {
                        row[item] = 1;
                    }

                    Add(row, 1);
                    break;
                default:
                    fixings.Add((constraint.Index, constraint.Kind == SelectionConstraintKind.Required));
                    break;
            }
        }

        return new SelectionModel(hasValues ? [.. problem.Values] : new long[n], rows, limits, fixings);

        void Add(long[] row, long limit)
        {
            if (row.Where(coefficient => coefficient > 0).Sum() > limit) // Otherwise every selection meets it.
            {
                rows.Add(row);
                limits.Add(limit);
            }
        }
    }

    /// <summary>Whether a selection meets every row, in whole numbers. Fixed items are the caller's to keep.</summary>
    public bool IsMet(bool[] taken)
    {
        for (int i = 0; i < Rows.Length; i++)
        {
            long sum = 0;
            foreach (int j in Order[i])
            {
                sum += taken[j] ? Rows[i][j] : 0;
            }

            if (sum > Limits[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a selection is worth.</summary>
    public long Value(bool[] taken)
    {
        long value = 0;
        for (int j = 0; j < taken.Length; j++)
        {
            value += taken[j] ? Values[j] : 0;
        }

        return value;
    }
}
