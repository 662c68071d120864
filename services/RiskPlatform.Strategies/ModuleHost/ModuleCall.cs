using RiskPlatform.Domain;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>What a module's process is asked for. An assembly or closing prices follow it.</summary>
/// <param name="IsLoad">Load the assembly, or run over the prices.</param>
/// <param name="Parameters">Numbers for the strategy, by name.</param>
/// <param name="Cost">A share of what is traded, 0 to below 1.</param>
/// <param name="BudgetMs">How long a run may take.</param>
internal sealed record ModuleCall(
    bool IsLoad, IReadOnlyDictionary<string, double> Parameters, double Cost, int BudgetMs)
{
    public static ModuleCall Load { get; } = new(IsLoad: true, new Dictionary<string, double>(), 0.0, 0);
}

/// <summary>What it answers; wealth after each bar follows a run. One of the three has a value.</summary>
/// <param name="Facts">Of a version that was loaded.</param>
/// <param name="Run">Of a run that ended well.</param>
/// <param name="Failure">Why there is neither.</param>
/// <param name="Dropped">Runs that failed while their version was being swapped out.</param>
internal sealed record ModuleReply(ModuleFacts? Facts, ModuleRun? Run, Failure? Failure, long Dropped);

/// <summary>A loaded version.</summary>
internal sealed record ModuleFacts(string TypeName, string[] ParameterNames, double SwapMicroseconds);

/// <summary>A finished run.</summary>
internal sealed record ModuleRun(long Trades, bool IsRuined, double Seconds, long BytesAllocated);
