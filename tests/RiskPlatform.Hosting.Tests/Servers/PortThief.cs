using System.Net;
using System.Net.Sockets;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>Listens on the first port it is shown, until disposed.</summary>
internal sealed class PortThief : IDisposable
{
    private TcpListener? _listener;

    /// <summary>The stolen port; 0 as long as there is none.</summary>
    public int Port { get; private set; }

    public void StealFirst(int port)
    {
        if (_listener is not null)
        {
            return;
        }

        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = port;
    }

    public void Dispose() => _listener?.Dispose();
}
