using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using RiskPlatform.Contracts.Strategies;
using RiskPlatform.Domain;
using RiskPlatform.Strategies.Backtests;

namespace RiskPlatform.Strategies.Modules;

/// <summary>The modules of this replica. They are gone when it ends: whoever loaded them loads them again.</summary>
internal sealed partial class StrategyModules(IOptions<ModuleOptions> options, ILogger<StrategyModules> logger)
    : IDisposable
{
    private readonly ModuleOptions _options = options.Value;
    private readonly ConcurrentDictionary<string, StrategyModule> _modules = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changes = new(1);

    public IReadOnlyList<ModuleResponse> All =>
        [.. _modules.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Value.State)];

    public StrategyModule? Find(string name) => _modules.GetValueOrDefault(name);

    /// <summary>Loads a module, or swaps its version while backtests run on the one before.</summary>
    public async Task<Result<ModuleResponse>> LoadAsync(
        string name, Stream body, long? length, CancellationToken cancellationToken)
    {
        if ((NotAllowed() ?? NameFault(name)) is { } refused)
        {
            return refused;
        }

        if (!(await ReadAsync(body, length, cancellationToken)).TryGet(out byte[]? image, out var failure)
            || !ModuleAssembly.Read(image).TryGet(out var assembly, out failure))
        {
            return failure;
        }

        await _changes.WaitAsync(cancellationToken);
        try
        {
            return Find(name) is { IsStopped: false } running
                ? await SwapAsync(name, assembly, running, cancellationToken)
                : await StartAsync(name, assembly, Find(name), cancellationToken);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Removes a module; backtests that run on it end first.</summary>
    public async Task<Result<ModuleResponse>> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (NotAllowed() is { } refused)
        {
            return refused;
        }

        await _changes.WaitAsync(cancellationToken);
        try
        {
            if (!_modules.TryRemove(name, out var removed))
            {
                return Failure.NotFound($"There is no module '{name}'.");
            }

            removed.Retire();
            return removed.State;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var module in _modules.Values)
        {
            module.Dispose();
        }

        _changes.Dispose();
    }

    /// <summary>Loads a version in a process of its own first: one that hangs or crashes there never comes near the
    /// version that runs.</summary>
    private async Task<Result<ModuleResponse>> SwapAsync(
        string name, ModuleAssembly assembly, StrategyModule running, CancellationToken cancellationToken)
    {
        var tried = await StrategyModule.StartAsync(name, assembly, _options, logger, cancellationToken);
        if (!tried.TryGet(out var trial, out var failure))
        {
            return failure;
        }

        trial.Dispose();
        return await running.LoadAsync(assembly, cancellationToken);
    }

    private async Task<Result<ModuleResponse>> StartAsync(
        string name, ModuleAssembly assembly, StrategyModule? stopped, CancellationToken cancellationToken)
    {
        if (stopped is null && _modules.Count >= _options.ModulesMax)
        {
            return Failure.Conflict(
                $"There are {_modules.Count} modules already (Strategies:ModulesMax); delete one.") with
            {
                Code = "modulesMax",
            };
        }

        var started = await StrategyModule.StartAsync(name, assembly, _options, logger, cancellationToken);
        return started.Then<ModuleResponse>(module =>
        {
            _modules[name] = module;
            stopped?.Retire();
            return module.State;
        });
    }

    private async Task<Result<byte[]>> ReadAsync(Stream body, long? length, CancellationToken cancellationToken)
    {
        int max = _options.ModuleBytesMax;
        byte[] buffer = new byte[Math.Min(length ?? max, max) + 1]; // One more, to see that there is more.
        int read = length > max ? buffer.Length : await body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read > max
            ? Failure.TooLarge($"The assembly has more than {max} bytes (Strategies:ModuleBytesMax).")
            : buffer[..read];
    }

    private Failure? NotAllowed() => _options.AllowModules
        ? null
        : Failure.Forbidden("Modules are not loaded or removed here: Strategies:AllowModules is false.") with
        {
            Code = "modulesOff",
        };

    private static Failure? NameFault(string name) =>
        !NameForm().IsMatch(name)
            ? Failure.Invalid($"'{name}' is no name: a letter, then up to 63 letters, digits, '-' or '_'.")
            : name == StrategyRuns.Crossover
                ? Failure.Conflict($"{name} is built in; take another name.")
                : null;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex NameForm();
}
