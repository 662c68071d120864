namespace RiskPlatform.Gateway.Forwarding;

/// <summary>A backend's whole answer.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="ContentType">Its content type, or null for an answer without a body.</param>
/// <param name="RetryAfter">Its Retry-After header, if any.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record BackendAnswer(int Status, string? ContentType, string? RetryAfter, byte[] Body)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
