using System.Net;
using System.Net.Sockets;
using RiskPlatform.Hosting.Engine;

namespace RiskPlatform.Hosting.Tests.Engine;

/// <summary>What one side of a passed connection sees of the other's end.</summary>
public sealed class ReplicaProxyTests : IAsyncDisposable
{
    private readonly TcpListener _target = new(IPAddress.Loopback, 0);
    private readonly ReplicaProxy _proxy;
    private readonly int _port = Model.FreePort();

    public ReplicaProxyTests()
    {
        _target.Start();
        _proxy = new ReplicaProxy(_port, [((IPEndPoint)_target.LocalEndpoint).Port]);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _target.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_OfOneSide_ResetsTheOther(bool replicaResets)
    {
        var (client, replica) = await ConnectAsync();
        var (gone, left) = replicaResets ? (replica, client) : (client, replica);
        using (left)
        {
            gone.LingerState = new LingerOption(true, 0); // As the kernel does for a killed process with bytes unread.
            gone.Dispose();

            var fault = await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(left));
            Assert.Equal(SocketError.ConnectionReset, fault.SocketErrorCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_OfOneSidesWords_LeavesTheOtherSpeaking(bool replicaEnds)
    {
        var (client, replica) = await ConnectAsync();
        var (ended, other) = replicaEnds ? (replica, client) : (client, replica);
        using (ended)
        using (other)
        {
            ended.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await ReceiveAsync(other));

            await other.SendAsync("more"u8.ToArray());
            Assert.Equal(4, await ReceiveAsync(ended));
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Model.Limit);
        return await socket.ReceiveAsync(new byte[10], limit.Token);
    }

    private async Task<(Socket Client, Socket Replica)> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _port);
        var replica = await _target.AcceptSocketAsync();
        await client.SendAsync("hello"u8.ToArray()); // Once it arrives, the proxy knows that the replica accepted.
        await ReceiveAsync(replica);
        return (client, replica);
    }
}
