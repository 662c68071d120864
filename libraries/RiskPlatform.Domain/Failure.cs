namespace RiskPlatform.Domain;

/// <summary>One reason why there is no value, and everything there is to say about it.</summary>
/// <param name="Reason">The closed reason: it says what the caller does next.</param>
/// <param name="Messages">Every fault found, in sentences a person can act on. Never empty.</param>
public sealed record Failure(FailureReason Reason, IReadOnlyList<string> Messages)
{
    /// <summary>A short word for programs where one reason has kinds, such as <c>belowIntrinsic</c>; or null.</summary>
    public string? Code { get; init; }

    /// <summary>The text is not of the agreed form.</summary>
    public static Failure Malformed(params IReadOnlyList<string> messages) => new(FailureReason.Malformed, messages);

    /// <summary>The request is well formed and makes no sense.</summary>
    public static Failure Invalid(params IReadOnlyList<string> messages) => new(FailureReason.Invalid, messages);

    /// <summary>Whoever asks may not have this done here.</summary>
    public static Failure Forbidden(params IReadOnlyList<string> messages) => new(FailureReason.Forbidden, messages);

    /// <summary>The thing asked for does not exist.</summary>
    public static Failure NotFound(params IReadOnlyList<string> messages) => new(FailureReason.NotFound, messages);

    /// <summary>The request contradicts what is already there.</summary>
    public static Failure Conflict(params IReadOnlyList<string> messages) => new(FailureReason.Conflict, messages);

    /// <summary>The request asks for more than one request may.</summary>
    public static Failure TooLarge(params IReadOnlyList<string> messages) => new(FailureReason.TooLarge, messages);

    /// <summary>Market or reference data is missing.</summary>
    public static Failure MissingData(params IReadOnlyList<string> messages) =>
        new(FailureReason.MissingData, messages);

    /// <summary>The method did not converge, or does not apply to these inputs.</summary>
    public static Failure CalculationFailed(params IReadOnlyList<string> messages) =>
        new(FailureReason.CalculationFailed, messages);

    /// <summary>A part this answer needs is out of reach for now.</summary>
    public static Failure Unavailable(params IReadOnlyList<string> messages) =>
        new(FailureReason.Unavailable, messages);
}
