using System.Diagnostics;
using System.Globalization;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>A process that measures itself when asked, on cores of its own.</summary>
internal sealed class Contestant : IDisposable
{
    private readonly Entry _entry;
    private readonly string _results;
    private readonly Process _process;

    public Contestant(Entry entry, string inputs, string results)
    {
        _entry = entry;
        _results = results;
        var start = new ProcessStartInfo("taskset", ["-c", entry.Cores, .. entry.Command, inputs, results])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        _process = Process.Start(start) ?? throw new PeerMissingException("taskset did not start.");
    }

    /// <summary>One measurement: seconds and bytes allocated a pass; bytes are zero where they are not told.</summary>
    /// <exception cref="PeerMissingException">The process ended.</exception>
    public async Task<(double Seconds, long Bytes)> MeasureAsync()
    {
        await _process.StandardInput.WriteAsync("again\n");
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync()
            ?? throw new PeerMissingException($"{_entry.Name} ended before it answered; its error stands above.");
        string[] parts = answer.Split(' ');
        return (
            double.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Runs for two seconds, in whose pauses .NET compiles in full what it sees called often.</summary>
    public async Task WarmUpAsync()
    {
        long started = Stopwatch.GetTimestamp();
        do
        {
            await MeasureAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    /// <summary>Ends the process and reads what it computed last.</summary>
    public async Task<double[]> FinishAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0
            ? RawDoubles.Read(_results)
            : throw new PeerMissingException($"{_entry.Name} ended with {_process.ExitCode}; its error stands above.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
