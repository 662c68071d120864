namespace RiskPlatform.Contracts.Gateway;

/// <summary>All circuit breakers.</summary>
/// <param name="Circuits">One a backend.</param>
public sealed record CircuitsResponse(IReadOnlyList<CircuitStatus> Circuits);

/// <summary>One backend's circuit breaker.</summary>
/// <param name="Backend">The resource name.</param>
/// <param name="State">Whether calls pass.</param>
/// <param name="Failures">Failures in a row, or that opened it.</param>
/// <param name="OpenedAt">When it opened; null while closed.</param>
/// <param name="RetryAfterSeconds">Until a probe is let through; null while closed.</param>
public sealed record CircuitStatus(
    string Backend, CircuitState State, int Failures, DateTimeOffset? OpenedAt, int? RetryAfterSeconds);

/// <summary>Whether calls pass a breaker.</summary>
public enum CircuitState
{
    /// <summary>Calls pass.</summary>
    Closed,

    /// <summary>Calls are answered 503 at once.</summary>
    Open,

    /// <summary>Exactly one call passes as a probe; the others are answered 503.</summary>
    HalfOpen,
}

/// <summary>How the cache of read answers fares, counted in Redis.</summary>
/// <param name="Hits">Answers from the cache.</param>
/// <param name="Misses">Answers fetched from a backend and then kept.</param>
/// <param name="HitRate">Hits over hits and misses; 0 before the first.</param>
/// <param name="Entries">Answers kept now.</param>
/// <param name="Bypassed">Answers fetched while Redis was out of reach, counted by this gateway.</param>
public sealed record CacheStats(long Hits, long Misses, double HitRate, long Entries, long Bypassed)
{
    /// <summary>connected, or unreachable: then all but the last figure are those this gateway last read.</summary>
    public string Redis { get; init; } = "connected";
}
