using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Testing;

/// <summary>
/// One server on a port and in a directory of its own. PostgreSQL and Redis differ only in how they are prepared and
/// asked.
/// </summary>
internal sealed class ThrowAwayServer : IAsyncDisposable
{
    private const int PortAttempts = 10;
    private const int PasswordBytes = 16;

    // Below the range from which operating systems give ports to outgoing connections: a port stays free over a
    // restart.
    private const int PortMin = 20_000;
    private const int PortMax = 32_000;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(15);

    private readonly string _directory;
    private readonly string _stopSignal;
    private readonly PreparedServer _prepared;
    private readonly Func<int, CancellationToken, Task<bool>> _answers;
    private GuardedProcess _process;

    private ThrowAwayServer(
        string directory,
        int port,
        string stopSignal,
        PreparedServer prepared,
        Func<int, CancellationToken, Task<bool>> answers,
        GuardedProcess process)
    {
        _directory = directory;
        Port = port;
        _stopSignal = stopSignal;
        _prepared = prepared;
        _answers = answers;
        _process = process;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Name, version and origin of the server.</summary>
    public string Description => _prepared.Description;

    /// <summary>What goes when the server goes.</summary>
    public string Directory => _directory;

    /// <summary>The process id of the server that runs, or ran last.</summary>
    public int ProcessId => _process.ServerId;

    /// <summary>The last lines of the server that runs, or ran last.</summary>
    public string Output => _process.Output;

    /// <summary>A password nobody can guess, of letters and digits only.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));

    /// <summary>Prepares and starts a server, on another port when somebody took the first one.</summary>
    public static async Task<ThrowAwayServer> StartAsync(
        string name,
        string stopSignal,
        Preparation prepare,
        Func<int, CancellationToken, Task<bool>> answers,
        CancellationToken ct)
    {
        string directory = CreateDirectory(name);
        GuardedProcess? process = null;
        bool isUp = false;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                int port = FreePort();
                var prepared = await prepare(directory, port, new SilentProgress(), ct);
                process = await GuardedProcess.StartAsync(prepared, directory, stopSignal, ct);
                isUp = await WaitAsync(process, port, answers, ct);
                if (isUp)
                {
                    return new ThrowAwayServer(directory, port, stopSignal, prepared, answers, process);
                }

                await process.StopAsync(CancellationToken.None);
                if (attempt == PortAttempts || !IsHeldByAnother(process))
                {
                    throw DidNotStart(prepared, process);
                }
            }
        }
        finally
        {
            if (!isUp)
            {
                await (process?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
                CachedDirectory.DeleteIfExists(directory);
            }
        }
    }

    /// <summary>Kills the server and waits for its end.</summary>
    public Task KillAsync(CancellationToken ct) => _process.KillAsync(ct);

    /// <summary>Sends the server a signal.</summary>
    public Task SignalAsync(string signal, CancellationToken ct) => _process.SignalAsync(signal, ct);

    /// <summary>Stops the server and starts it again where it was.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await _process.StopAsync(ct);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            _process = await GuardedProcess.StartAsync(_prepared, _directory, _stopSignal, ct);
            if (await WaitAsync(_process, Port, _answers, ct))
            {
                return;
            }

            // What a killed server leaves behind (its children, its port) takes a moment to go.
            await _process.StopAsync(ct);
            if (!IsHeldByAnother(_process) || TimeProvider.System.GetElapsedTime(start) > StartPatience)
            {
                throw DidNotStart(_prepared, _process);
            }
        }
    }

    /// <summary>Stops the server. Its directory stays.</summary>
    public Task StopAsync() => _process.StopAsync(CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(CancellationToken.None);
        CachedDirectory.DeleteIfExists(_directory);
    }

    /// <returns>True when it answers, false when it has ended or has had its time.</returns>
    private static async Task<bool> WaitAsync(
        GuardedProcess process, int port, Func<int, CancellationToken, Task<bool>> answers, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(StartPatience);
        try
        {
            while (!process.HasEnded)
            {
                if (await answers(port, patience.Token))
                {
                    return true;
                }

                await Task.Delay(Poll, patience.Token);
            }

            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false; // Out of patience.
        }
    }

    // PostgreSQL: could not bind IPv4 address "127.0.0.1": Address already in use
    //             pre-existing shared memory block (key 11680555, ID 163842) is still in use
    // Redis:      bind: Address already in use
    // Garnet:     Could not bind 127.0.0.1:20980 (AddressAlreadyInUse)
    // A service: Failed to bind to address http://127.0.0.1:20980: address already in use.
    private static bool IsHeldByAnother(GuardedProcess process) =>
        process.Output.Contains("in use", StringComparison.Ordinal)
        || process.Output.Contains("AddressAlreadyInUse", StringComparison.Ordinal);

    private static InvalidOperationException DidNotStart(PreparedServer prepared, GuardedProcess process) =>
        new($"{prepared.Description} did not start. Its last output:{Environment.NewLine}{process.Output}");

    /// <summary>A port that nobody listens on at this moment.</summary>
    // Random, so that test processes which start at the same moment rarely choose alike.
    public static int FreePort()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(PortMin, PortMax);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's: choose another.
            }
        }
    }

    // As root the server may run as another user, who has to get in.
    private static string CreateDirectory(string name)
    {
        string directory = Path.Combine(
            Path.GetTempPath(),
            $"riskplatform-{name}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        CachedDirectory.CreateReachable(directory);
        return directory;
    }

    private sealed class SilentProgress : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
