namespace RiskPlatform.Quant.Optimization;

/// <summary>Which items to take, of a list, for the greatest value within constraints. All numbers are whole.</summary>
public sealed record SelectionProblem
{
    /// <summary>What each item is worth; any sign. Their sizes sum to 2⁵³ at most.</summary>
    public required IReadOnlyList<long> Values { get; init; }

    /// <summary>Bounds on sums over the items taken.</summary>
    public IReadOnlyList<SumConstraint> Sums { get; init; } = [];

    /// <summary>Least number of items, if any.</summary>
    public int? MinCount { get; init; }

    /// <summary>Greatest number of items, if any.</summary>
    public int? MaxCount { get; init; }

    /// <summary>Sets of items, by index from 0, of which at most one may be taken.</summary>
    public IReadOnlyList<IReadOnlyList<int>> AtMostOne { get; init; } = [];

    /// <summary>Items that have to be taken, by index from 0.</summary>
    public IReadOnlyList<int> Required { get; init; } = [];

    /// <summary>Items that must not be taken, by index from 0.</summary>
    public IReadOnlyList<int> Excluded { get; init; } = [];
}

/// <summary>Bounds on a sum over the items taken.</summary>
/// <param name="Name">What conflicts call it.</param>
/// <param name="Coefficients">What each item adds; any sign. Their sizes sum to 2⁵³ at most.</param>
/// <param name="Min">Least sum, if any.</param>
/// <param name="Max">Greatest sum, if any.</param>
public sealed record SumConstraint(
    string Name, IReadOnlyList<long> Coefficients, long? Min = null, long? Max = null);
