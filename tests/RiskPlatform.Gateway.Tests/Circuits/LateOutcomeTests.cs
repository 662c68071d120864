using System.Net;
using Microsoft.Extensions.Time.Testing;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Circuits;

namespace RiskPlatform.Gateway.Tests.Circuits;

/// <summary>
/// Calls that began before the circuit opened and end while the probe is under way, or after it: they say nothing of
/// the backend as it is now.
/// </summary>
public sealed class LateOutcomeTests
{
    private const int MinimumCalls = 3;

    private readonly FakeTimeProvider _time = new();
    private readonly Circuit _circuit;

    public LateOutcomeTests()
    {
        var options = new CircuitOptions { MinimumCalls = MinimumCalls };
        _circuit = new Circuit("pricing", options, _time, (_, _) => { });
    }

    [Fact]
    public async Task OldCallIsGivenUp_WhileTheProbeIsUnderWay_TheCircuitStaysHalfOpen()
    {
        using var leaving = new CancellationTokenSource();
        var old = _circuit.SendAsync(NeverAsync, leaving.Token, leaving.Token);
        await OpenAsync();
        var (probe, answered) = StartProbe();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => old);
        Assert.Equal(CircuitState.HalfOpen, _circuit.Status.State);
        answered.SetResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        using var answer = await probe;
        Assert.Equal(CircuitState.Open, _circuit.Status.State);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task OldCallIsAnswered_WhileTheProbeIsUnderWay_TheCircuitStaysHalfOpen(HttpStatusCode status)
    {
        var oldAnswered = new TaskCompletionSource<HttpResponseMessage>();
        var old = _circuit.SendAsync(_ => oldAnswered.Task, default, default);
        await OpenAsync();
        var (probe, answered) = StartProbe();

        oldAnswered.SetResult(new HttpResponseMessage(status));
        using var late = await old;
        Assert.Equal(status, late.StatusCode); // Its caller gets it all the same.
        Assert.Equal(CircuitState.HalfOpen, _circuit.Status.State);
        answered.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        using var answer = await probe;
        Assert.Equal(CircuitState.Closed, _circuit.Status.State);
    }

    [Fact]
    public async Task OldCallsFail_AfterTheProbeSucceeded_TheCircuitStaysClosed()
    {
        var lost = new TaskCompletionSource<HttpResponseMessage>();
        var old = Enumerable.Range(0, 2 * MinimumCalls)
            .Select(_ => _circuit.SendAsync(_ => lost.Task, default, default)).ToList();
        await OpenAsync();
        var (probe, answered) = StartProbe();
        answered.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        using var answer = await probe;

        lost.SetException(new TimeoutException());
        foreach (var call in old)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => call);
        }

        Assert.Equal((CircuitState.Closed, 0), (_circuit.Status.State, _circuit.Status.Failures));
        await FailAsync(); // Calls of now count, as ever.
        Assert.Equal(CircuitState.Open, _circuit.Status.State);
    }

    private static async Task<HttpResponseMessage> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null!;
    }

    private async Task OpenAsync()
    {
        await FailAsync();
        Assert.Equal(CircuitState.Open, _circuit.Status.State);
        _time.Advance(TimeSpan.FromSeconds(new CircuitOptions().BreakSeconds));
    }

    private async Task FailAsync()
    {
        for (int i = 0; i < MinimumCalls; i++)
        {
            using var answer = await _circuit.SendAsync(
                _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError)), default, default);
        }
    }

    private (Task<HttpResponseMessage> Probe, TaskCompletionSource<HttpResponseMessage> Answered) StartProbe()
    {
        var answered = new TaskCompletionSource<HttpResponseMessage>();
        var probe = _circuit.SendAsync(_ => answered.Task, default, default);
        Assert.Equal(CircuitState.HalfOpen, _circuit.Status.State);
        return (probe, answered);
    }
}
