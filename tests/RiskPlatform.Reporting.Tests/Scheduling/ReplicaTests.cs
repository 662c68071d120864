namespace RiskPlatform.Reporting.Tests.Scheduling;

/// <summary>Three replicas as processes on one database: one report a slot, whoever is killed.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const int Interval = 2;
    private readonly ReportingService _reporting = new();

    public Task InitializeAsync() => _reporting.InitializeAsync();

    public Task DisposeAsync() => _reporting.DisposeAsync();

    [Fact]
    public async Task ThreeReplicas_StartedAtOnce_MakeOneReportASlot_AndGoOnWhenOneIsKilled()
    {
        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _reporting.StartAsync(Interval)));
        await _reporting.ReadyAsync(rows: 3);
        var before = await _reporting.SlotsAsync();

        // The one that made the last report is the one that dies.
        var states = await Task.WhenAll(replicas.Select(async replica => (
            Replica: replica,
            Instance: (await ReportingService.ReadAsync<Schedule>(
                await replica.Client.GetAsync(new Uri("/schedule", UriKind.Relative)))).Instance)));
        await states.Single(state => state.Instance == before[^1].Instance).Replica.KillAsync();
        await _reporting.ReadyAsync(rows: before.Count + 4);

        var after = await _reporting.SlotsAsync();
        Assert.Equal(after.Select(row => row.Slot).Distinct(), after.Select(row => row.Slot));
        Assert.All(after, row => Assert.Equal(0, row.Slot.Second % Interval));
        Assert.DoesNotContain(after[(before.Count + 1)..], row => row.Instance == before[^1].Instance);

        // While all lived, no slot was left out either.
        Assert.All(before.Zip(before.Skip(1)), pair =>
            Assert.Equal(TimeSpan.FromSeconds(Interval), pair.Second.Slot - pair.First.Slot));
    }

    [Fact]
    public async Task StoppedForSomeSlots_MakesOneCatchUp_AndMakesNothingUp()
    {
        var only = await _reporting.StartAsync(Interval);
        await _reporting.ReadyAsync(rows: 2);
        await only.KillAsync();
        int before = (await _reporting.SlotsAsync()).Count;
        await Task.Delay(TimeSpan.FromSeconds(4 * Interval));

        await only.RestartAsync();
        await _reporting.ReadyAsync(rows: before + 3);
        var after = (await _reporting.SlotsAsync())[before..];

        Assert.Equal(["catchUp", "schedule", "schedule"], after.Take(3).Select(row => row.Trigger));
        var gap = after[0].Slot - (await _reporting.SlotsAsync())[before - 1].Slot;
        Assert.True(gap >= TimeSpan.FromSeconds(3 * Interval), $"{gap}");
    }

    [Fact]
    public async Task ServicesAreDown_SlotsStayEmpty_AndReportsComeAgainAfterwards()
    {
        _reporting.Others.Risk = null;
        var only = await _reporting.StartAsync(Interval);
        await Task.Delay(TimeSpan.FromSeconds(2 * Interval));
        Assert.Empty(await _reporting.SlotsAsync());

        _reporting.Others.Risk = ServicesStub.Book((Domain.Currency.Of("KES"), 100m));
        await _reporting.ReadyAsync(rows: 1);
        Assert.True(only.ProcessId > 0);
    }

    private sealed record Schedule(string Instance);
}
