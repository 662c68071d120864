using System.Net;
using Microsoft.AspNetCore.Http;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Circuits;

/// <summary>Every state of a circuit, with a backend that really fails. Each test has a gateway of its own.</summary>
public sealed class CircuitTests : IAsyncLifetime
{
    private const string Path = "/api/market-data/anything";
    private readonly GatewayService _gateway = new();

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Open_AnswersAtOnce_WithRetryAfter_AndTheBackendIsLeftAlone()
    {
        await OpenAsync();
        _gateway.MarketData.Forget();
        using var response = await _gateway.GetAsync(Path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 1);
        await GatewayService.ProblemAsync(response);
        Assert.Empty(_gateway.MarketData.Requests);
        var circuit = await CircuitAsync();
        Assert.Equal((CircuitState.Open, 1), (circuit.State, circuit.RetryAfterSeconds));
        Assert.NotNull(circuit.OpenedAt);

        // The others are not touched by it.
        using var other = await _gateway.GetAsync("/api/reporting/reports");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task HalfOpen_ParallelCalls_SendExactlyOneProbe_AndItsSuccessCloses()
    {
        await OpenAsync();
        var go = new TaskCompletionSource();
        _gateway.MarketData.Answer = async context =>
        {
            await go.Task;
            await BackendStub.EchoAsync(context);
        };
        _gateway.MarketData.Forget();
        await Task.Delay(1100);
        var calls = Enumerable.Range(0, 20).Select(_ => _gateway.GetAsync(Path)).ToList();
        await GatewayService.UntilAsync(() => Task.FromResult(calls.Count(call => call.IsCompleted) == 19));

        Assert.Single(_gateway.MarketData.Requests);
        Assert.Equal(CircuitState.HalfOpen, (await CircuitAsync()).State);
        go.SetResult();
        var answers = await Task.WhenAll(calls);
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable
            && answer.Headers.RetryAfter is not null));

        Assert.Equal((CircuitState.Closed, 0), ((await CircuitAsync()).State, (await CircuitAsync()).Failures));
        var free = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _gateway.GetAsync(Path)));
        Assert.All(free, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(6, _gateway.MarketData.Requests.Count);
    }

    [Fact]
    public async Task HalfOpen_FailedProbe_OpensAgain()
    {
        await OpenAsync();
        await Task.Delay(1100);
        _gateway.MarketData.Forget();
        using var probe = await _gateway.GetAsync(Path);
        using var next = await _gateway.GetAsync(Path);

        Assert.Equal(HttpStatusCode.InternalServerError, probe.StatusCode); // The service's own answer.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, next.StatusCode);
        Assert.Single(_gateway.MarketData.Requests);
        Assert.Equal(CircuitState.Open, (await CircuitAsync()).State);
    }

    [Fact]
    public async Task BackendGone_OpensTheCircuit_AndItsReturnClosesIt()
    {
        await _gateway.MarketData.GoAsync();
        for (int i = 0; i < 5; i++)
        {
            using var refused = await _gateway.GetAsync(Path);
            Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
            await GatewayService.ProblemAsync(refused);
        }

        Assert.Equal(CircuitState.Open, (await CircuitAsync()).State);
        var aggregate = await _gateway.ReadAsync<AggregateResponse>("/api/aggregate");
        Assert.Equal(BackendHealth.Offline, aggregate.Services.Single(service => service.Name == "market-data").Status);
        Assert.Equal(aggregate.Total - 1, aggregate.Online);

        await _gateway.MarketData.ComeBackAsync();
        await GatewayService.UntilAsync(async () =>
        {
            using var response = await _gateway.GetAsync(Path);
            return response.StatusCode == HttpStatusCode.OK;
        });
        Assert.Equal(CircuitState.Closed, (await CircuitAsync()).State);
        await GatewayService.UntilAsync(async () => await LogsAsync() is [.., var last]
            && last.Contains("circuit of market-data is closed", StringComparison.Ordinal));
        Assert.Contains("circuit of market-data is open", await LogsAsync());
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound)]
    [InlineData(StatusCodes.Status422UnprocessableEntity)]
    [InlineData(StatusCodes.Status424FailedDependency)]
    public async Task AnswersThatBlameTheCaller_LeaveTheCircuitClosed(int status)
    {
        _gateway.MarketData.Answer = BackendStub.Status(status);
        for (int i = 0; i < 20; i++)
        {
            using var response = await _gateway.GetAsync(Path);
            Assert.Equal(status, (int)response.StatusCode);
        }

        Assert.Equal(CircuitState.Closed, (await CircuitAsync()).State);
    }

    private async Task OpenAsync()
    {
        _gateway.MarketData.Answer = BackendStub.Status(StatusCodes.Status500InternalServerError);
        for (int i = 0; i < 5; i++)
        {
            using var response = await _gateway.GetAsync(Path);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        Assert.Equal(CircuitState.Open, (await CircuitAsync()).State);
    }

    private async Task<CircuitStatus> CircuitAsync() =>
        (await _gateway.ReadAsync<CircuitsResponse>("/api/circuit/status")).Circuits
            .Single(circuit => circuit.Backend == "market-data");

    private async Task<List<string>> LogsAsync()
    {
        await using var command = _gateway.Database.CreateCommand("SELECT message FROM system_logs ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
