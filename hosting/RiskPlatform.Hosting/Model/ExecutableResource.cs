namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program of the machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery,
        IResourceWithWaitSupport
{
    /// <summary>The program: a path, or a name on PATH.</summary>
    public string Command => command;

    /// <summary>Where it runs.</summary>
    public string WorkingDirectory => workingDirectory;
}
