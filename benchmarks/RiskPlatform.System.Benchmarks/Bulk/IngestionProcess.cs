using System.Diagnostics;
using System.Globalization;

namespace RiskPlatform.System.Benchmarks.Bulk;

/// <summary>The ingestion service as a process of its own, so that its memory is only its own.</summary>
internal sealed class IngestionProcess : IAsyncDisposable
{
    private readonly Process _process;

    private IngestionProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    public static async Task<IngestionProcess> StartAsync(string database)
    {
        string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string service = Path.Combine(
            Path.GetDirectoryName(Path.GetDirectoryName(own))!,
            "RiskPlatform.Ingestion",
            Path.GetFileName(own),
            "RiskPlatform.Ingestion.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [service, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ConnectionStrings__riskdb"] = database,
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            int at = line.IndexOf("http://", StringComparison.Ordinal);
            if (line.Contains("Now listening on", StringComparison.Ordinal) && at >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync(); // Keeps its pipe from filling.
                return new IngestionProcess(process, new Uri(line[at..].Trim()));
            }
        }

        throw new InvalidOperationException("The ingestion service ended before it listened.");
    }

    /// <summary>The most memory it ever held, as Linux counts it (VmHWM).</summary>
    public int PeakMegabytes()
    {
        string path = $"/proc/{_process.Id}/status";
        string line = File.ReadLines(path).First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
        string kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1];
        return int.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
