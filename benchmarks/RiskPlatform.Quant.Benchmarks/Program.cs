using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RiskPlatform.Quant.Benchmarks.SideBySide;

// What each measures, and what it came to: benchmarks/README.md.
return args switch
{
    ["side-by-side", ..] => await Referee.RunAsync(Runs(9), args.Skip(2).ToArray(), Console.Out, Console.Error),
    ["compete", var contest, var inputs, var results] =>
        Competitor.Serve(contest, inputs, results, Console.In, Console.Out),
    ["kernels", .. var rest] => Kernels(rest),
    _ => Help(),
};

int Runs(int otherwise) => args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : otherwise;

static int Kernels(string[] rest)
{
    // In this process: a project of its own for each benchmark would fall under this repository's build rules.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    BenchmarkSwitcher.FromAssembly(typeof(Referee).Assembly).Run(rest, config);
    return 0;
}

static int Help()
{
    Console.Error.Write("Say side-by-side, turns and words of contests; or kernels and BenchmarkDotNet's options.\n");
    return 2;
}
