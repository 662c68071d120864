using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using RiskPlatform.Domain;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Strategies.ModuleHost;

namespace RiskPlatform.Strategies.Tests.Modules;

/// <summary>Versions that change under load.</summary>
public sealed class SwapTests
{
    private static readonly double[] Prices = [100, 110, 110];

    private static readonly ModuleCall Call = new(IsLoad: false, new Dictionary<string, double>(), 0.0, 5_000);

    // Method: requests without a pause while the version changes 15 times. Each version holds another position, so a
    // result tells which one made it: a mixture, or a version that was no longer current when the request began, would
    // show.
    [Fact]
    public async Task Swap_UnderLoad_FailsNoRequest_AndEachSeesOneVersion()
    {
        byte[][] versions = [.. Enumerable.Range(1, 5).Select(version => ModuleSource.Compile(
            ModuleSource.Holds(0.1 * version), $"{version}.0.0.0"))];
        await using var service = new ModuleService();
        await service.LoadAsync("mine", versions[0]);
        int swaps = 0; // Counted after a swap: a request that begins later sees that version or a later one.
        using var done = new CancellationTokenSource();

        var clients = Enumerable.Range(0, 4).Select(async _ =>
        {
            int requests = 0;
            while (!done.IsCancellationRequested)
            {
                int before = Volatile.Read(ref swaps);
                var (status, body) = await service.BacktestAsync("mine", Prices);
                int after = Volatile.Read(ref swaps) + 1; // One more may be under way.
                Assert.Equal(HttpStatusCode.OK, status);
                double version = body.Number("totalReturn") / 0.01;
                Assert.Contains(Enumerable.Range(before, after - before + 1), swap =>
                    Math.Abs(version - (swap % versions.Length + 1)) < 1e-9);
                requests++;
            }

            return requests;
        }).ToList();
        double slowest = 0.0;
        long dropped = 0;
        for (int swap = 1; swap <= 15; swap++)
        {
            var (status, body) = await service.LoadAsync("mine", versions[swap % versions.Length]);
            Volatile.Write(ref swaps, swap);
            Assert.Equal(HttpStatusCode.OK, status);
            slowest = Math.Max(slowest, body.Number("swapMicroseconds"));
            dropped += (long)body.Number("requestsDropped");
        }

        await done.CancelAsync();
        int[] requests = await Task.WhenAll(clients);

        Assert.Equal(0, dropped);
        Assert.InRange(slowest, 0.0, 1_000.0);
        Assert.True(requests.Sum() > 100, $"{requests.Sum()} requests");
        var (_, list) = await service.Client.GetJsonAsync("/modules");
        Assert.Equal(0, list[0].Number("requestsDropped"));
    }

    // Method: runs without a pause on three threads while the version changes 300 times. Taking hold of a version is
    // timed, and so is taking hold of one on a shelf that nobody touches, by turns: a thread that the machine takes off
    // its core is late at both; one that waits for swaps is late at the first alone, as often as there are swaps.
    [Fact]
    public void Swap_UnderLoad_HoldsUpNoRun_AndEveryOldVersionIsCollected()
    {
        byte[][] images = [.. Enumerable.Range(1, 4).Select(version => ModuleSource.Compile(
            ModuleSource.Holds(version)))];
        var (shelf, still) = (new ModuleShelf(), new ModuleShelf());
        List<WeakReference> contexts = [PutAndWatch(shelf, images[0])];
        PutAndWatch(still, images[0]);
        using var done = new CancellationTokenSource();
        long runs = 0, late = 0, lateAnyway = 0, failed = 0;

        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            double[] wealth = new double[Prices.Length];
            while (!done.IsCancellationRequested)
            {
                Interlocked.Add(ref late, IsLate(shelf) ? 1 : 0);
                Interlocked.Add(ref lateAnyway, IsLate(still) ? 1 : 0);
                var run = shelf.Run(Call, Prices, wealth, CancellationToken.None);
                Interlocked.Add(ref failed, run is Result<ModuleRun>.Success ? 0 : 1);
                Interlocked.Increment(ref runs);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        for (int swap = 1; swap <= 300; swap++)
        {
            contexts.Add(PutAndWatch(shelf, images[swap % images.Length]));
        }

        done.Cancel();
        Array.ForEach(threads, thread => thread.Join());

        Assert.True(runs > 1_000, $"{runs} runs");
        Assert.Equal(0, failed);
        Assert.Equal(0, shelf.Dropped);
        Assert.True(late <= 2 * lateAnyway + 15, $"{late} of {runs} waited more than 1 ms, {lateAnyway} without swaps");
        Assert.Equal(1, AliveAfterCollection(contexts, expected: 1)); // The current one.
    }

    [Fact]
    public void Swap_WhileARunGoesOn_KeepsItsVersionUntilItEnds_AndNoLonger()
    {
        var shelf = new ModuleShelf();
        var old = PutAndWatch(shelf, ModuleSource.Compile("""
            public sealed class Waits : ICausalStrategy
            {
                // The query is compiled, and what it needs is loaded, after the swap.
                public double Decide(AsOf known)
                {
                    Thread.Sleep(known.Count == 2 ? 500 : 0);
                    return known.Count < 3 ? 1.0 : Late();
                }

                private static double Late() => Enumerable.Range(0, 3).Select(x => (System.Numerics.BigInteger)x)
                    .Aggregate(System.Numerics.BigInteger.Add) == 3 ? 0.25 : 0.0;
            }
            """));
        double[] wealth = new double[4];
        bool isWell = false;
        var running = new Thread(() => isWell =
            shelf.Run(Call, [100, 100, 100, 200], wealth, CancellationToken.None) is Result<ModuleRun>.Success);
        running.Start();
        SpinWait.SpinUntil(() => wealth[0] > 0.0, TimeSpan.FromSeconds(10)); // It is in its second bar.

        PutAndWatch(shelf, ModuleSource.Compile(ModuleSource.Holds(-1.0)));
        int aliveDuring = AliveAfterCollection([old], expected: 1);
        bool wasRunning = running.IsAlive;
        running.Join();

        Assert.True(wasRunning);
        Assert.Equal(1, aliveDuring);
        Assert.True(isWell);
        Assert.Equal(1.25, wealth[3]); // By the old version, to its end.
        Assert.Equal(0, AliveAfterCollection([old], expected: 0));
    }

    [Fact]
    public void Swap_WhoseOldVersionThenFailsARun_CountsItAsDropped()
    {
        var shelf = new ModuleShelf();
        PutAndWatch(shelf, ModuleSource.Compile(ModuleSource.Deciding(
            "if (known.Count == 2) { Thread.Sleep(500); } return known.Count < 3 ? 1.0 : throw new Exception();")));
        double[] wealth = new double[3];
        var running = new Thread(() => shelf.Run(Call, Prices, wealth, CancellationToken.None));
        running.Start();
        SpinWait.SpinUntil(() => wealth[0] > 0.0, TimeSpan.FromSeconds(10)); // It is in its second bar.

        PutAndWatch(shelf, ModuleSource.Compile(ModuleSource.Holds(1.0)));
        long before = shelf.Dropped;
        running.Join();

        Assert.Equal(0, before);
        Assert.Equal(1, shelf.Dropped);
    }

    // Not inlined: a local of the caller would keep what it refers to.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PutAndWatch(ModuleShelf shelf, byte[] image)
    {
        Assert.True(shelf.Put(image).TryGet(out _, out var failure), failure?.Messages[0]);
        return shelf.WatchCurrent();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AliveAfterCollection(List<WeakReference> contexts, int expected)
    {
        for (int round = 0; round < 20 && contexts.Count(context => context.IsAlive) > expected; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return contexts.Count(context => context.IsAlive);
    }

    /// <summary>Whether taking hold of the current version, and leaving it, takes more than a millisecond.</summary>
    private static bool IsLate(ModuleShelf shelf)
    {
        long start = Stopwatch.GetTimestamp();
        shelf.Enter().Uses.Leave();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds > 1.0;
    }
}
