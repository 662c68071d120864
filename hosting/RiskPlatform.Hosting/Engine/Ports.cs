using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Engine;

/// <summary>Gives every endpoint its port.</summary>
internal static class Ports
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>
    /// Takes the fixed ports, and free ones for the rest. Of several replicas each listens on a port of its own behind
    /// the public one.
    /// </summary>
    /// <exception cref="DistributedApplicationException">A fixed port is taken; the message says by whom.</exception>
    public static void Allocate(IEnumerable<IResource> resources, bool random)
    {
        List<TcpListener> held = []; // All at once, or the same one could be found twice.
        try
        {
            foreach (var resource in resources)
            {
                foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                {
                    endpoint.AllocatedPort = random || endpoint.Port is null
                        ? Hold(held, 0)
                        : HoldFixed(held, endpoint.Port.Value, resource.Name);
                    int replicas = ReplicasOf(resource);
                    endpoint.TargetPorts = replicas == 1
                        ? [endpoint.AllocatedPort]
                        : [.. Enumerable.Range(0, replicas).Select(_ => Hold(held, 0))];
                }
            }
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }

    /// <summary>How many processes a resource has.</summary>
    public static int ReplicasOf(IResource resource) =>
        resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    private static int HoldFixed(List<TcpListener> held, int port, string resource)
    {
        try
        {
            return Hold(held, port);
        }
        catch (SocketException)
        {
            throw new DistributedApplicationException(
                $"Port {port} of resource '{resource}' is taken by {Holder(port)}. End it, or free the port.");
        }
    }

    private static int Hold(List<TcpListener> held, int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        held.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Linux tells which socket listens (/proc/net/tcp) and which process holds that socket (/proc/*/fd).
    private static string Holder(int port)
    {
        string suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var inodes = Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening
                && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet();
        var holders =
            from process in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : []
            where int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _)
            where Sockets(process).Any(inodes.Contains)
            select $"process {Path.GetFileName(process)} ({File.ReadAllText(Path.Combine(process, "comm")).Trim()})";
        return holders.FirstOrDefault() ?? "another process";
    }

    private static List<string> Sockets(string process)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(Path.Combine(process, "fd"))
                    .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name ?? ""),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return []; // It ended meanwhile, or is somebody else's.
        }
    }
}
