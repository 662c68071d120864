namespace RiskPlatform.Quant.Optimization;

/// <summary>The best selection, what is proven of it, or why there is none.</summary>
public sealed record SelectionResult
{
    /// <summary>How the search ended.</summary>
    public required SelectionStatus Status { get; init; }

    /// <summary>Indices of the items taken, ascending; empty when no selection was found.</summary>
    public IReadOnlyList<int> Selected { get; init; } = [];

    /// <summary>What they are worth; none when no selection was found.</summary>
    public long? Value { get; init; }

    /// <summary>No selection is worth more: equal to the value when optimal. None when there is no selection.</summary>
    public long? Bound { get; init; }

    /// <summary>Bound less value over the value's size, or over 1; zero when optimal. None without both.</summary>
    public double? Gap => Bound - Value is long difference
        ? difference / Math.Max(1.0, Math.Abs((double)Value!.Value))
        : null;

    /// <summary>Nodes of the search tree that were bounded.</summary>
    public required long Nodes { get; init; }

    /// <summary>When infeasible: constraints that no selection meets together.</summary>
    public IReadOnlyList<SelectionConstraint> Conflict { get; init; } = [];

    /// <summary>Whether leaving out any one constraint of the conflict lets the others be met.</summary>
    public bool IsConflictMinimal { get; init; }
}

/// <summary>How a selection's search ended.</summary>
public enum SelectionStatus
{
    /// <summary>No selection is worth more, proven.</summary>
    Optimal,

    /// <summary>No selection meets the constraints, proven; the conflict names why.</summary>
    Infeasible,

    /// <summary>The node limit or a cancellation came first: the bound and gap say what is left open.</summary>
    LimitReached,
}

/// <summary>One constraint of a selection.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Index">Of the sum, of the set, or of the item required or excluded; zero for counts.</param>
/// <param name="Name">The sum's name, or one made of kind and index.</param>
public readonly record struct SelectionConstraint(SelectionConstraintKind Kind, int Index, string Name);

/// <summary>Kinds of constraints.</summary>
public enum SelectionConstraintKind
{
    /// <summary>A sum's least value.</summary>
    SumMin,

    /// <summary>A sum's greatest value.</summary>
    SumMax,

    /// <summary>The least number of items.</summary>
    MinCount,

    /// <summary>The greatest number of items.</summary>
    MaxCount,

    /// <summary>A set of which at most one may be taken.</summary>
    AtMostOne,

    /// <summary>An item that has to be taken.</summary>
    Required,

    /// <summary>An item that must not be taken.</summary>
    Excluded,
}
