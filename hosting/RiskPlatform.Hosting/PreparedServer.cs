namespace RiskPlatform.Hosting;

/// <summary>How to start a prepared server: the engine starts it like any other executable.</summary>
/// <remarks>
/// Everything slow or fallible (fetching, creating the data directory, setting the password) has happened. It may be
/// started again once it has ended.
/// </remarks>
/// <param name="FileName">The executable: a full path.</param>
/// <param name="Arguments">Its arguments, unquoted. They hold no secret, so a process list may show them.</param>
/// <param name="Environment">Variables to set on top of the inherited ones.</param>
/// <param name="WorkingDirectory">An existing directory.</param>
/// <param name="StopsFastOnInterrupt">
/// True when SIGINT is the signal for a clean and prompt stop, and SIGTERM would wait for clients to leave
/// (PostgreSQL). False when SIGTERM is.
/// </param>
/// <param name="Description">
/// Name, version and origin, for people: <c>PostgreSQL 15.18 (/usr/lib/postgresql/15/bin)</c>.
/// </param>
public sealed record PreparedServer(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    bool StopsFastOnInterrupt,
    string Description);
