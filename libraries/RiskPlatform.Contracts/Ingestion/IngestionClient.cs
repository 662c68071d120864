using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Ingestion;

/// <summary>Asks the ingestion service. Its address is the resource name <c>ingestion</c>.</summary>
/// <param name="http">A client whose base address is the service.</param>
public sealed class IngestionClient(HttpClient http)
{
    /// <summary>Loads the tapes of the inbox that have not been loaded before.</summary>
    public Task<Result<InboxResponse>> LoadInboxAsync(CancellationToken cancellationToken) =>
        http.PostAsync<InboxResponse>("/inbox", content: null, cancellationToken);

    /// <summary>The risk log in figures, and the book by currency.</summary>
    public Task<Result<RiskSummary>> RiskAsync(CancellationToken cancellationToken) =>
        http.GetAsync<RiskSummary>("/risk", cancellationToken);
}
