using System.Collections.Concurrent;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>Keeps what was reported, in order.</summary>
internal sealed class ProgressLines : IProgress<string>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public void Report(string value) => _lines.Enqueue(value);
}
