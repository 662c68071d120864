using System.ComponentModel;
using System.Diagnostics;

namespace RiskPlatform.Hosting.Servers;

/// <summary>Runs a command to its end and keeps what it wrote.</summary>
internal static class ExternalCommand
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Runs a command. A failing exit code is a result, not an exception.</summary>
    /// <param name="command">The executable and its arguments.</param>
    /// <param name="input">What it reads from standard input; nothing when null.</param>
    /// <param name="workingDirectory">Where it runs; here when null.</param>
    /// <param name="whileRunning">Called every second with the time it has taken so far.</param>
    /// <param name="cancellationToken">Kills the command and all it started.</param>
    /// <exception cref="ServerPreparationException">The executable cannot be started.</exception>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command,
        string? input,
        string? workingDirectory,
        Action<TimeSpan>? whileRunning,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        start.Environment["LC_ALL"] = "C"; // Messages are searched for English words.

        using var process = new Process { StartInfo = start };
        var watch = Stopwatch.StartNew();
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new ServerPreparationException($"{command[0]} cannot be started: {exception.Message}", exception);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteInputAsync(process, input, cancellationToken);

            var end = process.WaitForExitAsync(cancellationToken);
            while (await Task.WhenAny(end, Task.Delay(ProgressPeriod, cancellationToken)) != end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                whileRunning?.Invoke(watch.Elapsed);
            }

            await end;
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs a command that has to succeed.</summary>
    /// <param name="command">The executable and its arguments.</param>
    /// <param name="workingDirectory">Where it runs; here when null.</param>
    /// <param name="cancellationToken">Kills the command and all it started.</param>
    /// <exception cref="ServerPreparationException">It cannot be started, or its exit code is not 0.</exception>
    public static async Task<string> RunToSuccessAsync(
        IReadOnlyList<string> command, string? workingDirectory, CancellationToken cancellationToken)
    {
        var result = await RunAsync(command, input: null, workingDirectory, whileRunning: null, cancellationToken);
        return result.ExitCode == 0
            ? result.Output
            : throw new ServerPreparationException(
                $"'{string.Join(' ', command)}' failed with exit code {result.ExitCode}: {result.Complaint}");
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command has ended without reading its input. Its exit code and its messages tell why.
        }
    }
}
