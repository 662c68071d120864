using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Quant.Optimization;

namespace RiskPlatform.Portfolio.Searches;

/// <summary>
/// A request as the solver takes it: an item of many units becomes packs of 1, 2, 4 … units, so that every number of
/// units is a choice of packs.
/// </summary>
internal sealed class SearchModel
{
    private readonly SearchRequest _request;
    private readonly List<(int Item, int Units)> _packs = [];
    private readonly List<SumConstraint> _sums = [];
    private readonly List<IReadOnlyList<int>> _sets = [];
    private readonly List<string> _setIds = [];
    private readonly List<int> _excluded = [];
    private readonly Dictionary<int, string> _excludedIds = [];

    public SearchModel(SearchRequest request)
    {
        _request = request;
        for (int i = 0; i < request.Items.Count; i++)
        {
            int left = request.Items[i].MaxUnits;
            for (int size = 1; left > 0; size *= 2)
            {
                int units = Math.Min(size, left);
                _packs.Add((i, units));
                left -= units;
            }
        }

        for (int k = 0; k < request.Constraints.Count; k++)
        {
            Add(request.Constraints[k], IdOf(k));
        }
    }

    /// <summary>What a conflict calls a constraint.</summary>
    public string IdOf(int constraint) => _request.Constraints[constraint].Id
        ?? $"{char.ToLowerInvariant(_request.Constraints[constraint].Kind.ToString()[0])}{
            _request.Constraints[constraint].Kind.ToString()[1..]}[{constraint}]";

    /// <summary>The problem, with cuts that later rounds have added.</summary>
    public SelectionProblem Problem(IReadOnlyList<SumConstraint> cuts)
    {
        long sign = _request.Maximise is null ? -1 : 1;
        string goal = _request.Maximise ?? _request.Minimise!;
        return new SelectionProblem
        {
            Values = [.. _packs.Select(pack => sign * pack.Units * _request.Items[pack.Item].Values[goal])],
            Sums = [.. _sums, .. cuts],
            AtMostOne = _sets,
            Excluded = _excluded,
        };
    }

    /// <summary>Units of each item in a selection of packs.</summary>
    public int[] Units(IReadOnlyList<int> selected)
    {
        int[] units = new int[_request.Items.Count];
        foreach (int pack in selected)
        {
            units[_packs[pack].Item] += _packs[pack].Units;
        }

        return units;
    }

    /// <summary>A row over the packs from numbers a unit of each item.</summary>
    public long[] Row(Func<int, long> perUnit) => [.. _packs.Select(pack => pack.Units * perUnit(pack.Item))];

    /// <summary>A row that cuts off one selection of packs and no other.</summary>
    public SumConstraint Except(string id, IReadOnlyCollection<int> selected)
    {
        long[] row = [.. Enumerable.Repeat(-1L, _packs.Count)];
        foreach (int pack in selected)
        {
            row[pack] = 1;
        }

        return new SumConstraint(id, row, Max: selected.Count - 1);
    }

    /// <summary>How many units of an item there are.</summary>
    public int MaxUnits(int item) => _request.Items[item].MaxUnits;

    /// <summary>The ids of the constraints that a conflict names.</summary>
    public IReadOnlyList<string> Ids(IEnumerable<SelectionConstraint> conflict) =>
    [
        .. conflict.Select(part => part.Kind switch
        {
            SelectionConstraintKind.AtMostOne => _setIds[part.Index],
            SelectionConstraintKind.Excluded => _excludedIds[part.Index],
            _ => part.Name,
        }).Distinct(),
    ];

    private void Add(SearchConstraint constraint, string id)
    {
        switch (constraint.Kind)
        {
            case ConstraintKind.Sum:
                _sums.Add(Bound(id, constraint, i => _request.Items[i].Values.GetValueOrDefault(constraint.Value!)));
                break;
            case ConstraintKind.Count:
                _sums.Add(Bound(id, constraint, _ => 1));
                break;
            case ConstraintKind.AtMostOne:
                _sets.Add([.. Packs(constraint.Items!)]);
                _setIds.Add(id);
                break;
            case ConstraintKind.Require:
                foreach (string item in constraint.Items!)
                {
                    _sums.Add(new SumConstraint(id, Row(i => _request.Items[i].Id == item ? 1 : 0), Min: 1));
                }

                break;
            case ConstraintKind.Exclude:
                foreach (int pack in Packs(constraint.Items!))
                {
                    _excluded.Add(pack);
                    _excludedIds[pack] = id;
                }

                break;
            default:
                break; // A volatility is bounded by cuts.
        }
    }

    private SumConstraint Bound(string id, SearchConstraint constraint, Func<int, long> perUnit) => new(
        id,
        Row(i => Matches(_request.Items[i], constraint.Where) ? perUnit(i) : 0),
        constraint.Min,
        (long?)constraint.Max);

    private static bool Matches(SearchItem item, IReadOnlyDictionary<string, string>? where) =>
        where is null || where.All(tag => item.Tags is not null
            && item.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value);

    private IEnumerable<int> Packs(IReadOnlyList<string> items) =>
        Enumerable.Range(0, _packs.Count).Where(p => items.Contains(_request.Items[_packs[p].Item].Id));
}
