using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Domain;
using RiskPlatform.Portfolio.Matrices;
using RiskPlatform.Quant.Optimization;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Portfolio.Searches;

/// <summary>Exact selection within constraints. See docs/methods/selection.md.</summary>
internal sealed class Searches(WorkBudget budget, TimeProvider time)
{
    private const int CutsMax = 500;

    /// <summary>Finds the best selection, or the best until time runs out.</summary>
    public async Task<Result<SearchResponse>> FindAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        if (SearchFaults.Of(request) is { } fault)
        {
            return fault;
        }

        List<(string Id, RowMajor Covariance, double Max)> risks = [];
        var model = new SearchModel(request);
        for (int k = 0; k < request.Constraints.Count; k++)
        {
            if (request.Constraints[k] is { Kind: ConstraintKind.MaxVolatility } risk)
            {
                if (!RowMajor.Symmetric($"constraints[{k}].covariance", risk.Covariance!)
                    .TryGet(out var covariance, out var failure))
                {
                    return failure;
                }

                risks.Add((model.IdOf(k), covariance, (double)risk.Max!.Value));
            }
        }

        return await budget.RunAsync(
            new WorkCost("milliseconds", request.TimeLimitMs, 1e6),
            token => Find(request, model, risks, token),
            cancellationToken);
    }

    // A volatility is convex: where the best selection breaks it, the plane that touches it there cuts that selection
    // off and none that keeps it (Kelley 1960). Rounds end when the best selection keeps them all.
    private Result<SearchResponse> Find(
        SearchRequest request,
        SearchModel model,
        List<(string Id, RowMajor Covariance, double Max)> risks,
        CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(request.TimeLimitMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        List<SumConstraint> cuts = [];
        long nodes = 0;
        while (true)
        {
            var found = Selection.Solve(model.Problem(cuts), cancellationToken: either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            nodes += found.Nodes;
            int[] units = model.Units(found.Selected);
            List<(string Id, RowMajor Covariance, double Max)> broken = found.Value is null ? []
                : [.. risks.Where(risk => Variance(risk.Covariance, units) > Square(risk.Max))];
            if (broken.Count == 0)
            {
                return Answer(request, model, found, units, nodes, time.GetElapsedTime(start));
            }

            if (found.Status == SelectionStatus.LimitReached)
            {
                return Failure.CalculationFailed(
                    "Time ran out before a selection was found that keeps maxVolatility.") with { Code = "timeLimit" };
            }

            if (cuts.Count >= CutsMax)
            {
                return Failure.CalculationFailed(
                    $"{CutsMax} cuts did not lead to a selection that keeps maxVolatility.") with { Code = "cutLimit" };
            }

            cuts.AddRange(broken.Select(risk => Cut(model, risk.Id, risk.Covariance, Square(risk.Max), units)));
            if (cuts.TakeLast(broken.Count).All(cut => found.Selected.Sum(pack => cut.Coefficients[pack]) <= cut.Max))
            {
                cuts.Add(model.Except(broken[0].Id, found.Selected)); // Rounding has taken their edge.
            }
        }
    }

    private static Result<SearchResponse> Answer(
        SearchRequest request, SearchModel model, SelectionResult found, int[] units, long nodes, TimeSpan elapsed)
    {
        if (found is { Status: SelectionStatus.LimitReached, Value: null })
        {
            return Failure.CalculationFailed(
                "Time ran out before any selection was found.") with { Code = "timeLimit" };
        }

        long sign = request.Maximise is null ? -1 : 1;
        return new SearchResponse(
            found.Status switch
            {
                SelectionStatus.Optimal => SearchStatus.Optimal,
                SelectionStatus.Infeasible => SearchStatus.Infeasible,
                _ => SearchStatus.Feasible,
            },
            [
                .. units.Select((count, i) => new ChosenItem(request.Items[i].Id, count))
                    .Where(chosen => chosen.Units > 0),
            ],
            sign * found.Value,
            sign * found.Bound,
            found.Gap,
            nodes,
            elapsed.TotalMilliseconds,
            found.Status == SelectionStatus.Infeasible ? model.Ids(found.Conflict) : null);
    }

    /// <summary>2uᵀCx ≤ max² + uᵀCu, in whole numbers: coefficients rounded down and the bound up, so that nothing
    /// that keeps the volatility is cut off; u stays in where it breaks the bound by less than is rounded.</summary>
    private static SumConstraint Cut(SearchModel model, string id, RowMajor covariance, double bound, int[] units)
    {
        int n = covariance.Rows;
        double[] slope = new double[n];
        double variance = 0.0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                slope[i] += 2.0 * covariance.Values[i * n + j] * units[j];
            }

            variance += 0.5 * slope[i] * units[i];
        }

        // A smaller coefficient cuts off less, but u all the same where u has none of the item. So nothing left out
        // counts more than all of u, and the scale is that of what is in.
        double most = 0.0;
        double offered = 0.0;
        for (int i = 0; i < n; i++)
        {
            slope[i] = units[i] > 0 ? slope[i] : Math.Min(slope[i], 2.0 * variance);
            most = Math.Max(most, Math.Abs(slope[i]));
            offered += Math.Abs(slope[i]) * model.MaxUnits(i);
        }

        // The solver's sums are exact up to 2^53, over all units on offer; the other half is for what is rounded.
        double scale = Math.Min((1L << 40) / most, (1L << 52) / offered);
        return new SumConstraint(
            id,
            model.Row(i => (long)Math.Floor(slope[i] * scale)),
            Max: (long)Math.Ceiling((bound + variance) * scale));
    }

    private static double Variance(RowMajor covariance, int[] units)
    {
        double sum = 0.0;
        for (int i = 0; i < units.Length; i++)
        {
            for (int j = 0; j < units.Length; j++)
            {
                sum += units[i] * covariance.Values[i * units.Length + j] * units[j];
            }
        }

        return sum;
    }

    // A selection exactly on the bound is within it, whatever the last digit says.
    private static double Square(double max) => max * max * (1.0 + 1e-12);
}
