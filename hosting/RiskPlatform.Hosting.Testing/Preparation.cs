namespace RiskPlatform.Hosting.Testing;

/// <summary>Makes what an embedded server needs ready in a directory and for a port.</summary>
internal delegate Task<PreparedServer> Preparation(
    string directory, int port, IProgress<string> progress, CancellationToken ct);
