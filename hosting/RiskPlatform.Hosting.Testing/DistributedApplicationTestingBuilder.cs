using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Takes the model of an AppHost: random ports, throw-away data, nothing on the console.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the entry point of the assembly that holds a type, up to the end of its model.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost, such as <c>Projects.RiskPlatform_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the entry point of the assembly that holds a type, up to the end of its model.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost, such as <c>Projects.RiskPlatform_AppHost</c>.</typeparam>
    /// <exception cref="InvalidOperationException">It has no entry point, or that never built its model.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var assembly = typeof(TEntryPoint).Assembly;
        var entryPoint = assembly.EntryPoint
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no entry point.");
        DistributedApplicationBuilder? captured = null;
        await Task.Run(
            () =>
            {
                DistributedApplicationBuilder.Captured.Value = builder => captured = builder;
                try
                {
                    entryPoint.Invoke(obj: null, entryPoint.GetParameters().Length == 0 ? null : [args]);
                }
                catch (TargetInvocationException fault) when (fault.InnerException is HostAbortedException)
                {
                    // The model is complete, and the entry point goes no further.
                }
            },
            cancellationToken);
        return captured is null
            ? throw new InvalidOperationException("The AppHost ended without building its model.")
            : new Taken(captured);
    }

    private sealed class Taken(DistributedApplicationBuilder builder) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => builder.Configuration;

        public IServiceCollection Services => builder.Services;

        public IList<IResource> Resources => builder.Resources;

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(builder.BuildNow());
    }
}
