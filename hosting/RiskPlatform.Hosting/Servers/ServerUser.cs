using System.Globalization;

namespace RiskPlatform.Hosting.Servers;

/// <summary>The user that servers which refuse root run as.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="UserId">Its number.</param>
/// <param name="GroupId">The number of its own group.</param>
internal sealed record ServerUser(string Name, int UserId, int GroupId)
{
    private const string Passwords = "/etc/passwd";

    // postgres exists where a PostgreSQL package is or was installed; nobody exists everywhere.
    private static readonly string[] Names = ["postgres", "nobody"];

    /// <summary>The user to change to; null when this process isn't root and so needs no change.</summary>
    /// <exception cref="ServerPreparationException">
    /// This process is root and there is no way to be someone else.
    /// </exception>
    public static ServerUser? Needed()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var users = File.ReadLines(Passwords)
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3)
            .ToLookup(fields => fields[0]);
        string[] chosen = Names.SelectMany(name => users[name]).FirstOrDefault()
            ?? throw new ServerPreparationException(
                "PostgreSQL refuses to run as root, and neither the user postgres nor nobody exists. "
                + "Run as another user.");
        return new ServerUser(
            chosen[0],
            int.Parse(chosen[2], CultureInfo.InvariantCulture),
            int.Parse(chosen[3], CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The command as that user runs it. The process keeps its id: nothing stands between the caller and it.
    /// </summary>
    /// <exception cref="ServerPreparationException">setpriv is missing.</exception>
    public IReadOnlyList<string> Run(IReadOnlyList<string> command)
    {
        string setpriv = ExecutableSearch.OnPath("setpriv")
            ?? throw new ServerPreparationException(
                "PostgreSQL refuses to run as root, and setpriv (package util-linux) is missing. Run as another user.");
        return
        [
            setpriv,
            string.Create(CultureInfo.InvariantCulture, $"--reuid={UserId}"),
            string.Create(CultureInfo.InvariantCulture, $"--regid={GroupId}"),
            "--clear-groups",
            "--",
            .. command,
        ];
    }

    /// <summary>Gives a directory and all in it to that user.</summary>
    public Task TakeAsync(string directory, CancellationToken cancellationToken) =>
        ExternalCommand.RunToSuccessAsync(
            ["chown", "-R", string.Create(CultureInfo.InvariantCulture, $"{UserId}:{GroupId}"), "--", directory],
            workingDirectory: null,
            cancellationToken);
}
