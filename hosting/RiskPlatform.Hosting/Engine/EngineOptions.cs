using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Engine;

/// <summary>How the engine runs a model.</summary>
/// <param name="AppHostDirectory">The folder of the AppHost project.</param>
/// <param name="RandomPorts">True to ignore fixed public ports, so that runs can live side by side.</param>
/// <param name="ThrowAway">True to keep no data, whatever the model says.</param>
/// <param name="Restart">True to start again what crashed.</param>
/// <param name="ShowsProgress">True to tell the console what happens.</param>
/// <param name="Verbose">True to print every resource's lines.</param>
/// <param name="DataDirectory">Where kept databases are.</param>
internal sealed record EngineOptions(
    string AppHostDirectory,
    bool RandomPorts,
    bool ThrowAway,
    bool Restart,
    bool ShowsProgress,
    bool Verbose,
    string DataDirectory)
{
    public static EngineOptions From(IConfiguration configuration, string appHostDirectory, bool verbose)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory.ToUpperInvariant()));
        return new EngineOptions(
            appHostDirectory,
            configuration.GetValue("DcpPublisher:RandomizePorts", false),
            configuration.GetValue("RiskPlatform:Hosting:ThrowAway", false),
            configuration.GetValue("RiskPlatform:Hosting:Restart", true),
            configuration.GetValue("RiskPlatform:Hosting:Console", true),
            verbose,
            Path.Combine(PlatformDirectories.Data, Convert.ToHexStringLower(hash)[..10]));
    }
}
