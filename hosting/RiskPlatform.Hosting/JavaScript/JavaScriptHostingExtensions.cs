using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;

namespace Aspire.Hosting;

/// <summary>Adds front ends.</summary>
public static class JavaScriptHostingExtensions
{
    /// <summary>Adds a Vite application: its development server on an endpoint named http.</summary>
    public static IResourceBuilder<ViteAppResource> AddViteApp(
        this IDistributedApplicationBuilder builder, string name, string appDirectory, string runScriptName = "dev")
    {
        string directory = Path.GetFullPath(appDirectory, builder.AppHostDirectory);
        return builder.AddResource(new ViteAppResource(name, "npm", directory))
            .WithArgs("run", runScriptName, "--", "--strictPort")
            .WithEnvironment("HOST", "127.0.0.1")
            .WithHttpEndpoint(env: "PORT")
            .WithHttpHealthCheck("/");
    }

    /// <summary>
    /// Installs its packages by npm before it starts, when its lock file has changed since the last time.
    /// </summary>
    public static IResourceBuilder<TResource> WithNpm<TResource>(this IResourceBuilder<TResource> resource)
        where TResource : ViteAppResource
    {
        resource.Resource.InstallsPackages = true;
        return resource;
    }
}
