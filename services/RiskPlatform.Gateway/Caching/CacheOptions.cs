namespace RiskPlatform.Gateway.Caching;

/// <summary>How long Redis may take. Bound from <c>Cache</c>.</summary>
internal sealed class CacheOptions
{
    /// <summary>
    /// A round trip takes well under a millisecond; a server that needs this long helps nobody. Milliseconds.
    /// </summary>
    public double PatienceMs { get; set; } = 250;

    /// <summary>How long the cache is bypassed after a round trip that took too long, milliseconds.</summary>
    public double PauseMs { get; set; } = 2_000;
}
