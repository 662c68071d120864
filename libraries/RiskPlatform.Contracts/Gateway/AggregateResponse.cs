namespace RiskPlatform.Contracts.Gateway;

/// <summary>All backends' health, asked at once.</summary>
/// <param name="Services">One row a backend.</param>
/// <param name="Online">How many are online.</param>
/// <param name="Total">How many there are.</param>
/// <param name="ElapsedMs">For all of them together.</param>
public sealed record AggregateResponse(IReadOnlyList<ServiceStatus> Services, int Online, int Total, double ElapsedMs);

/// <summary>One backend's health; also the event <c>status</c> of the stream.</summary>
/// <param name="Name">The resource name.</param>
/// <param name="Role">What it does, in a few words.</param>
/// <param name="Aliases">The original demo's names for it.</param>
/// <param name="Port">The port it listens on here.</param>
/// <param name="Status">online, degraded or offline.</param>
/// <param name="LatencyMs">How long its health answer took; null when none came.</param>
/// <param name="Detail">Why it is not online; null when it is.</param>
public sealed record ServiceStatus(
    string Name,
    string Role,
    IReadOnlyList<string> Aliases,
    int? Port,
    BackendHealth Status,
    double? LatencyMs,
    string? Detail);

/// <summary>What a health answer means to a person.</summary>
public enum BackendHealth
{
    /// <summary>It answers and is well.</summary>
    Online,

    /// <summary>It answers and says that something it needs is missing.</summary>
    Degraded,

    /// <summary>It does not answer.</summary>
    Offline,
}
