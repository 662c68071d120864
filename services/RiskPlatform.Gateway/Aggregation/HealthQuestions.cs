using System.Text.Json;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Forwarding;

namespace RiskPlatform.Gateway.Aggregation;

/// <summary>Asks backends how they are.</summary>
internal sealed class HealthQuestions(BackendLinks links, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks all at once. The slowest costs two seconds at most.</summary>
    public async Task<AggregateResponse> AskAllAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var services = await Task.WhenAll(links.All.Select(link => AskAsync(link, cancellationToken)));
        return new AggregateResponse(
            services,
            services.Count(service => service.Status == BackendHealth.Online),
            services.Length,
            time.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task<ServiceStatus> AskAsync(BackendLink link, CancellationToken cancellationToken)
    {
        var address = link.Address();
        long start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health"));
            using var response = await link.Direct.SendAsync(request, either.Token);
            string body = await response.Content.ReadAsStringAsync(either.Token);
            var (health, detail) = Read(response, body);
            return Row(link, address, health, time.GetElapsedTime(start), detail);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Row(
                link, address, BackendHealth.Offline, latency: null, $"No answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            string detail = BackendProblems.Reason(fault);
            return Row(link, address, BackendHealth.Offline, latency: null, $"No answer: {detail}.");
        }
    }

    private static ServiceStatus Row(
        BackendLink link, Uri address, BackendHealth health, TimeSpan? latency, string? detail) =>
        new(
            link.Backend.Name,
            link.Backend.Role,
            link.Backend.Aliases,
            address.Port,
            health,
            latency?.TotalMilliseconds,
            detail);

    /// <summary>
    /// Reads <c>{ "status": "Degraded", "checks": { "redis": { "status": "Degraded", "description": "…" } } }</c>.
    /// </summary>
    private static (BackendHealth Health, string? Detail) Read(HttpResponseMessage response, string body)
    {
        HealthAnswer? answer;
        try
        {
            answer = JsonSerializer.Deserialize<HealthAnswer>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            answer = null; // It answers, but not as a service of ours.
        }

        if (response.IsSuccessStatusCode && answer?.Status == "Healthy")
        {
            return (BackendHealth.Online, null);
        }

        string checks = string.Join("; ", (answer?.Checks ?? []).Where(check => check.Value.Status != "Healthy")
            .Select(check => $"{check.Key}: {check.Value.Description ?? check.Value.Status}"));
        return (
            BackendHealth.Degraded,
            checks.Length > 0 ? checks : $"/health answers {(int)response.StatusCode} {answer?.Status}".TrimEnd());
    }

    private sealed record HealthAnswer(string? Status, Dictionary<string, HealthCheck>? Checks);

    private sealed record HealthCheck(string? Status, string? Description);
}
