using System.Diagnostics;
using RiskPlatform.Domain;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>The current version of a module. Putting another there waits for no run, and no run waits for it.</summary>
internal sealed class ModuleShelf
{
    private ModuleVersion? _current;
    private long _dropped;

    /// <summary>Loads a version and makes it the current one; the one before ends with its last run.</summary>
    public Result<ModuleFacts> Put(byte[] image)
    {
        if (!ModuleVersion.Load(image).TryGet(out var next, out var failure))
        {
            return failure;
        }

        long start = Stopwatch.GetTimestamp();
        var last = Interlocked.Exchange(ref _current, next);
        double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        last?.Uses.Retire();
        return new ModuleFacts(next.TypeName, next.ParameterNames, microseconds);
    }

    /// <summary>Runs on the version that is current now.</summary>
    public Result<ModuleRun> Run(ModuleCall call, double[] closes, double[] wealth, CancellationToken stop)
    {
        var version = Enter();
        try
        {
            var run = version.Run(call, closes, wealth, stop);
            if (version.Uses.IsRetired && run is Result<ModuleRun>.Failed { Failure.Code: "moduleThrew" })
            {
                Interlocked.Increment(ref _dropped);
            }

            return run;
        }
        finally
        {
            version.Uses.Leave();
        }
    }

    /// <summary>Runs that failed on a version which was being swapped out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Tells whether the current version's context is still in memory, without keeping it there.</summary>
    internal WeakReference WatchCurrent() => Volatile.Read(ref _current)!.Watch();

    /// <summary>Takes hold of the current version, so that it stays while it is used.</summary>
    internal ModuleVersion Enter()
    {
        while (true)
        {
            var current = Volatile.Read(ref _current)
                ?? throw new InvalidOperationException("A module runs before it is loaded.");
            if (current.Uses.TryEnter())
            {
                return current;
            }

            // Swapped out between the two lines above: the next one is there already.
        }
    }
}
