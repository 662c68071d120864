using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>How contestants exchange numbers: doubles in this machine's order, nothing else in the file.</summary>
internal static class RawDoubles
{
    public static double[] Read(string path) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();

    public static void Write(string path, ReadOnlySpan<double> values) =>
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));
}
