using System.Security.Cryptography;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>An empty directory that other users can enter, gone when disposed.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory()
    {
        Path = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(),
            $"riskplatform-test-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        CachedDirectory.CreateReachable(Path);
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => CachedDirectory.DeleteIfExists(Path);
}
