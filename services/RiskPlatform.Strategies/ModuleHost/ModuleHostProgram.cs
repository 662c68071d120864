using System.Net.Sockets;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>
/// The process in which one module runs: it listens on a socket that only the service knows, and ends with the service.
/// </summary>
internal static class ModuleHostProgram
{
    /// <summary>The first argument that makes this program a module's process; the second is the socket.</summary>
    public const string Command = "module-host";

    private const int RequestBytesMax = 16 * 1024 * 1024;

    /// <summary>Serves until its input ends.</summary>
    public static int Run(string socketPath)
    {
        using var output = Console.OpenStandardOutput();
        using var input = Console.OpenStandardInput();
        Console.SetOut(TextWriter.Null);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen();
        _ = AcceptAsync(listener);
        output.WriteByte((byte)'\n'); // Ready.
        output.Flush();
        while (input.ReadByte() >= 0)
        {
            // The service says nothing here; its end is the end of the input.
        }

        DeleteSocket(socketPath);
        return 0;
    }

    // The service, which made its folder, is gone.
    private static void DeleteSocket(string socketPath)
    {
        try
        {
            File.Delete(socketPath);
            Directory.Delete(Path.GetDirectoryName(socketPath)!);
        }
        catch (IOException)
        {
            // Somebody has put something there, or has deleted it already: it is not ours any more.
        }
    }

    private static async Task AcceptAsync(Socket listener)
    {
        var shelf = new ModuleShelf();
        while (true)
        {
            _ = ServeAsync(await listener.AcceptAsync(), shelf);
        }
    }

    private static async Task ServeAsync(Socket connection, ModuleShelf shelf)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            var (call, tail) = await ModuleFrames.ReadAsync(
                stream, ModuleJson.Default.ModuleCall, RequestBytesMax, CancellationToken.None);
            using var stop = new CancellationTokenSource();
            var watched = StopWhenLeftAsync(stream, stop);
            if (!call.IsLoad)
            {
                stop.CancelAfter(call.BudgetMs);
            }

            // A thread of its own: one that hangs must not keep the others from being served until it is killed.
            var (reply, wealth) = await Task.Factory.StartNew(
                () => Answer(shelf, call, tail, stop.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            await ModuleFrames.WriteAsync(
                stream, ModuleJson.Default.ModuleReply, reply, wealth, CancellationToken.None);
            connection.Shutdown(SocketShutdown.Send);
            await watched;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // The service has left: nobody waits for this answer.
        }
    }

    private static (ModuleReply Reply, byte[] Wealth) Answer(
        ModuleShelf shelf, ModuleCall call, byte[] tail, CancellationToken stop)
    {
        if (call.IsLoad)
        {
            return shelf.Put(tail).Match<(ModuleReply, byte[])>(
                facts => (new ModuleReply(facts, null, null, shelf.Dropped), []),
                failure => (new ModuleReply(null, null, failure, shelf.Dropped), []));
        }

        double[] closes = ModuleFrames.ToDoubles(tail);
        double[] wealth = new double[closes.Length];
        return shelf.Run(call, closes, wealth, stop).Match<(ModuleReply, byte[])>(
            run => (new ModuleReply(null, run, null, shelf.Dropped), ModuleFrames.ToBytes(wealth)),
            failure => (new ModuleReply(null, null, failure, shelf.Dropped), []));
    }

    // The service sends nothing after its call, so the end of its half is the end of its interest.
    private static async Task StopWhenLeftAsync(NetworkStream stream, CancellationTokenSource stop)
    {
        byte[] nothing = new byte[1];
        try
        {
            await stream.ReadExactlyAsync(nothing);
        }
        catch (IOException)
        {
            // Ended or broken off, which is the same here.
        }

        await stop.CancelAsync();
    }
}
