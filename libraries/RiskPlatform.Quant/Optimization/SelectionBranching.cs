namespace RiskPlatform.Quant.Optimization;

/// <summary>Chooses the item to branch on, by what deciding it either way costs the bound.</summary>
internal sealed class SelectionBranching(DualSimplex relaxation, SelectionDomain domain)
{
    private const double Whole = 1e-6;

    private readonly (double Loss, int Count)[,] _history = new (double, int)[domain.Lower.Length, 2];

    /// <summary>Whether any item is undecided.</summary>
    public bool HasFree => Enumerable.Range(0, domain.Lower.Length).Any(domain.IsFree);

    /// <summary>Remembers what a branch cost the bound.</summary>
    public void Learn(SelectionBranch? branch, double loss)
    {
        if (branch is SelectionBranch made && loss >= 0.0 && double.IsFinite(loss))
        {
            ref var history = ref _history[made.Item, made.IsTaken ? 1 : 0];
            history = (history.Loss + loss / Math.Max(made.Distance, Whole), history.Count + 1);
        }
    }

    /// <summary>The branch to follow first: of the item whose two ways cost most, the way that costs less. Without a
    /// point, or when the point is whole, any free item. None when nothing is free.</summary>
    public SelectionBranch? Choose(double[]? point)
    {
        SelectionBranch? best = null;
        double bestScore = -1.0;
        for (int item = 0; item < domain.Lower.Length; item++)
        {
            if (!domain.IsFree(item))
            {
                continue;
            }

            double value = point?[item] ?? 0.5;
            if (point is null || value < Whole || value > 1.0 - Whole)
            {
                best ??= new SelectionBranch(item, value > 0.5, 0.5);
                continue;
            }

            var (down, up) = relaxation.Penalties(item, domain.Lower, domain.Upper);
            down = Math.Max(down, Expected(item, 0) * value);
            up = Math.Max(up, Expected(item, 1) * (1.0 - value));
            double score = Math.Max(down, Whole) * Math.Max(up, Whole);
            if (score > bestScore)
            {
                bestScore = score;
                best = new SelectionBranch(item, up < down, up < down ? 1.0 - value : value);
            }
        }

        return best;
    }

    private double Expected(int item, int way) =>
        _history[item, way].Count == 0 ? 0.0 : _history[item, way].Loss / _history[item, way].Count;
}

/// <summary>One way of deciding one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="IsTaken">Which way.</param>
/// <param name="Distance">How far the relaxation's value was from it.</param>
internal readonly record struct SelectionBranch(int Item, bool IsTaken, double Distance)
{
    /// <summary>As the domain's trail has it.</summary>
    public int Decision => 2 * Item + (IsTaken ? 1 : 0);
}
