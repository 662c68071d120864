using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Testing;

/// <summary>A server process that ends when this process ends, however that happens.</summary>
/// <remarks>
/// A shell stands between the two and reads a pipe whose other end only this process holds. When the pipe closes
/// without a word, this process has died, and the shell stops the server and removes its directory. A parent-death
/// signal would not do: Linux sends it when the thread that forked ends, and pool threads do; and a change of user
/// clears it. The signal is repeated because a shell starts its background commands with SIGQUIT and SIGINT ignored,
/// and a server that has not come to its own handlers yet would miss a single one; after five seconds it is SIGKILL.
/// </remarks>
internal sealed class GuardedProcess
{
    private const int OutputLinesMax = 60;

    private const string Guard = """
        directory=$1 signal=$2
        shift 2
        trap '' INT HUP
        exec 3<&0
        sh -c 'echo $$; exec "$@"' server "$@" </dev/null 3<&- &
        server=$!
        (
          cd /
          read -r word <&3 || : >"$directory/orphaned"
          tries=0
          while kill -s "$signal" "$server"; do
            tries=$((tries + 1))
            if [ "$tries" -ge 50 ]; then signal=KILL; fi
            sleep 0.1
          done
        ) >/dev/null 2>&1 &
        watcher=$!
        wait "$server"
        code=$?
        kill "$watcher" 2>/dev/null
        if [ -e "$directory/orphaned" ]; then rm -rf -- "$directory"; fi
        exit "$code"
        """;

    private readonly Process _shell;
    private readonly int _serverId;
    private readonly Queue<string> _output = new();
    private readonly Task _end;

    private GuardedProcess(Process shell, int serverId)
    {
        _shell = shell;
        _serverId = serverId;
        _end = Task.WhenAll(KeepAsync(shell.StandardOutput), KeepAsync(shell.StandardError), shell.WaitForExitAsync());
    }

    /// <summary>The server's process id.</summary>
    public int ServerId => _serverId;

    /// <summary>Whether the server has ended and all its output is there.</summary>
    public bool HasEnded => _end.IsCompleted;

    /// <summary>The server's last lines.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join(Environment.NewLine, _output);
            }
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="server">What to start.</param>
    /// <param name="directory">An existing directory to remove if this process dies.</param>
    /// <param name="stopSignal">The name of the signal that stops it at once: TERM, QUIT.</param>
    /// <param name="ct">Gives up before it is started.</param>
    public static async Task<GuardedProcess> StartAsync(
        PreparedServer server, string directory, string stopSignal, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Throw-away servers are guarded by a Unix shell.");
        }

        string[] guarded =
            ["/bin/sh", "-c", Guard, "guard", directory, stopSignal, server.FileName, .. server.Arguments];

        // A session of its own, so that a signal to the whole process group of a test run spares the guard.
        string[] command = ExecutableSearch.OnPath("setsid") is { } setsid ? [setsid, .. guarded] : guarded;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = server.WorkingDirectory,
        };
        foreach (var (name, value) in server.Environment)
        {
            start.Environment[name] = value;
        }

        ct.ThrowIfCancellationRequested();
        var shell = new Process { StartInfo = start };
        shell.Start();

        // The server's process id comes first, before the shell becomes the server.
        string? line = await shell.StandardOutput.ReadLineAsync(CancellationToken.None);
        return int.TryParse(line, CultureInfo.InvariantCulture, out int serverId)
            ? new GuardedProcess(shell, serverId)
            : throw new InvalidOperationException($"The shell that starts {server.Description} said: {line}");
    }

    /// <summary>Stops the server with its signal and waits for its end. Nothing happens when it has ended.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        try
        {
            await _shell.StandardInput.WriteLineAsync("stop".AsMemory(), ct);
            await _shell.StandardInput.FlushAsync(ct);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The shell has gone, and so the server has.
        }

        await _end.WaitAsync(ct);
    }

    /// <summary>Kills the server (SIGKILL) and waits for its end. Nothing happens when it has ended.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        if (!_shell.HasExited)
        {
            try
            {
                using var server = Process.GetProcessById(_serverId);
                server.Kill();
            }
            catch (Exception exception)
                when (exception is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It ended by itself in this moment.
            }
        }

        await _end.WaitAsync(ct);
    }

    /// <summary>Sends the server a signal by its name, without the SIG.</summary>
    public async Task SignalAsync(string signal, CancellationToken ct)
    {
        string server = _serverId.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("/bin/sh", ["-c", "kill -s \"$1\" \"$2\"", "kill", signal, server]);
        await kill.WaitForExitAsync(ct);
    }

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.Enqueue(line);
                if (_output.Count > OutputLinesMax)
                {
                    _output.Dequeue();
                }
            }
        }
    }
}
