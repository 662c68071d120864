using RiskPlatform.Contracts.Strategies;
using RiskPlatform.Domain;
using RiskPlatform.Strategies.ModuleHost;

namespace RiskPlatform.Strategies.Modules;

/// <summary>One module by name: its process, and what is known of its current version.</summary>
internal sealed class StrategyModule : IDisposable
{
    private readonly string _name;
    private readonly ModuleOptions _options;
    private readonly ModuleProcess _process;
    private readonly SemaphoreSlim _turns;
    private readonly UseCount _uses;
    private ModuleResponse _state;
    private long _dropped;
    private int _waiting;

    private StrategyModule(string name, ModuleOptions options, ModuleProcess process)
    {
        (_name, _options, _process) = (name, options, process);
        _turns = new SemaphoreSlim(options.ModuleParallelism);
        _uses = new UseCount(Dispose);
        _state = new ModuleResponse(name, "", 0.0, 0, "", [], ModuleState.Running, null);
    }

    public bool IsStopped => _process.Stopped is not null;

    public int ProcessId => _process.Id;

    /// <summary>What is told of it.</summary>
    public ModuleResponse State
    {
        get
        {
            var state = Volatile.Read(ref _state) with { RequestsDropped = Interlocked.Read(ref _dropped) };
            return _uses.IsRetired ? state with { State = ModuleState.Removed }
                : _process.Stopped is { } reason ? state with { State = ModuleState.Stopped, Reason = reason }
                : state;
        }
    }

    /// <summary>Starts a process, and loads a first version in it.</summary>
    public static async Task<Result<StrategyModule>> StartAsync(
        string name,
        ModuleAssembly assembly,
        ModuleOptions options,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var started = await ModuleProcess.StartAsync(options, logger, cancellationToken);
        if (!started.TryGet(out var process, out var failure))
        {
            return failure;
        }

        var module = new StrategyModule(name, options, process);
        bool isLoaded = false;
        try
        {
            var loaded = await module.LoadAsync(assembly, cancellationToken);
            isLoaded = loaded.TryGet(out _, out failure);
            return isLoaded ? module : failure!;
        }
        finally
        {
            if (!isLoaded)
            {
                module.Dispose();
            }
        }
    }

    /// <summary>Puts a version in the place of the one before, while that one's runs go on. One at a time.</summary>
    public async Task<Result<ModuleResponse>> LoadAsync(ModuleAssembly assembly, CancellationToken cancellationToken)
    {
        // Not cancelled half-way: a version that is current in the process has to be known here.
        cancellationToken.ThrowIfCancellationRequested();
        var patience = TimeSpan.FromMilliseconds(_options.ModuleLoadMs);
        var asked = await _process.AskAsync(ModuleCall.Load, assembly.Image, 0, patience, CancellationToken.None);
        return Named(asked).Then<ModuleResponse>(answer =>
        {
            if (answer.Reply.Facts is not { } facts)
            {
                return BrokenForm();
            }

            Volatile.Write(ref _state, new ModuleResponse(
                _name, assembly.Version, facts.SwapMicroseconds, 0, facts.TypeName, facts.ParameterNames,
                ModuleState.Running, null));
            return State;
        });
    }

    /// <summary>Runs it over closes. It takes its turn, and no longer than its time.</summary>
    /// <returns>The run with the wealth after each bar.</returns>
    public async Task<Result<(ModuleRun Run, double[] Wealth)>> RunAsync(
        IReadOnlyDictionary<string, double> parameters,
        double cost,
        double[] closes,
        CancellationToken cancellationToken)
    {
        if (!_uses.TryEnter())
        {
            return Failure.NotFound($"Module {_name} has just been removed.");
        }

        try
        {
            return await TakeTurnAsync(
                new ModuleCall(IsLoad: false, parameters, cost, _options.ModuleBudgetMs), closes, cancellationToken);
        }
        finally
        {
            _uses.Leave();
        }
    }

    /// <summary>Takes no more runs; its process ends with the last one.</summary>
    public void Retire() => _uses.Retire();

    /// <summary>Ends its process.</summary>
    public void Dispose()
    {
        _process.Dispose();
        _turns.Dispose();
    }

    private async Task<Result<(ModuleRun Run, double[] Wealth)>> TakeTurnAsync(
        ModuleCall call, double[] closes, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > _options.ModuleQueueLength + _options.ModuleParallelism)
        {
            Interlocked.Decrement(ref _waiting);
            return Failure.Unavailable($"{_options.ModuleQueueLength} backtests wait for module {_name} already.");
        }

        try
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await RunAsync(call, closes, cancellationToken);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<Result<(ModuleRun Run, double[] Wealth)>> RunAsync(
        ModuleCall call, double[] closes, CancellationToken cancellationToken)
    {
        if (_process.Stopped is { } reason)
        {
            return Failure.CalculationFailed($"Module {_name}: {reason}; load it again, or delete it.") with
            {
                Code = "moduleStopped",
            };
        }

        byte[] tail = ModuleFrames.ToBytes(closes);
        var patience = TimeSpan.FromMilliseconds(call.BudgetMs);
        var asked = await _process.AskAsync(call, tail, tail.Length, patience, cancellationToken);
        return Named(asked).Then<(ModuleRun, double[])>(answer =>
            answer.Reply.Run is { } run && answer.Tail.Length == tail.Length
                ? (run, ModuleFrames.ToDoubles(answer.Tail))
                : BrokenForm());
    }

    /// <summary>The answer, or its failure in the module's name.</summary>
    private Result<(ModuleReply Reply, byte[] Tail)> Named(Result<(ModuleReply Reply, byte[] Tail)> asked)
    {
        if (!asked.TryGet(out var answer, out var failure))
        {
            return InItsName(failure);
        }

        Interlocked.Exchange(ref _dropped, answer.Reply.Dropped);
        return answer.Reply.Failure is { } told ? InItsName(told) : answer;
    }

    private Failure InItsName(Failure failure) =>
        failure with { Messages = [.. failure.Messages.Select(message => $"Module {_name}: {message}")] };

    private Failure BrokenForm() => Failure.CalculationFailed($"Module {_name}: its process broke the agreed form.")
        with { Code = "moduleStopped" };
}
