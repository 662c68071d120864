using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RiskPlatform.Domain;
using RiskPlatform.Strategies.ModuleHost;

namespace RiskPlatform.Strategies.Modules;

/// <summary>An uploaded assembly, looked at without loading it.</summary>
/// <param name="Image">Its bytes.</param>
/// <param name="Version">Its version.</param>
internal sealed record ModuleAssembly(byte[] Image, string Version)
{
    /// <summary>Reads its name and references, or says why it can't be a module.</summary>
    public static Result<ModuleAssembly> Read(byte[] image)
    {
        try
        {
            using var file = new PEReader(new MemoryStream(image, writable: false));
            if (!file.HasMetadata || file.GetMetadataReader() is not { IsAssembly: true } metadata)
            {
                return NotAnAssembly("The body is a program, and not a .NET assembly.");
            }

            string[] foreign =
            [
                .. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
                    .Select(reference => metadata.GetString(reference.Name))
                    .Where(name => !SharedAssemblies.Has(name)),
            ];
            return foreign.Length == 0
                ? new ModuleAssembly(image, metadata.GetAssemblyDefinition().Version.ToString())
                : Foreign(string.Join(", ", foreign));
        }
        catch (BadImageFormatException fault)
        {
            return NotAnAssembly($"The body is not a .NET assembly: {fault.Message}");
        }
    }

    private static Failure Foreign(string names) => Failure.Invalid(
        $"It refers to {names}; a module has .NET and {SharedAssemblies.Contract} only.") with
    {
        Code = "foreignReference",
    };

    private static Failure NotAnAssembly(string why) => Failure.Malformed(why) with { Code = "notAnAssembly" };
}
