namespace RiskPlatform.Hosting.Servers;

/// <summary>Finds executables as a shell would.</summary>
internal static class ExecutableSearch
{
    private static readonly string[] WindowsEndings = [".exe", ".cmd"];

    /// <summary>The first file of that name on PATH; null when there is none.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => In(directory, name))
        .FirstOrDefault(found => found is not null);

    /// <summary>The file of that name in a directory; null when there is none.</summary>
    /// <remarks>
    /// Links are not followed: redis-server may be a link to a program that looks at the name it is called by.
    /// </remarks>
    public static string? In(string directory, string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [.. WindowsEndings.Select(ending => name + ending)] : [name];
        string? path = names.Select(file => Path.Combine(directory, file)).FirstOrDefault(File.Exists);
        return path is null ? null : Path.GetFullPath(path);
    }

    /// <summary>The <c>dotnet</c> that runs this process, even when an application host started it.</summary>
    public static string DotNet()
    {
        // The runtime lies in <root>/shared/Microsoft.NETCore.App/<version>/.
        string runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        return In(Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")), "dotnet") ?? OnPath("dotnet") ?? "dotnet";
    }
}
