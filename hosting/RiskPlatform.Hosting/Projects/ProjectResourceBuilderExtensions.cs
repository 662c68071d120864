using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project of the solution, which the AppHost's build has built.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject().ProjectPath);

    /// <summary>Adds a project by its file.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath)
    {
        string path = Path.GetFullPath(projectPath, builder.AppHostDirectory);
        return builder.AddResource(new ProjectResource(name) { AssemblyPath = BuiltOutput(path) });
    }

    /// <summary>Runs this many processes of the project behind one address.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(
        this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }

    // The build has put all projects' output side by side: artifacts/bin/{project}/{configuration}/{project}.dll.
    private static string BuiltOutput(string projectPath)
    {
        string project = Path.GetFileNameWithoutExtension(projectPath);
        string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string configuration = Path.GetFileName(own);
        string root = Path.GetDirectoryName(Path.GetDirectoryName(own))!;
        return Path.Combine(root, project, configuration, $"{project}.dll");
    }
}
