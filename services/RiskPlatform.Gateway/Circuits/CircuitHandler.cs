namespace RiskPlatform.Gateway.Circuits;

/// <summary>Sends every call to one backend through its circuit, within the call's time.</summary>
internal sealed class CircuitHandler(Circuit circuit, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = request.Options.TryGetValue(BackendCall.Key, out var told)
            ? told
            : throw new InvalidOperationException("A call to a backend says how long it may take.");

        if (call.IsUpload && !circuit.IsClosed)
        {
            await ProbeAsync(request.RequestUri!, call, cancellationToken);
        }

        return await circuit.SendAsync(
            token => SendInTimeAsync(request, call.Timeout, token), call.ClientLeft, cancellationToken);
    }

    /// <summary>An upload's answer comes after its last byte; the circuit cannot stay half-open for so long.</summary>
    private async Task ProbeAsync(Uri target, BackendCall call, CancellationToken cancellationToken)
    {
        using var probe = new HttpRequestMessage(HttpMethod.Get, new Uri(target, "/alive"));
        using var answer = await circuit.SendAsync(
            token => SendInTimeAsync(probe, ProbeTimeout, token), call.ClientLeft, cancellationToken);
        if (!circuit.IsClosed)
        {
            throw circuit.Refusal();
        }
    }

    private async Task<HttpResponseMessage> SendInTimeAsync(
        HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException fault)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {timeout.TotalSeconds:0.#} s.", fault);
        }
    }
}
