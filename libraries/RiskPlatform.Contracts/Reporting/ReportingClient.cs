using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Reporting;

/// <summary>Asks the reporting service. Its address is the resource name <c>reporting</c>.</summary>
/// <param name="http">A client whose base address is the service.</param>
public sealed class ReportingClient(HttpClient http)
{
    /// <summary>Makes a report now and waits for it.</summary>
    public Task<Result<ReportResponse>> RunAsync(CancellationToken cancellationToken) =>
        http.PostAsync<ReportResponse>("/reports", content: null, cancellationToken);

    /// <summary>The newest report.</summary>
    public Task<Result<ReportResponse>> LatestAsync(CancellationToken cancellationToken) =>
        http.GetAsync<ReportResponse>("/reports/latest", cancellationToken);
}
