namespace RiskPlatform.Quant.Simulation;

/// <summary>What a run is repeated by, and how much of it there is.</summary>
public readonly record struct SimulationSettings
{
    /// <summary>Which experiment: the same seed gives the same bits, whatever the threads.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Paths to simulate, at least 2; even for antithetic pairs.</summary>
    public required long Paths { get; init; }

    /// <summary>Threads to use at most, at least 1. Changes the time and nothing else.</summary>
    public required int Threads { get; init; }

    internal void Guard()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Paths, 2, nameof(Paths));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Paths, (long)int.MaxValue * BlockRun.BlockSize, nameof(Paths));
    }
}
