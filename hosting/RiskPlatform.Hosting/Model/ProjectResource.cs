namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of ours, started from its built output.</summary>
public sealed class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery,
        IResourceWithWaitSupport
{
    /// <summary>The built assembly.</summary>
    internal string AssemblyPath { get; init; } = "";
}
