using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RiskPlatform.System.Benchmarks.Pricing;

/// <summary>A running <see cref="BareEcho"/>, ended when disposed.</summary>
internal sealed class BareEchoProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BareEchoProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<BareEchoProcess> StartAsync()
    {
        int port = FreePort();
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(BareEcho).Assembly.Location, "bare-echo", port.ToString(CultureInfo.InvariantCulture)]);
        var echo = new BareEchoProcess(Process.Start(start)!, port);
        using var client = new HttpClient();
        var health = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health"));
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(health);
                return echo;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50); // Not listening yet.
            }
        }

        await echo.DisposeAsync();
        throw new InvalidOperationException("The bare service did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
