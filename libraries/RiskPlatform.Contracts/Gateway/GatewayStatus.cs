namespace RiskPlatform.Contracts.Gateway;

/// <summary>The gateway's own state.</summary>
/// <param name="Status">ok, or degraded when a store is out of reach.</param>
/// <param name="Version">The build.</param>
/// <param name="UptimeSeconds">Since its start.</param>
/// <param name="Db">connected or unreachable.</param>
/// <param name="Redis">connected or unreachable.</param>
/// <param name="Time">The gateway's clock, UTC.</param>
public sealed record GatewayStatus(
    string Status, string Version, long UptimeSeconds, string Db, string Redis, DateTimeOffset Time);
