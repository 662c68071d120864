using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RiskPlatform.System.Tests;

/// <summary>The AppHost as a person starts it: a process of its own, with ports and data of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private const string Marker = "RISKPLATFORM_TEST_RUN";
    private readonly Process _process;
    private readonly string _run;
    private readonly string _data;
    private readonly StringBuilder _output = new();

    private AppHostProcess(Process process, string run, string data) => (_process, _run, _data) = (process, run, data);

    /// <summary>Everything it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static AppHostProcess Start(params IEnumerable<string> arguments)
    {
        string run = Guid.NewGuid().ToString("N");
        string data = Path.Combine(Path.GetTempPath(), $"riskplatform-{run}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Projects.RiskPlatform_AppHost).Assembly.Location, "--DcpPublisher:RandomizePorts=true",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Marker] = run, ["RISKPLATFORM_DATA"] = data },
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var host = new AppHostProcess(new Process { StartInfo = start }, run, data);
        host._process.OutputDataReceived += host.Keep;
        host._process.ErrorDataReceived += host.Keep;
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until the condition holds of what was printed; fails with all of it when time is up.</summary>
    public async Task UntilAsync(Func<string, bool> condition, TimeSpan limit)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition(Output))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"The AppHost ended, or took longer than {limit}:\n{Output}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal by its name, such as INT or KILL.</summary>
    public Task SignalAsync(string signal) => SignalAsync(_process.Id, signal);

    public static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -s {signal} {processId} ended with {kill.ExitCode}.");
        }
    }

    /// <summary>Waits for its own end.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>
    /// Every process of this run that is still there, the AppHost excepted: children inherit the environment, so the
    /// marker finds them also when their parent is gone.
    /// </summary>
    public IReadOnlyList<(int Id, string Command)> Others()
    {
        List<(int, string)> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) && id != _process.Id
                && Read(folder, "environ").Contains($"{Marker}={_run}", StringComparison.Ordinal))
            {
                found.Add((id, Read(folder, "cmdline").Replace('\0', ' ')));
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            await ExitAsync(TimeSpan.FromSeconds(20));
        }

        _process.Dispose();
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended meanwhile, or is somebody else's.
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
