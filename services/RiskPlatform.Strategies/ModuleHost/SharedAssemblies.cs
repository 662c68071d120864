using System.Runtime.InteropServices;
using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>What a module shares with its host: .NET itself and the contract, nothing else.</summary>
internal static class SharedAssemblies
{
    private static readonly HashSet<string> Framework =
        [.. Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Select(NameOf)];

    /// <summary>The assembly of <see cref="ICausalStrategy"/>, which modules implement.</summary>
    public static string Contract { get; } = typeof(ICausalStrategy).Assembly.GetName().Name!;

    /// <summary>Whether a module may refer to it.</summary>
    public static bool Has(string? name) => name is not null && (name == Contract || Framework.Contains(name));

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
