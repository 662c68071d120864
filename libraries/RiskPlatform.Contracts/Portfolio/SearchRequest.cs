using System.Text.Json.Serialization;

namespace RiskPlatform.Contracts.Portfolio;

/// <summary>Asks which items to take for the greatest, or least, sum of a value within constraints.</summary>
/// <param name="Items">What there is, 1 to 2,000.</param>
/// <param name="Constraints">What has to hold.</param>
/// <param name="Maximise">The value whose sum is to be greatest; or</param>
/// <param name="Minimise">the value whose sum is to be least. Exactly one is given.</param>
/// <param name="TimeLimitMs">When to stop with the best so far, 1 to 20,000; 10,000 unless given.</param>
public sealed record SearchRequest(
    IReadOnlyList<SearchItem> Items,
    IReadOnlyList<SearchConstraint> Constraints,
    string? Maximise = null,
    string? Minimise = null,
    int TimeLimitMs = 10_000);

/// <summary>Something that may be taken.</summary>
/// <param name="Id">Its name, unlike all others.</param>
/// <param name="Values">Whole numbers by name.</param>
/// <param name="Tags">Words by name, for constraints on some items.</param>
/// <param name="MaxUnits">How many of it there are, 1 to 1,000.</param>
public sealed record SearchItem(
    string Id,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyDictionary<string, string>? Tags = null,
    int MaxUnits = 1);

/// <summary>What has to hold. Which fields are needed depends on the kind.</summary>
/// <param name="Kind">sum, count, atMostOne, require, exclude or maxVolatility.</param>
/// <param name="Id">What a conflict calls it; made of kind and place unless given.</param>
/// <param name="Value">sum: the value that is summed.</param>
/// <param name="Min">sum, count: least total.</param>
/// <param name="Max">sum, count: greatest total; maxVolatility: greatest volatility, which may have a fraction.</param>
/// <param name="Where">sum, count: only items whose tags are these.</param>
/// <param name="Items">atMostOne, require, exclude: ids.</param>
/// <param name="Covariance">maxVolatility: of one unit of each item, an array of rows in the order of the
/// items.</param>
public sealed record SearchConstraint(
    ConstraintKind Kind,
    string? Id = null,
    string? Value = null,
    long? Min = null,
    decimal? Max = null,
    IReadOnlyDictionary<string, string>? Where = null,
    IReadOnlyList<string>? Items = null,
    double[][]? Covariance = null);

/// <summary>Kinds of constraints.</summary>
public enum ConstraintKind
{
    /// <summary>Bounds on a sum over the units taken.</summary>
    Sum,

    /// <summary>Bounds on the number of units taken.</summary>
    Count,

    /// <summary>Of these items, at most one.</summary>
    AtMostOne,

    /// <summary>These items, one unit of each at least.</summary>
    Require,

    /// <summary>None of these items.</summary>
    Exclude,

    /// <summary>A bound on the volatility of the units taken together.</summary>
    MaxVolatility,
}

/// <summary>The best selection, and what is proven of it.</summary>
/// <param name="Status">optimal, feasible or infeasible.</param>
/// <param name="Chosen">What is taken, in the order of the items.</param>
/// <param name="Objective">The sum; null where nothing was found.</param>
/// <param name="Bound">No selection is better; equal to the objective when optimal.</param>
/// <param name="Gap">Their distance over the objective's size; zero when optimal.</param>
/// <param name="NodesExplored">Nodes of the search tree.</param>
/// <param name="ElapsedMs">What it took.</param>
/// <param name="Conflict">Infeasible: ids of constraints that no selection meets together.</param>
public sealed record SearchResponse(
    SearchStatus Status,
    IReadOnlyList<ChosenItem> Chosen,
    long? Objective,
    long? Bound,
    double? Gap,
    long NodesExplored,
    double ElapsedMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Conflict);

/// <summary>How a search ended.</summary>
public enum SearchStatus
{
    /// <summary>No selection is better, proven.</summary>
    Optimal,

    /// <summary>Time ran out: the best so far, with bound and gap.</summary>
    Feasible,

    /// <summary>No selection meets the constraints, proven.</summary>
    Infeasible,
}

/// <summary>An item taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Units">How many.</param>
public sealed record ChosenItem(string Id, int Units);
