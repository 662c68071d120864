namespace RiskPlatform.Hosting.Servers;

/// <summary>A directory that is made once, by one process, and seen by others only when it is whole.</summary>
internal static class CachedDirectory
{
    /// <summary>The directory, made first if it doesn't exist.</summary>
    /// <param name="path">Where it is, or will be.</param>
    /// <param name="fill">Fills the new, empty directory it is given. A failure leaves nothing behind.</param>
    /// <param name="cancellationToken">Stops waiting for another process, and filling.</param>
    public static async Task<string> GetAsync(
        string path, Func<string, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return path;
        }

        CreateReachable(Path.GetDirectoryName(path)!);
        await using (await FileLock.TakeAsync(path + ".lock", cancellationToken))
        {
            if (Directory.Exists(path))
            {
                return path;
            }

            // The lock is ours, so what is there was left by a process that died.
            string unfinished = path + ".unfinished";
            DeleteIfExists(unfinished);
            CreateReachable(unfinished);
            try
            {
                await fill(unfinished, cancellationToken);
                Directory.Move(unfinished, path);
            }
            finally
            {
                DeleteIfExists(unfinished);
            }
        }

        return path;
    }

    /// <summary>
    /// Creates a directory that others may enter and read, whatever the umask: servers may run as another user.
    /// </summary>
    public static void CreateReachable(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            CreateReachable(parent);
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>Deletes a directory with all in it, if it exists.</summary>
    public static void DeleteIfExists(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
