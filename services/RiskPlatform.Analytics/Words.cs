namespace RiskPlatform.Analytics;

/// <summary>How the wire spells a kernel's outcome.</summary>
internal static class Words
{
    /// <summary>The name with a small first letter.</summary>
    public static string Of<TStatus>(TStatus status)
        where TStatus : struct, Enum
    {
        string name = status.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
