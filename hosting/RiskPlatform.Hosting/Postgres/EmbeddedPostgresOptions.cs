namespace RiskPlatform.Hosting.Postgres;

/// <summary>What an embedded PostgreSQL server should be.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// Its data. Made when it doesn't exist or is empty; reused when it holds data of the same major version.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>The port on 127.0.0.1, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The superuser to connect as. Made when the data directory doesn't know it.</summary>
    public required string UserName { get; init; }

    /// <summary>
    /// Its password. Set on every preparation, so a reused data directory takes a new one. One line, not empty.
    /// </summary>
    public required string Password { get; init; }

    /// <summary>
    /// True when the data must survive a crash of the machine. False for throw-away servers: several times faster to
    /// make and to write to, and still safe against a crash of the server alone.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>The resource's name, for messages.</summary>
    public string ResourceName { get; init; } = "postgres";

    /// <summary>
    /// Which binaries: <c>system</c>, <c>embedded</c> (fetched), a directory that holds them, or null for the first
    /// that is there. By default the environment variable RISKPLATFORM_POSTGRES.
    /// </summary>
    public string? Source { get; init; } = Environment.GetEnvironmentVariable("RISKPLATFORM_POSTGRES");

    /// <summary>Where fetched binaries and templates are kept.</summary>
    public string CacheDirectory { get; init; } = Servers.PlatformDirectories.Cache;
}
