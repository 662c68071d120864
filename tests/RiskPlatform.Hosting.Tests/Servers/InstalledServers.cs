using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>What this machine has of its own. Rows about installed servers make sense only where there are some.</summary>
internal static class InstalledServers
{
    public static bool HasPostgres =>
        ExecutableSearch.OnPath("postgres") is not null || Directory.Exists("/usr/lib/postgresql");

    public static bool HasRedis =>
        ExecutableSearch.OnPath("redis-server") is not null || ExecutableSearch.OnPath("valkey-server") is not null;
}
