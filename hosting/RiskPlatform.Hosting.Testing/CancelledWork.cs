using System.Diagnostics;

namespace RiskPlatform.Hosting.Testing;

/// <summary>Work that is given up while it runs.</summary>
public static class CancelledWork
{
    /// <summary>Starts work, cancels it, and waits for its end.</summary>
    /// <param name="work">As a rule takes longer than <paramref name="after"/> when left alone.</param>
    /// <param name="after">How long it runs before it is cancelled.</param>
    /// <returns>
    /// Milliseconds from cancelling to its end; null when it had ended by itself, which says nothing.
    /// </returns>
    public static async Task<double?> StopMillisecondsAsync(Func<CancellationToken, Task> work, TimeSpan after)
    {
        using var cancel = new CancellationTokenSource();
        var running = Task.Run(() => work(cancel.Token), CancellationToken.None);
        await Task.Delay(after, CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        try
        {
            await running;
            return null;
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
