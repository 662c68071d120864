namespace RiskPlatform.Hosting.Servers;

/// <summary>One process at a time, on one machine.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that stands for it; made if need be, and left.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Gives the lock back when disposed. The operating system does so when the process ends.</returns>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }
}
