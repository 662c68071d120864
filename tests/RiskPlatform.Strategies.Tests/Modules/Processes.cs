using System.Diagnostics;
using System.Globalization;

namespace RiskPlatform.Strategies.Tests.Modules;

/// <summary>Whether processes are still there.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Waits a moment for the end of a process.</summary>
    public static async Task AssertGoneAsync(int id)
    {
        long start = Stopwatch.GetTimestamp();
        while (IsThere(id))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"process {id} still runs");
            await Task.Delay(10);
        }
    }

    /// <summary>The processes that a process has started, as Linux counts them.</summary>
    public static int[] ChildrenOf(int id)
    {
        string threads = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task");
        return
        [
            .. Directory.EnumerateDirectories(threads)
                .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children"))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
        ];
    }

    private static bool IsThere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // There is none of that number.
        }
    }
}
