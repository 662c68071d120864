using System.Diagnostics;

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
