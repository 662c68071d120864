namespace RiskPlatform.Contracts.MarketData;

/// <summary>What one collection over all sources brought.</summary>
/// <param name="Sources">One row a source, also for those that failed.</param>
/// <param name="SequentialMs">What the sources would have taken one after another: the sum of their times.</param>
/// <param name="ElapsedMs">What they took in parallel.</param>
/// <param name="Speedup">Sequential over elapsed.</param>
/// <param name="Accepted">Quotes that took part in the consensus.</param>
/// <param name="Rejected">Quotes cut as outliers or refused by their parser.</param>
public sealed record CollectResponse(
    IReadOnlyList<SourceResult> Sources,
    double SequentialMs,
    double ElapsedMs,
    double Speedup,
    int Accepted,
    int Rejected);

/// <summary>What one source answered.</summary>
/// <param name="Name">The source, such as ecb-daily.</param>
/// <param name="Status">Whether it answered.</param>
/// <param name="Quotes">Quotes read from it.</param>
/// <param name="ElapsedMs">How long it took, failures included.</param>
/// <param name="Error">Why it failed or was skipped.</param>
public sealed record SourceResult(
    string Name, SourceStatus Status, int Quotes, double ElapsedMs, string? Error = null);

/// <summary>How a source's turn ended.</summary>
public enum SourceStatus
{
    /// <summary>It answered, and its answer was understood.</summary>
    Ok,

    /// <summary>It did not answer, or not in its documented form.</summary>
    Failed,

    /// <summary>It was not asked, by configuration.</summary>
    Skipped,
}
