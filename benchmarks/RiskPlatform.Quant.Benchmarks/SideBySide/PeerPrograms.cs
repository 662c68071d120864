using System.ComponentModel;
using System.Diagnostics;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>The peers: builds QuantLib's program, and makes sure that the others can start.</summary>
internal sealed class PeerPrograms
{
    private const string Python = "/usr/bin/python3"; // Debian's own, which has python3-numpy.

    private readonly string _quantLib;

    private PeerPrograms(string quantLib) => _quantLib = quantLib;

    /// <summary>Builds and checks.</summary>
    /// <exception cref="PeerMissingException">A peer or tool is not there.</exception>
    public static async Task<PeerPrograms> PrepareAsync(string directory)
    {
        await TryAsync("util-linux", "taskset", "--version");
        await TryAsync("python3-numpy and python3-scipy", Python, "-c", "import numpy, scipy.special");
        await TryAsync(
            "r-base-core and r-cran-fgarch", "Rscript", "-e", "suppressPackageStartupMessages(library(fGarch))");
        string program = Path.Combine(directory, "quantlib");
        await TryAsync(
            "g++ and libquantlib0-dev",
            "g++", "-O3", "-march=native", "-o", program, Source("quantlib.cpp"), "-lQuantLib");
        return new PeerPrograms(program);
    }

    public Entry QuantLib(string method, string contest) => new($"QuantLib {method}", [_quantLib, contest]);

    public Entry NumPy(string method, string contest) =>
        new($"NumPy {method}", [Python, Source("vectorised.py"), contest]);

    public Entry FGarch() => new("fGarch garchFit", ["Rscript", Source("fgarch.R")]);

    private static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    private static async Task TryAsync(string packages, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }) ?? throw new PeerMissingException($"{program} did not start.");
            var output = process.StandardOutput.ReadToEndAsync();
            string errors = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new PeerMissingException($"{program} failed; it needs {packages}.\n{errors}");
            }
        }
        catch (Win32Exception)
        {
            throw new PeerMissingException($"{program} is not there; install {packages}.");
        }
    }
}

/// <summary>A peer cannot take part: the comparison is not made without it.</summary>
internal sealed class PeerMissingException(string message) : Exception(message);
