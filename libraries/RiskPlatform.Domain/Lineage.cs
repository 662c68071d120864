namespace RiskPlatform.Domain;

/// <summary>What a number was made from, so that it can be made again.</summary>
/// <param name="AsOf">The time the inputs speak of, UTC.</param>
/// <param name="DataState">The state of the worst input.</param>
/// <param name="ModelVersion">The method and its version, such as <c>parametric-var/1</c>.</param>
/// <param name="InputsHash">SHA-256 over the inputs in their documented order, 64 hex digits.</param>
public sealed record Lineage(DateTimeOffset AsOf, DataState DataState, string ModelVersion, string InputsHash)
{
    /// <summary>The version of the rules that took part, where any did.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>The seed of the random numbers, where any took part.</summary>
    public ulong? Seed { get; init; }
}
