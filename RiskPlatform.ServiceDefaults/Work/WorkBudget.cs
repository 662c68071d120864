using System.Globalization;
using Microsoft.Extensions.Options;
using RiskPlatform.Domain;

namespace RiskPlatform.ServiceDefaults.Work;

/// <summary>
/// Admits computations: refuses what costs too much, does what costs little at once, and runs the rest a few at a
/// time on threads of their own, so that a small request never waits behind a big one.
/// </summary>
/// <param name="options">The limits.</param>
public sealed class WorkBudget(IOptions<WorkOptions> options) : IDisposable
{
    private readonly WorkOptions _options = options.Value;
    private readonly SemaphoreSlim _turns = new(options.Value.Parallelism);
    private int _waiting;

    /// <summary>Runs a computation, or says why not.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="cost">Its estimate.</param>
    /// <param name="compute">The computation; it looks at its token at least every 50 ms.</param>
    /// <param name="cancellationToken">Stops it: the one who asked has gone.</param>
    /// <returns>The computation's own result; TooLarge above the limit; Unavailable when too many wait.</returns>
    /// <exception cref="OperationCanceledException">The token was signalled.</exception>
    public async Task<Result<T>> RunAsync<T>(
        WorkCost cost, Func<CancellationToken, Result<T>> compute, CancellationToken cancellationToken)
    {
        if (!(cost.CoreMilliseconds <= _options.LimitMs))
        {
            return TooLarge(cost);
        }

        if (cost.CoreMilliseconds <= _options.InlineMs)
        {
            return compute(cancellationToken);
        }

        if (Interlocked.Increment(ref _waiting) > _options.QueueLength)
        {
            Interlocked.Decrement(ref _waiting);
            return Failure.Unavailable($"{_options.QueueLength} computations wait already; come back shortly.");
        }

        try
        {
            await _turns.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            // A thread of its own: the pool's threads serve requests.
            return await Task.Factory.StartNew(
                () => compute(cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private Failure TooLarge(WorkCost cost) => Failure.TooLarge(string.Create(
        CultureInfo.InvariantCulture,
        $"{cost.Units:0} {cost.Unit} would take about {cost.CoreMilliseconds:0} ms of one core; a request may take {
            _options.LimitMs:0} ms (Work:LimitMs).")) with
    {
        Code = "workLimit",
    };
}
