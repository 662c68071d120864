using BenchmarkDotNet.Attributes;
using RiskPlatform.Quant.Benchmarks.SideBySide;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Quant.Benchmarks.Kernels;

/// <summary>Paths of a price over 250 days.</summary>
/// <remarks>
/// Bound, a step in vectors of eight: ten Philox rounds for two numbers 2.5 cycles, the inverse normal 5 (a seventh of
/// the numbers go through a logarithm and a root as well), the exponential and its product 2: 10 cycles, 2.6 ns at
/// 3.7 GHz.
/// </remarks>
[MemoryDiagnoser]
public class GbmPathsBenchmark
{
    private readonly GeometricBrownianMotion _model = new(Inputs.Gbm[0], Inputs.Gbm[1], Inputs.Gbm[2]);
    private double[] _prices = [];

    /// <summary>Paths a call.</summary>
    [Params(512, 4096)]
    public int Paths { get; set; }

    /// <summary>Makes room.</summary>
    [GlobalSetup]
    public void Prepare() => _prices = new double[250 * Paths];

    /// <summary>All steps of all paths.</summary>
    [Benchmark]
    public double Fill()
    {
        _model.FillPaths(years: 1.0, steps: 250, seed: 42, firstPath: 0, _prices);
        return _prices[^1];
    }
}
