namespace RiskPlatform.Contracts.Strategies;

/// <summary>A strategy module of one replica, as it is now or, once removed, as it was.</summary>
/// <param name="Name">What a backtest asks for it by.</param>
/// <param name="Version">The version of its assembly.</param>
/// <param name="SwapMicroseconds">How long it took to put this version in the place of the one before.</param>
/// <param name="RequestsDropped">Backtests that failed on a version which was being swapped out, since the module was
/// first loaded; a module's own faults count too.</param>
/// <param name="Strategy">The type in it that decides.</param>
/// <param name="Parameters">Names of the numbers it takes; those with a default end in a question mark.</param>
/// <param name="State">Whether it takes requests.</param>
/// <param name="Reason">Why it was stopped; null while it runs.</param>
public sealed record ModuleResponse(
    string Name,
    string Version,
    double SwapMicroseconds,
    long RequestsDropped,
    string Strategy,
    IReadOnlyList<string> Parameters,
    ModuleState State,
    string? Reason);

/// <summary>Whether a module takes requests.</summary>
public enum ModuleState
{
    /// <summary>It does.</summary>
    Running,

    /// <summary>It hung or crashed and was killed; load it again, or delete it.</summary>
    Stopped,

    /// <summary>It is gone: requests that run on it end, and there are no more.</summary>
    Removed,
}
