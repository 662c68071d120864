namespace RiskPlatform.Gateway.Circuits;

/// <summary>What a circuit must know of one call besides the message itself.</summary>
/// <param name="Timeout">
/// How long the answer's head may take; infinite for an upload, which lasts as long as its body.
/// </param>
/// <param name="ClientLeft">Signalled when the one who asked has gone.</param>
internal sealed record BackendCall(TimeSpan Timeout, CancellationToken ClientLeft)
{
    /// <summary>Where the call travels with its message.</summary>
    public static readonly HttpRequestOptionsKey<BackendCall> Key = new("RiskPlatform.Gateway.BackendCall");

    /// <summary>
    /// True for a call that may last for hours, and so must not be the probe that everybody waits for.
    /// </summary>
    public bool IsUpload => Timeout == System.Threading.Timeout.InfiniteTimeSpan;
}
