using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RiskPlatform.Domain;
using RiskPlatform.Strategies.ModuleHost;

namespace RiskPlatform.Strategies.Modules;

/// <summary>
/// A process that runs one module, and that is killed when it gives no answer: see docs/adr/0010-strategy-modules.md.
/// </summary>
internal sealed partial class ModuleProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    // What an answer may take beyond its time before the process is held to hang.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // All of the environment that it gets: secrets of the service are none of its business.
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private readonly ILogger _logger;
    private string? _stopped;

    private ModuleProcess(Process process, DirectoryInfo directory, ILogger logger) =>
        (_process, _directory, _logger) = (process, directory, logger);

    /// <summary>Why it was stopped, or null while it runs.</summary>
    public string? Stopped => Volatile.Read(ref _stopped);

    public int Id => _process.Id;

    /// <summary>Starts one, and waits until it listens.</summary>
    public static async Task<Result<ModuleProcess>> StartAsync(
        ModuleOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("riskplatform-module-"); // Nobody else may enter it.
        var process = new Process { StartInfo = StartInfo(options, SocketPath(directory)) };
        var started = new ModuleProcess(process, directory, logger);
        bool isReady = false;
        try
        {
            process.Start();
            SetPriority(process);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(StartPatience);
            isReady = await process.StandardOutput.ReadLineAsync(patience.Token) is not null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not ready, as said below.
        }
        finally
        {
            if (!isReady)
            {
                started.Dispose();
            }
        }

        return isReady ? started : Failure.Unavailable("The module's process did not start.");
    }

    /// <summary>Asks it, and kills it when it does not answer in time.</summary>
    /// <param name="call">The question.</param>
    /// <param name="tail">What follows it.</param>
    /// <param name="replyTailMax">Bytes that may follow the answer.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Nobody wants the answer any more: the process is told, and has a moment.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Result<(ModuleReply Reply, byte[] Tail)>> AskAsync(
        ModuleCall call, byte[] tail, int replyTailMax, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience + Grace);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath(_directory)), limit.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await ModuleFrames.WriteAsync(stream, ModuleJson.Default.ModuleCall, call, tail, limit.Token);
            await using var leaving = cancellationToken.Register(() => Leave(socket, limit));
            var answer = await ModuleFrames.ReadAsync(
                stream, ModuleJson.Default.ModuleReply, replyTailMax, limit.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return answer;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            string reason = $"it gave no answer within {patience.TotalMilliseconds:0} ms, and was killed";
            Stop(reason);
            cancellationToken.ThrowIfCancellationRequested();
            return Failed("timeBudget");
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidDataException)
        {
            Stop("its process broke off"); // Unless another request has killed it, and said why.
            cancellationToken.ThrowIfCancellationRequested();
            return Failed("moduleStopped");
        }
    }

    /// <summary>Ends it, whatever it does.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (IOException fault)
        {
            LogLeftBehind(_logger, fault, _directory.FullName);
        }
    }

    // While it has one thread, whose priority the others inherit: what a module computes, and what starting it costs,
    // takes no time from who serves requests.
    private static void SetPriority(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            // It has ended already, which is seen where its first line is read.
        }
    }

    private static string SocketPath(DirectoryInfo directory) => Path.Combine(directory.FullName, "module");

    private static ProcessStartInfo StartInfo(ModuleOptions options, string socketPath)
    {
        // As a program of its own, or, where this code runs in another's process, by the runtime that runs it.
        string assembly = typeof(ModuleProcess).Assembly.Location;
        string self = Environment.ProcessPath ?? "";
        bool isOwn = Path.GetFileNameWithoutExtension(self) == typeof(ModuleProcess).Assembly.GetName().Name;
        string muxer = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string dotnet = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", muxer));
        var info = new ProcessStartInfo(isOwn ? self : dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = [.. isOwn ? [] : (string[])[assembly], ModuleHostProgram.Command, socketPath];
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        var kept = info.Environment.Where(item => Inherited.Contains(item.Key)).ToList();
        info.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            info.Environment[name] = value;
        }

        // A version is compiled once, in full, before it is swapped in: its first run is as fast as its last.
        info.Environment["DOTNET_TieredCompilation"] = "0";
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        info.Environment["DOTNET_GCHeapHardLimit"] =
            ((long)options.ModuleMemoryMb << 20).ToString("x", CultureInfo.InvariantCulture);
        return info;
    }

    private static void Leave(Socket socket, CancellationTokenSource limit)
    {
        limit.CancelAfter(Grace);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The process has gone first; whoever reads its answer sees that.
        }
    }

    private Failure Failed(string code) => Failure.CalculationFailed($"{Stopped}.") with { Code = code };

    private void Stop(string reason)
    {
        if (Interlocked.CompareExchange(ref _stopped, reason, null) is null)
        {
            LogStopped(_logger, Id, reason);
            Kill();
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended, or never began.
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Error, Message = "Module process {Id} is stopped: {Reason}")]
    private static partial void LogStopped(ILogger logger, int id, string reason);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "{Directory} could not be deleted")]
    private static partial void LogLeftBehind(ILogger logger, Exception fault, string directory);
}
