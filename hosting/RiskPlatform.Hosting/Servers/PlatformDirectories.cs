namespace RiskPlatform.Hosting.Servers;

/// <summary>Where the platform keeps what outlives a run. Nothing is created by asking.</summary>
/// <remarks>
/// As root both are system directories: PostgreSQL then runs as another user, who cannot enter root's home.
/// </remarks>
public static class PlatformDirectories
{
    private const string Name = "riskplatform";

    /// <summary>
    /// What can be fetched or made again: downloaded servers, templates. RISKPLATFORM_CACHE overrides it.
    /// </summary>
    public static string Cache =>
        Environment.GetEnvironmentVariable("RISKPLATFORM_CACHE") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
        : OperatingSystem.IsWindows() ? Path.Combine(Local, Name, "cache")
        : Environment.IsPrivilegedProcess ? Path.Combine("/var/cache", Name)
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Caches", Name)
        : Path.Combine(Xdg("XDG_CACHE_HOME", ".cache"), Name);

    /// <summary>What a person would miss: databases kept between runs. RISKPLATFORM_DATA overrides it.</summary>
    public static string Data =>
        Environment.GetEnvironmentVariable("RISKPLATFORM_DATA") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
        : OperatingSystem.IsWindows() ? Path.Combine(Local, Name, "data")
        : Environment.IsPrivilegedProcess ? Path.Combine("/var/lib", Name)
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Application Support", Name)
        : Path.Combine(Xdg("XDG_DATA_HOME", ".local/share"), Name);

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Local => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

    private static string Xdg(string variable, string fallback) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } chosen ? chosen : Path.Combine(Home, fallback);
}
