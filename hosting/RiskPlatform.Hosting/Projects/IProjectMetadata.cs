namespace Aspire.Hosting;

/// <summary>What the build knows of a project the AppHost references.</summary>
public interface IProjectMetadata
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }
}
