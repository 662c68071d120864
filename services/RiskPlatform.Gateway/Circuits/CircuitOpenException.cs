namespace RiskPlatform.Gateway.Circuits;

/// <summary>A call was not made, because the backend's circuit is open or its probe is under way.</summary>
internal sealed class CircuitOpenException(string backend, int retryAfterSeconds)
    : Exception($"{backend} has failed too often lately and is left alone for {retryAfterSeconds} s.")
{
    /// <summary>Seconds until it is worth trying again; at least 1.</summary>
    public int RetryAfterSeconds { get; } = retryAfterSeconds;
}
