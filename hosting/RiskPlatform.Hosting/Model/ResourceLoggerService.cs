using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of every resource: 10,000 each.</summary>
public sealed class ResourceLoggerService(TimeProvider time)
{
    private const int LinesMax = 10_000;
    private readonly ConcurrentDictionary<string, Queue<LogLine>> _lines = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    /// <summary>Raised for each line, with the resource's name.</summary>
    internal event Action<string, LogLine>? Written;

    /// <summary>The lines kept of a resource, oldest first.</summary>
    public IReadOnlyList<LogLine> GetLines(string resourceName)
    {
        var lines = _lines.GetOrAdd(resourceName, _ => new Queue<LogLine>());
        lock (lines)
        {
            return [.. lines];
        }
    }

    /// <summary>Keeps a line.</summary>
    internal void Write(string resourceName, string text, bool isError = false)
    {
        var line = new LogLine(Interlocked.Increment(ref _count), $"{time.GetUtcNow():O} {text}", isError);
        var lines = _lines.GetOrAdd(resourceName, _ => new Queue<LogLine>());
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesMax)
            {
                lines.Dequeue();
            }
        }

        Written?.Invoke(resourceName, line);
    }
}
