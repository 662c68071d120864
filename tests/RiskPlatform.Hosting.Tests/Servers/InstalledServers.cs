using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>
/// Where servers can come from on this machine. A fetched one always can; an installed one only where there is one, and
/// where there is none the platform never uses that way.
/// </summary>
public static class InstalledServers
{
    public static TheoryData<string> PostgresSources =>
        ExecutableSearch.OnPath("postgres") is not null || Directory.Exists("/usr/lib/postgresql")
            ? ["system", "embedded"]
            : ["embedded"];

    public static TheoryData<string> RedisSources =>
        ExecutableSearch.OnPath("redis-server") is not null || ExecutableSearch.OnPath("valkey-server") is not null
            ? ["system", "garnet"]
            : ["garnet"];
}
