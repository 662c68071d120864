using BenchmarkDotNet.Attributes;
using RiskPlatform.Quant.Benchmarks.SideBySide;

namespace RiskPlatform.Quant.Benchmarks.Kernels;

/// <summary>Price and five Greeks of a column of options.</summary>
/// <remarks>
/// Bound: some 300 vector operations for eight options, of which a 512-bit core starts one a cycle, and five divisions
/// or roots of 10 to 18 cycles: 45 cycles an option, 12 ns at 3.7 GHz. Memory, 100 bytes an option, is not the limit.
/// </remarks>
[MemoryDiagnoser]
public class OptionPricingBenchmark
{
    private OptionBook _book = new([]);
    private double[] _results = [];

    /// <summary>Options in the column.</summary>
    [Params(1_000, 100_000)]
    public int Count { get; set; }

    /// <summary>Makes the options.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _book = new OptionBook(Inputs.Options(Count));
        _results = new double[6 * Count];
    }

    /// <summary>By columns.</summary>
    [Benchmark]
    public double Batch()
    {
        _book.PriceAndGreeks(_results);
        return _results[0];
    }

    /// <summary>One option a call: what the batch is compared with.</summary>
    [Benchmark(Baseline = true)]
    public double OneByOne() => _book.PriceAndGreeksOneByOne(_results);
}
