using System.Reflection;
using System.Runtime.Loader;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>Where one version of a module lives until it is collected.</summary>
internal sealed class ModuleContext() : AssemblyLoadContext("module", isCollectible: true)
{
    /// <summary>Null lets the default context give what is shared, so that a strategy is the host's strategy.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) => SharedAssemblies.Has(assemblyName.Name)
        ? null
        : throw new FileLoadException($"A module does not share {assemblyName.Name} with its host.");
}
