using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RiskPlatform.Hosting.Engine;

/// <summary>Listens on the public port of a resource and passes connections to one of its replicas each.</summary>
/// <remarks>
/// A replica is chosen at random, and another when it does not accept: a replica that has died costs no connection.
/// Bytes are passed, not requests, so a connection stays with its replica.
/// </remarks>
internal sealed class ReplicaProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly int[] _targets;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The public port.</param>
    /// <param name="targets">The replicas' ports.</param>
    public ReplicaProxy(int port, IEnumerable<int> targets)
    {
        _targets = [.. targets];
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <summary>Ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(cancellationToken);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(client, cancellationToken));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections); // Asked to stop: they have been, too.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        try
        {
            using (client)
            using (var replica = await ConnectAsync(cancellationToken))
            {
                client.NoDelay = true;
                await PassBothWaysAsync(client, replica, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or IOException)
        {
            // One side has gone, or we stop: both are closed.
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        int[] order = [.. _targets];
        RandomNumberGenerator.Shuffle<int>(order);
        foreach (int port in order)
        {
            var replica = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                await replica.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return replica;
            }
            catch (Exception fault) when (fault is SocketException
                || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                replica.Dispose();
            }
        }

        throw new SocketException((int)SocketError.ConnectionRefused);
    }

    /// <summary>Passes bytes until both have said all, or one has gone.</summary>
    private static async Task PassBothWaysAsync(Socket client, Socket replica, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] directions = [PassAsync(client, replica, both.Token), PassAsync(replica, client, both.Token)];
        await foreach (var ended in Task.WhenEach(directions))
        {
            if (ended.IsFaulted)
            {
                // The other direction may wait for ever. Closing with nothing to linger for passes the reset on: a
                // plain end would tell the other side that half an answer is the whole.
                (client.LingerState, replica.LingerState) = (new(true, 0), new(true, 0));
                await both.CancelAsync();
            }
        }

        await Task.WhenAll(directions);
    }

    private static async Task PassAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
        {
            for (int sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
            }
        }

        to.Shutdown(SocketShutdown.Send); // It has said all; the other may still speak.
    }
}
