using System.Diagnostics;

namespace RiskPlatform.Hosting.Testing;

/// <summary>Work that is given up while it runs.</summary>
public static class CancelledWork
{
    /// <summary>Starts work, cancels it, and waits for its end.</summary>
    /// <param name="work">Takes longer than <paramref name="after"/> when left alone.</param>
    /// <param name="after">How long it runs before it is cancelled.</param>
    /// <returns>Milliseconds from cancelling to its end.</returns>
    /// <exception cref="InvalidOperationException">It ended otherwise than by cancellation.</exception>
    public static async Task<double> StopMillisecondsAsync(Func<CancellationToken, Task> work, TimeSpan after)
    {
        using var cancel = new CancellationTokenSource();
        var running = Task.Run(() => work(cancel.Token), CancellationToken.None);
        await Task.Delay(after, CancellationToken.None);
        if (running.IsCompleted)
        {
            throw new InvalidOperationException($"The work ended by itself: {running.Status} {running.Exception}");
        }

        long start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        throw new InvalidOperationException("The work ended in spite of being cancelled.");
    }
}
