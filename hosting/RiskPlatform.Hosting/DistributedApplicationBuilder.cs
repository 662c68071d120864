using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>Collects the resources of an application.</summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Pipeline:OutputPath",
    };

    /// <summary>Set by a test: called with the builder in place of building it.</summary>
    internal static readonly AsyncLocal<Action<DistributedApplicationBuilder>?> Captured = new();

    private readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(string[] args, Assembly appHost)
    {
        bool verbose = args.Contains("--verbose");
        _host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        _host.Configuration.AddEnvironmentVariables();
        _host.Configuration.AddCommandLine([.. args.Where(arg => arg != "--verbose")], Switches);
        if (Captured.Value is not null)
        {
            _host.Configuration.AddInMemoryCollection(TestDefaults);
        }

        AppHostDirectory = appHost.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "AppHostDirectory")?.Value ?? Directory.GetCurrentDirectory();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton(services => ActivatorUtilities.CreateInstance<LocalEngine>(
            services, EngineOptions.From(Configuration, AppHostDirectory, verbose), Resources));
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IServiceCollection Services => _host.Services;

    public IList<IResource> Resources { get; } = [];

    private static Dictionary<string, string?> TestDefaults => new()
    {
        ["DcpPublisher:RandomizePorts"] = "true",
        ["RiskPlatform:Hosting:ThrowAway"] = "true",
        ["RiskPlatform:Hosting:Restart"] = "false",
        ["RiskPlatform:Hosting:Console"] = "false",
    };

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(known => string.Equals(known.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Two resources are named '{resource.Name}'.");
        }

        Resources.Add(resource);
        return new ResourceBuilder<T>(resource, this);
    }

    public DistributedApplication Build()
    {
        if (Captured.Value is { } capture)
        {
            capture(this);
            throw new HostAbortedException("The model was taken by a test.");
        }

        return BuildNow();
    }

    internal DistributedApplication BuildNow() => new(_host.Build());
}
