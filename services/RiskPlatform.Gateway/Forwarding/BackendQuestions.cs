using RiskPlatform.Gateway.Circuits;

namespace RiskPlatform.Gateway.Forwarding;

/// <summary>Calls that the gateway makes for itself: cached reads and the steps of workflows.</summary>
internal static class BackendQuestions
{
    // Cached reads and step results are small; more than this is a backend gone wrong, not an answer to keep in memory.
    private const int BodyBytesMax = 32 * 1024 * 1024;

    /// <summary>Asks through the circuit and reads the whole answer.</summary>
    /// <param name="link">The backend.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="pathAndQuery">The service's own path, with a leading slash.</param>
    /// <param name="timeout">How long the head of the answer may take, and then its body.</param>
    /// <param name="idempotencyKey">Sent along, if there is one.</param>
    /// <param name="cancellationToken">Signalled when the one who asked has gone.</param>
    /// <exception cref="Exception">Of those that <see cref="BackendProblems.IsNoAnswer"/> names: no answer
    /// came.</exception>
    public static async Task<BackendAnswer> AskAsync(
        this BackendLink link,
        HttpMethod method,
        string pathAndQuery,
        TimeSpan timeout,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(link.Address(), pathAndQuery));
        request.Headers.Accept.ParseAdd("application/json");
        request.Options.Set(BackendCall.Key, new BackendCall(timeout, cancellationToken));
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await link.Guarded.SendAsync(request, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await response.Content.LoadIntoBufferAsync(BodyBytesMax, limit.Token);
            return new BackendAnswer(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.ToString(),
                response.Headers.RetryAfter?.ToString(),
                await response.Content.ReadAsByteArrayAsync(limit.Token));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The answer did not end within {timeout.TotalSeconds:0.#} s.", fault);
        }
    }
}
