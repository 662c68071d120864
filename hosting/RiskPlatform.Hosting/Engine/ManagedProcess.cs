using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Engine;

/// <summary>A process that ends with this one, and whose descendants end with it.</summary>
/// <remarks>
/// It leads a session, and so a process group, of its own. Beside it a small shell reads a pipe whose other end only we
/// hold. When the pipe closes without a word we have died, and the shell ends the process and then its whole group. A
/// parent-death signal would not do: Linux sends it when the thread that forked ends, a change of user clears it, and
/// grandchildren never get it. The shell is not the process's parent, because a shell drops variables whose names it
/// cannot spell, such as <c>services__market-data__http__0</c>. A descendant that has left the group, as daemons do, is
/// found by a variable that all of them inherit.
/// </remarks>
internal sealed partial class ManagedProcess
{
    private const int KillSignal = 9;
    private const int InterruptSignal = 2;
    private const int TerminateSignal = 15;
    private const string FamilyVariable = "RISKPLATFORM_FAMILY";
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(6);

    // Fifteen tries are a second and a half: PostgreSQL needs a part of one to leave nothing behind.
    private const string Guard = """
        cd /
        read -r pid || exit
        read -r word && exit
        tries=0
        while [ "$tries" -lt 15 ] && kill -s "$1" "$pid"; do tries=$((tries + 1)); sleep 0.1; done
        kill -s KILL -- "-$pid"
        for stray in $(grep -las "$2" /proc/[0-9]*/environ | cut -d / -f 3); do kill -s KILL "$stray"; done
        """;

    private readonly Process _process;
    private readonly Process _guard;
    private readonly int _stopSignal;
    private readonly string _family;

    private ManagedProcess(
        Process process, Process guard, int stopSignal, string family, Action<string, bool> onLine)
    {
        (_process, _guard, _stopSignal, _family) = (process, guard, stopSignal, family);
        Id = process.Id;
        Ended = EndAsync(onLine);
    }

    /// <summary>Its process id, and that of its group.</summary>
    public int Id { get; }

    /// <summary>Its exit code, once it and everything it started have ended and all output is there.</summary>
    public Task<int> Ended { get; }

    public static async Task<ManagedProcess> StartAsync(
        Launch launch, Action<string, bool> onLine, CancellationToken cancellationToken)
    {
        if (Path.IsPathRooted(launch.FileName)
            ? !File.Exists(launch.FileName)
            : ExecutableSearch.OnPath(launch.FileName) is null)
        {
            throw new DistributedApplicationException($"There is no program '{launch.FileName}'.");
        }

        var start = new ProcessStartInfo("setsid", [launch.FileName, .. launch.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.WorkingDirectory,
        };
        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        string family = Guid.NewGuid().ToString("N");
        start.Environment[FamilyVariable] = family;
        cancellationToken.ThrowIfCancellationRequested();
        var guard = new Process
        {
            StartInfo = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Guard, "guard", launch.StopSignal, family])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            },
        };
        guard.Start();
        var process = new Process { StartInfo = start };
        process.Start();
        await guard.StandardInput.WriteLineAsync(process.Id.ToString(CultureInfo.InvariantCulture));
        await guard.StandardInput.FlushAsync(CancellationToken.None);
        process.StandardInput.Close();
        int stopSignal = launch.StopSignal == "INT" ? InterruptSignal : TerminateSignal;
        return new ManagedProcess(process, guard, stopSignal, family, onLine);
    }

    /// <summary>Asks it to end, waits, and then kills it with all it started.</summary>
    public async Task StopAsync()
    {
        if (!Ended.IsCompleted)
        {
            _ = Signal(Id, _stopSignal);
            if (await Task.WhenAny(Ended, Task.Delay(StopPatience)) != Ended)
            {
                _ = Signal(-Id, KillSignal);
            }
        }

        await Ended;
    }

    private static async Task ReadAsync(StreamReader reader, bool isError, Action<string, bool> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line, isError);
        }
    }

    // Fails only when nothing of that id is left, which is what the caller wants.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int id, int signal);

    private IEnumerable<int> Strays()
    {
        foreach (string folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) && IsStray(folder))
            {
                yield return id;
            }
        }
    }

    private bool IsStray(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"))
                .Contains($"{FamilyVariable}={_family}", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // It ended meanwhile, or is somebody else's.
        }
    }

    private async Task<int> EndAsync(Action<string, bool> onLine)
    {
        var output = ReadAsync(_process.StandardOutput, isError: false, onLine);
        var errors = ReadAsync(_process.StandardError, isError: true, onLine);
        var guarded = _guard.WaitForExitAsync();
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        int code = _process.ExitCode;
        _ = Signal(-Id, KillSignal); // What it left behind shares its group, and may hold its pipes.
        foreach (int stray in Strays())
        {
            _ = Signal(stray, KillSignal);
        }

        await _guard.StandardInput.WriteLineAsync("ended");
        _guard.StandardInput.Close();
        await guarded;
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWordsPatience, CancellationToken.None));
        _process.Dispose();
        _guard.Dispose();
        return code;
    }
}
