using Microsoft.Extensions.Options;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class WorkBudgetTests
{
    private static readonly WorkCost Small = new("steps", 1.0, 1.0);
    private static readonly WorkCost Big = new("steps", 1e6, 1_000.0);

    [Fact]
    public async Task OverTheLimit_IsTooLarge_NamesTheLimit_AndNeverStarts()
    {
        using var budget = Budget(new WorkOptions { LimitMs = 500.0 });
        var result = await budget.RunAsync<int>(Big, _ => throw new InvalidOperationException("started"), default);

        Assert.False(result.TryGet(out _, out var failure));
        Assert.Equal((FailureReason.TooLarge, "workLimit"), (failure!.Reason, failure.Code));
        Assert.Equal(
            "1000000 steps would take about 1000 ms of one core; a request may take 500 ms (Work:LimitMs).",
            failure.Messages.Single());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task CostThatIsNoNumber_IsTooLarge(double units)
    {
        using var budget = Budget(new WorkOptions());
        var result = await budget.RunAsync<int>(new WorkCost("steps", units, 1.0), _ => 1, default);

        Assert.False(result.TryGet(out _, out _));
    }

    [Fact]
    public async Task Small_RunsOnTheCallersThread()
    {
        using var budget = Budget(new WorkOptions());
        int caller = Environment.CurrentManagedThreadId;
        var result = await budget.RunAsync<int>(Small, _ => Environment.CurrentManagedThreadId, default);

        Assert.True(result.TryGet(out int thread, out _));
        Assert.Equal(caller, thread);
    }

    [Fact]
    public async Task Big_RunAFewAtATime_OffThePool_AndSmallOnesDoNotWait()
    {
        using var budget = Budget(new WorkOptions { Parallelism = 2 });
        using var go = new ManualResetEventSlim();
        int running = 0;
        int most = 0;
        var calls = Enumerable.Range(0, 6).Select(_ => budget.RunAsync<bool>(
            Big,
            token =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                go.Wait(token);
                Interlocked.Decrement(ref running);
                return Thread.CurrentThread.IsThreadPoolThread;
            },
            default)).ToList();
        while (Volatile.Read(ref running) < 2)
        {
            await Task.Delay(1);
        }

        var small = await budget.RunAsync<int>(Small, _ => 1, default);
        Assert.True(small.TryGet(out _, out _));
        go.Set();
        foreach (var result in await Task.WhenAll(calls))
        {
            Assert.True(result.TryGet(out bool isPool, out _));
            Assert.False(isPool);
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task MoreThanTheQueueHolds_IsUnavailable_AndATurnFreesAfterAFaultAndACancellation()
    {
        using var budget = Budget(new WorkOptions { Parallelism = 1, QueueLength = 1 });
        using var gone = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var first = budget.RunAsync<int>(
            Big,
            token =>
            {
                started.SetResult();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            gone.Token);
        await started.Task;
        var second = budget.RunAsync<int>(Big, _ => throw new InvalidOperationException("a bug"), default);
        var third = await budget.RunAsync<int>(Big, _ => 3, default);

        Assert.False(third.TryGet(out _, out var failure));
        Assert.Equal(FailureReason.Unavailable, failure!.Reason);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        var last = await budget.RunAsync<int>(Big, _ => 4, default);
        Assert.True(last.TryGet(out int four, out _));
        Assert.Equal(4, four);
    }

    private static WorkBudget Budget(WorkOptions options) => new(Options.Create(options));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
