using System.Diagnostics;
using System.Globalization;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>
/// The lock file of a data directory, <c>postmaster.pid</c>. Its first line is the process id of the server.
/// </summary>
internal static class PostgresLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Removes the lock of a server that is gone. Waits for one that is about to go.</summary>
    /// <remarks>
    /// PostgreSQL removes a stale lock itself, unless its process id has been given to another process since: usual in
    /// containers and after a restart of the machine. So the process is looked at, and not only its id.
    /// </remarks>
    /// <exception cref="ServerPreparationException">The server still runs when the patience has ended.</exception>
    public static async Task ReleaseStaleAsync(
        string dataDirectory, TimeSpan patience, CancellationToken cancellationToken)
    {
        string file = Path.Combine(dataDirectory, "postmaster.pid");
        long start = TimeProvider.System.GetTimestamp();
        while (File.Exists(file))
        {
            string? first = await FirstLineAsync(file, cancellationToken);
            bool isWritten = int.TryParse(first, CultureInfo.InvariantCulture, out int processId);
            if (!isWritten || !IsServerOf(processId, dataDirectory))
            {
                File.Delete(file);
                return;
            }

            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new ServerPreparationException(
                    $"{dataDirectory} is in use by the PostgreSQL server with process id {processId}. Stop it first.");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private static async Task<string?> FirstLineAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(file);
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null; // Its server has just stopped and taken it along.
        }
    }

    private static bool IsServerOf(int processId, string dataDirectory)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            if (!process.ProcessName.Contains("post", StringComparison.Ordinal))
            {
                return false;
            }
        }
        catch (ArgumentException)
        {
            return false; // No process has that id.
        }

        // A server works in its data directory, whatever links lead there. Where that can't be seen, its name must do.
        string seenByServer = $"/proc/{processId}/cwd/postmaster.pid";
        string seenByUs = Path.Combine(dataDirectory, "postmaster.pid");
        return !Directory.Exists($"/proc/{processId}/cwd")
            || (File.Exists(seenByServer) && File.ReadAllText(seenByServer) == File.ReadAllText(seenByUs));
    }
}
