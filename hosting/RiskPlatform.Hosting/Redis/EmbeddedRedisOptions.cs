namespace RiskPlatform.Hosting.Redis;

/// <summary>What an embedded Redis server should be.</summary>
public sealed record EmbeddedRedisOptions
{
    /// <summary>For its configuration file. Made when it doesn't exist. No data is kept in it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The port on 127.0.0.1, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The password clients must give. One line, not empty.</summary>
    public required string Password { get; init; }

    /// <summary>The resource's name, for messages.</summary>
    public string ResourceName { get; init; } = "redis";

    /// <summary>
    /// Which server: <c>system</c>, <c>garnet</c> (fetched), the path of a redis-server, or null for the first that is
    /// there. By default the environment variable RISKPLATFORM_REDIS.
    /// </summary>
    public string? Source { get; init; } = Environment.GetEnvironmentVariable("RISKPLATFORM_REDIS");

    /// <summary>Where the fetched server is kept.</summary>
    public string CacheDirectory { get; init; } = Servers.PlatformDirectories.Cache;
}
