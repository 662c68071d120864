using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Domain;

namespace RiskPlatform.Portfolio.Searches;

/// <summary>What may be wrong with a search.</summary>
internal static class SearchFaults
{
    private const int ItemsMax = 2_000;
    private const int UnitsMax = 1_000;
    private const long SizeMax = 1L << 53; // Sums up to here are exact.

    /// <summary>Every fault, or null.</summary>
    public static Failure? Of(SearchRequest request)
    {
        if (request.Items.Count > ItemsMax)
        {
            return Failure.TooLarge($"items has {request.Items.Count} elements; a search may have {ItemsMax}.");
        }

        var faults = new InputFaults().AtLeast("items", request.Items.Count, 1)
            .Check(
                request.Maximise is null != request.Minimise is null,
                "Give either maximise or minimise: one of the two.")
            .Check(request.TimeLimitMs is >= 1 and <= 20_000, "timeLimitMs lies between 1 and 20000.");
        var ids = request.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        faults.Check(ids.Count == request.Items.Count, "items have ids of their own: one is there twice.");
        string? goal = request.Maximise ?? request.Minimise;
        for (int i = 0; i < request.Items.Count; i++)
        {
            var item = request.Items[i];
            faults.Check(item.MaxUnits is >= 1 and <= UnitsMax, $"items[{i}].maxUnits lies between 1 and {UnitsMax}.")
                .Check(
                    goal is null
                        || item.Values.ContainsKey(goal), $"items[{i}].values has no '{goal}', which is summed.");
        }

        if (goal is not null)
        {
            CheckSize(goal, request.Items, faults);
        }

        for (int k = 0; k < request.Constraints.Count; k++)
        {
            Check($"constraints[{k}]", request.Constraints[k], request.Items, ids, faults);
        }

        return faults.Failure;
    }

    private static void Check(
        string name,
        SearchConstraint constraint,
        IReadOnlyList<SearchItem> items,
        HashSet<string> ids,
        InputFaults faults)
    {
        bool isBounded = constraint.Min is not null || constraint.Max is not null;
        switch (constraint.Kind)
        {
            case ConstraintKind.Sum:
                faults.Check(constraint.Value is not null, $"{name}.value is needed for a sum.")
                    .Check(
                        constraint.Value is null || items.Any(item => item.Values.ContainsKey(constraint.Value)),
                        $"{name}.value is '{constraint.Value}', which no item has.");
                CheckBounds(name, constraint, isBounded, faults);
                if (constraint.Value is not null)
                {
                    CheckSize(constraint.Value, items, faults);
                }

                break;
            case ConstraintKind.Count:
                CheckBounds(name, constraint, isBounded, faults);
                break;
            case ConstraintKind.MaxVolatility:
                faults.Check(constraint.Max is > 0m, $"{name}.max is needed and above zero.")
                    .Check(constraint.Covariance is not null, $"{name}.covariance is needed.")
                    .Check(
                        constraint.Covariance is null || constraint.Covariance.Length == items.Count,
                        $"{name}.covariance has a row for each item.");
                break;
            default:
                faults.Check(constraint.Items is { Count: > 0 }, $"{name}.items is needed.");
                foreach (string id in constraint.Items ?? [])
                {
                    faults.Check(ids.Contains(id), $"{name}.items names '{id}', which is no item.");
                }

                faults.Check(
                    constraint.Kind != ConstraintKind.AtMostOne
                        || !items.Any(item => item.MaxUnits > 1 && (constraint.Items ?? []).Contains(item.Id)),
                    $"{name}: items of an atMostOne have one unit each.");
                break;
        }
    }

    private static void CheckBounds(string name, SearchConstraint constraint, bool isBounded, InputFaults faults) =>
        faults.Check(isBounded, $"{name} has neither min nor max.")
            .Check(
                constraint.Max is null || (constraint.Max == decimal.Truncate(constraint.Max.Value)
                    && Math.Abs(constraint.Max.Value) <= SizeMax),
                $"{name}.max is a whole number up to 2^53.")
            .Check(
                constraint.Min is null
                    || Math.Abs((decimal)constraint.Min.Value) <= SizeMax, $"{name}.min is up to 2^53.")
            .Check(!(constraint.Min > constraint.Max), $"{name}.min is above {name}.max.");

    private static void CheckSize(string value, IReadOnlyList<SearchItem> items, InputFaults faults)
    {
        decimal size = items.Sum(item =>
            Math.Abs((decimal)item.Values.GetValueOrDefault(value)) * Math.Clamp(item.MaxUnits, 0, UnitsMax));
        faults.Check(
            size <= SizeMax, $"'{value}' sums to {size} over all units; 2^53 at most, so that sums are exact.");
    }
}
