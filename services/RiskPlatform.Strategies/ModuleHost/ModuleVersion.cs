using System.Diagnostics;
using System.Reflection;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>One version of a module in a load context of its own, unloaded when its last run ends.</summary>
internal sealed class ModuleVersion
{
    private readonly ModuleContext _context;
    private readonly StrategyFactory _factory;

    private ModuleVersion(ModuleContext context, StrategyFactory factory)
    {
        (_context, _factory) = (context, factory);

        // Not before: what a version still has to load while it runs, its context gives until it is unloaded.
        Uses = new UseCount(context.Unload);
    }

    public UseCount Uses { get; }

    public string TypeName => _factory.TypeName;

    public string[] ParameterNames => _factory.ParameterNames;

    /// <summary>Tells whether its context is still in memory, without keeping it there.</summary>
    public WeakReference Watch() => new(_context);

    /// <summary>Loads an assembly.</summary>
    public static Result<ModuleVersion> Load(byte[] image)
    {
        var context = new ModuleContext();
        var loaded = Find(context, image);
        if (!loaded.TryGet(out var factory, out var failure))
        {
            context.Unload();
            return failure;
        }

        return new ModuleVersion(context, factory);
    }

    /// <summary>Runs the strategy over closes; what it throws is a failure.</summary>
    public Result<ModuleRun> Run(ModuleCall call, double[] closes, double[] wealth, CancellationToken stop)
    {
        try
        {
            if (!_factory.Make(call.Parameters).TryGet(out var made, out var failure))
            {
                return failure;
            }

            var strategy = new ModuleStrategy(made, stop);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            var result = CompoundedBacktest.Run(closes, ref strategy, call.Cost, wealth, CancellationToken.None);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return new ModuleRun(result.Trades, result.IsRuined, seconds, allocated);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Failure.CalculationFailed($"it took longer than {call.BudgetMs} ms (Strategies:ModuleBudgetMs).")
                with { Code = "timeBudget" };
        }
        catch (Exception fault)
        {
            // Whatever a module throws is an answer about the module.
            return Threw(fault);
        }
    }

    private static Result<StrategyFactory> Find(ModuleContext context, byte[] image)
    {
        try
        {
            using var stream = new MemoryStream(image, writable: false);
            return StrategyFactory.Find(context.LoadFromStream(stream));
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or TypeLoadException
            or MissingMemberException or InvalidProgramException or ReflectionTypeLoadException)
        {
            return Failure.Malformed($"it cannot be loaded: {Short(fault.Message)}") with { Code = "notAnAssembly" };
        }
        catch (TypeInitializationException fault)
        {
            return Threw(fault.InnerException ?? fault); // By an initialiser.
        }
    }

    private static Failure Threw(Exception fault) =>
        Failure.CalculationFailed($"it threw {fault.GetType().Name}: {Short(fault.Message)}") with
        {
            Code = "moduleThrew",
        };

    private static string Short(string message) => message.Length <= 500 ? message : message[..500];
}
