namespace RiskPlatform.Hosting.Engine;

/// <summary>A process to start.</summary>
/// <param name="FileName">A path, or a name on PATH.</param>
/// <param name="Arguments">Unquoted.</param>
/// <param name="Environment">On top of the inherited variables.</param>
/// <param name="WorkingDirectory">An existing directory.</param>
/// <param name="StopSignal">The name of the signal that asks it to end: TERM, or INT for PostgreSQL.</param>
internal sealed record Launch(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string StopSignal = "TERM")
{
    public static Launch From(PreparedServer server) => new(
        server.FileName,
        server.Arguments,
        server.Environment,
        server.WorkingDirectory,
        server.StopsFastOnInterrupt ? "INT" : "TERM");
}
