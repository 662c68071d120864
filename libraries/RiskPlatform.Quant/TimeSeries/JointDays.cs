namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Days over which several histories have a return together.</summary>
public static class JointDays
{
    /// <summary>A weekend and two holidays; what lies further apart is no daily return.</summary>
    public const int DaysMax = 5;

    /// <summary>Pairs neighbouring dates that all histories have, where they are <see cref="DaysMax"/> days apart at
    /// most.</summary>
    /// <param name="histories">The dates of each history, in any order, none twice; at least one history.</param>
    /// <param name="window">Pairs wanted at most, the newest; positive.</param>
    /// <exception cref="ArgumentException">There is no history.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact. <b>Repeatability:</b> the same for the same dates.</para>
    /// <para><b>Cost:</b> a look-up for each date of each history, and a sort.</para>
    /// <para><b>Source:</b> docs/methods/fx-var.md.</para>
    /// <para><b>Tested by:</b> worked cases, every window, a search through all pairs of dates.</para>
    /// </remarks>
    public static JointDayPairs Pair(IReadOnlyList<IReadOnlyCollection<DateOnly>> histories, int window)
    {
        KernelGuard.AtLeast(histories.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var joint = new HashSet<DateOnly>(histories[0]);
        foreach (var history in histories.Skip(1))
        {
            joint.IntersectWith(history);
        }

        DateOnly[] dates = [.. joint.Order()];
        var neighbours = dates.Zip(dates.Skip(1)).ToList();
        var near = neighbours.Where(pair => pair.Second.DayNumber - pair.First.DayNumber <= DaysMax)
            .TakeLast(window).ToList();
        int skipped = near.Count == 0 ? 0 : neighbours.Count(pair => pair.First >= near[0].First) - near.Count;
        return new JointDayPairs(near, skipped);
    }
}

/// <summary>Days that have a return.</summary>
/// <param name="Pairs">A return goes from one date to the other; oldest first.</param>
/// <param name="Skipped">Neighbours, from the first pair on, that are too far apart.</param>
public sealed record JointDayPairs(IReadOnlyList<(DateOnly Before, DateOnly After)> Pairs, int Skipped);
