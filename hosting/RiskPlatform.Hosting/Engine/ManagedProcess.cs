using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RiskPlatform.Hosting.Engine;

/// <summary>A process that ends with this one, and whose descendants end with it.</summary>
/// <remarks>
/// A shell stands between: in a session of its own, it starts the process and reads a pipe whose other end only we
/// hold. When the pipe closes without a word we have died, and it ends the process and then its whole group. A
/// parent-death signal would not do: Linux sends it when the thread that forked ends, a change of user clears it, and
/// grandchildren never get it.
/// </remarks>
internal sealed partial class ManagedProcess
{
    private const int KillSignal = 9;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(6);

    private const string Guard = """
        signal=$1
        shift
        exec 3<&0
        sh -c 'echo $$; exec "$@"' child "$@" </dev/null 3<&- &
        child=$!
        (
          if read -r word <&3; then exit; fi
          tries=0
          while [ "$tries" -lt 15 ] && kill -s "$signal" "$child"; do tries=$((tries + 1)); sleep 0.1; done
          kill -s KILL -- "-$$"
        ) >/dev/null 2>&1 &
        wait "$child"
        code=$?
        exit "$code"
        """;

    private readonly Process _shell;
    private readonly int _childId;
    private readonly string _stopSignal;

    private ManagedProcess(Process shell, int childId, string stopSignal, Action<string, bool> onLine)
    {
        (_shell, _childId, _stopSignal) = (shell, childId, stopSignal);
        Ended = EndAsync(onLine);
    }

    /// <summary>The process's own id.</summary>
    public int Id => _childId;

    /// <summary>Its exit code, once it and everything it started have ended and all output is there.</summary>
    public Task<int> Ended { get; }

    public static async Task<ManagedProcess> StartAsync(
        Launch launch, Action<string, bool> onLine, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "/bin/sh", "-c", Guard, "guard", launch.StopSignal, launch.FileName },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.WorkingDirectory,
        };
        foreach (string argument in launch.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var shell = new Process { StartInfo = start };
        shell.Start();

        // The child's id comes first, before the shell becomes the child.
        string? line = await shell.StandardOutput.ReadLineAsync(CancellationToken.None);
        return int.TryParse(line, CultureInfo.InvariantCulture, out int childId)
            ? new ManagedProcess(shell, childId, launch.StopSignal, onLine)
            : throw new InvalidOperationException($"{launch.FileName} did not start: {line}");
    }

    /// <summary>Asks it to end, waits, and then kills it with all it started.</summary>
    public async Task StopAsync()
    {
        if (!Ended.IsCompleted)
        {
            _ = Signal(_childId, _stopSignal == "INT" ? 2 : 15);
            if (await Task.WhenAny(Ended, Task.Delay(StopPatience)) != Ended)
            {
                _ = Signal(-_shell.Id, KillSignal);
            }
        }

        await Ended;
    }

    private async Task<int> EndAsync(Action<string, bool> onLine)
    {
        var output = ReadAsync(_shell.StandardOutput, isError: false, onLine);
        var errors = ReadAsync(_shell.StandardError, isError: true, onLine);
        await _shell.WaitForExitAsync();
        int code = _shell.ExitCode;
        _ = Signal(-_shell.Id, KillSignal); // What the child left behind shares its group, and may hold its pipes.
        await Task.WhenAll(output, errors);
        _shell.Dispose();
        return code;
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
}
