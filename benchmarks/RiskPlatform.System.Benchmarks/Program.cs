using System.Globalization;
using RiskPlatform.System.Benchmarks.Bulk;
using RiskPlatform.System.Benchmarks.MonteCarlo;
using RiskPlatform.System.Benchmarks.Pricing;
using RiskPlatform.System.Benchmarks.Search;
using RiskPlatform.System.Benchmarks.StartUp;

// What each measures, and what it came to: benchmarks/README.md.
return args switch
{
    ["start-up", ..] => await StartUpBenchmark.RunAsync(Runs(5), Console.Out),
    ["bulk", ..] => await BulkBenchmark.RunAsync(Runs(3), rows: 1_000_000, Console.Out),
    ["memory", ..] => await BulkBenchmark.MemoryAsync(rows: 10_000_000, Console.Out),
    ["price", ..] => await RequestRateBenchmark.RunAsync(Runs(3), Console.Out),
    ["batch", ..] => await BatchBenchmark.RunAsync(Runs(5), rows: 1_000_000, Console.Out),
    ["search", ..] => await SearchBenchmark.RunAsync(Runs(5), Console.Out),
    ["monte-carlo", ..] => await MonteCarloBenchmark.RunAsync(Runs(9), Console.Out),
    ["bare-echo", var port] => await BareEcho.RunAsync(int.Parse(port, CultureInfo.InvariantCulture)),
    _ => Help(),
};

int Runs(int otherwise) => args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : otherwise;

static int Help()
{
    Console.Error.Write("Say start-up, bulk, memory, price, batch, search or monte-carlo, and how many runs.\n");
    return 2;
}
