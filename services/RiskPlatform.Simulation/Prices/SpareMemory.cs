namespace RiskPlatform.Simulation.Prices;

/// <summary>
/// Keeps the memory of one big sample for the next one: fresh memory costs more than the simulation that fills it. The
/// framework's pool would lose it, as each big computation has a thread of its own.
/// </summary>
internal sealed class SpareMemory
{
    private double[]? _spare;

    /// <summary>Room for so many numbers at least; what stands in it is anything.</summary>
    public double[] Take(int length) =>
        Interlocked.Exchange(ref _spare, null) is { } spare && spare.Length >= length
            ? spare
            : GC.AllocateUninitializedArray<double>(length);

    /// <summary>Gives it back; nobody reads it any more.</summary>
    public void Give(double[] memory) => _spare = memory;
}
