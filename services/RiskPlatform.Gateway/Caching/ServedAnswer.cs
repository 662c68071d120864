using RiskPlatform.Gateway.Forwarding;

namespace RiskPlatform.Gateway.Caching;

/// <summary>An answer and where it came from.</summary>
/// <param name="Answer">The backend's answer.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Age">How long ago the backend gave it; null for one that was not kept.</param>
internal sealed record ServedAnswer(BackendAnswer Answer, AnswerSource Source, TimeSpan? Age);

/// <summary>Where an answer came from; also the value of the header <c>X-Cache</c>.</summary>
internal enum AnswerSource
{
    /// <summary>It was kept, or somebody else was fetching it.</summary>
    Hit,

    /// <summary>It was fetched from the backend.</summary>
    Miss,

    /// <summary>It was fetched, and Redis was out of reach.</summary>
    Bypass,
}
