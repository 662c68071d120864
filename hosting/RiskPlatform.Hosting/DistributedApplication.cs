using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>A model that can be started and stopped.</summary>
public sealed class DistributedApplication : IAsyncDisposable, IDisposable
{
    private readonly IHost _host;
    private readonly LocalEngine _engine;

    internal DistributedApplication(IHost host)
    {
        _host = host;
        _engine = host.Services.GetRequiredService<LocalEngine>();
    }

    /// <summary>Services of the AppHost process.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Tells what becomes of resources.</summary>
    public ResourceNotificationService ResourceNotifications =>
        Services.GetRequiredService<ResourceNotificationService>();

    internal IReadOnlyList<IResource> Resources => _engine.Resources;

    /// <summary>Begins a model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        new DistributedApplicationBuilder(args, Assembly.GetCallingAssembly());

    /// <summary>Starts everything, waits for Ctrl+C or SIGTERM, stops everything.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Starts everything, waits for Ctrl+C, SIGTERM or the token, stops everything.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await StartAsync(stop.Token);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop, which is how a run ends.
        }
        catch (DistributedApplicationException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            Environment.ExitCode = 1;
        }

        await StopAsync(CancellationToken.None);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Starts everything; what waits for others starts later by itself.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => _engine.StartAsync(cancellationToken);

    /// <summary>Stops everything, what depends on others first.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _engine.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
