using System.Diagnostics;
using Microsoft.Playwright;

namespace RiskPlatform.Browser.Tests;

/// <summary>
/// Headless Chromium of the machine; installed from Debian's packages where that is allowed and missing.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        string path = Find() ?? await InstallAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = Arguments,
            ChromiumSandbox = false,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    private static async Task<string> InstallAsync()
    {
        const string Otherwise = "Install Chromium (Debian: apt-get install chromium) and run the tests again.";
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            throw new InvalidOperationException($"No Chromium on PATH, and no right to install it. {Otherwise}");
        }

        foreach (string command in new[] { "update -qq", "install -y -qq chromium" })
        {
            using var apt = Process.Start(new ProcessStartInfo("/usr/bin/apt-get", command)
            {
                Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
            })!;
            await apt.WaitForExitAsync();
            if (apt.ExitCode != 0)
            {
                throw new InvalidOperationException($"apt-get {command} ended with {apt.ExitCode}. {Otherwise}");
            }
        }

        return Find() ?? throw new InvalidOperationException($"Chromium was installed and is not on PATH. {Otherwise}");
    }
}
