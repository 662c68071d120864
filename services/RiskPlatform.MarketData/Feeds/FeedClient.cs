using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>
/// Fetches payloads. It has no retries: a feed that does not answer now is asked again at its next turn, and a machine
/// without a network is to know so at once.
/// </summary>
internal sealed class FeedClient(IConfiguration configuration) : IDisposable
{
    private const int PayloadMax = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = Patience })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = PayloadMax,
    };

    /// <summary>The payload, or why there is none.</summary>
    public async Task<Result<byte[]>> FetchAsync(Feed feed, CancellationToken cancellationToken)
    {
        var url = configuration[$"Feeds:{feed.Name}:Url"] is { Length: > 0 } other ? new Uri(other) : feed.Url;
        try
        {
            return await _http.GetByteArrayAsync(url, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            return Failure.Unavailable($"{feed.Name}: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure.Unavailable($"{feed.Name} did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    /// <summary>Whether configuration lets this feed be asked.</summary>
    public bool IsEnabled(Feed feed) => configuration.GetValue($"Feeds:{feed.Name}:Enabled", true);

    public void Dispose() => _http.Dispose();
}
