namespace RiskPlatform.Strategies.Modules;

/// <summary>Whether modules may be loaded, and what one may take. Section <c>Strategies</c>.</summary>
public sealed class ModuleOptions
{
    /// <summary>Whether modules may be loaded and removed. Whoever may load one may run anything.</summary>
    public bool AllowModules { get; set; }

    /// <summary>Bytes of an assembly at most.</summary>
    public int ModuleBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Modules at most; each is a process.</summary>
    public int ModulesMax { get; set; } = 8;

    /// <summary>How long a module may take to load, in milliseconds: reading, compiling, its initialisers.</summary>
    public int ModuleLoadMs { get; set; } = 10_000;

    /// <summary>How long one backtest on a module may take, in milliseconds.</summary>
    public int ModuleBudgetMs { get; set; } = 5_000;

    /// <summary>Memory of one module's process, in MiB; one that wants more gets an OutOfMemoryException.</summary>
    public int ModuleMemoryMb { get; set; } = 256;

    /// <summary>Backtests on one module at a time. One of a million bars needs some 40 MiB of its memory.</summary>
    public int ModuleParallelism { get; set; } = Math.Clamp(Environment.ProcessorCount - 1, 1, 4);

    /// <summary>Backtests that may wait for one module; one more is told to come back.</summary>
    public int ModuleQueueLength { get; set; } = 64;
}
