namespace RiskPlatform.Domain;

/// <summary>The order among states: what a figure made of several inputs may call itself.</summary>
public static class DataStates
{
    /// <summary>The least trustworthy of two: a figure is as good as its worst input.</summary>
    /// <remarks>The order, best first: fresh, carried, stale, replayed, missing.</remarks>
    public static DataState Worst(DataState first, DataState second) => Rank(first) >= Rank(second) ? first : second;

    /// <summary>The least trustworthy of many; missing when there are none, as nothing was observed.</summary>
    public static DataState Worst(IEnumerable<DataState> states) =>
        states.DefaultIfEmpty(DataState.Missing).Aggregate(Worst);

    private static int Rank(DataState state) => state switch
    {
        DataState.Fresh => 0,
        DataState.Carried => 1,
        DataState.Stale => 2,
        DataState.Replayed => 3,
        DataState.Missing => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a data state."),
    };
}
