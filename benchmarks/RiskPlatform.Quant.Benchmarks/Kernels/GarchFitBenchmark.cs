using BenchmarkDotNet.Attributes;
using RiskPlatform.Quant.Benchmarks.SideBySide;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Benchmarks.Kernels;

/// <summary>GARCH(1,1) with a mean, fitted to 1,974 returns.</summary>
/// <remarks>
/// Bound: 40 passes with first and second derivatives, of some 60 vector operations and a logarithm a return: 80,000
/// returns at 50 to 100 cycles, 1 to 2 ms at 3.7 GHz.
/// </remarks>
[MemoryDiagnoser]
public class GarchFitBenchmark
{
    private readonly double[] _returns = Inputs.Returns();

    /// <summary>The whole fit, standard errors included.</summary>
    [Benchmark]
    public GarchFit Fit() => Garch.Fit(_returns);
}
