using System.Threading.Channels;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Aggregation;

/// <summary>A backend's health has changed.</summary>
/// <param name="Id">What a client sends back as Last-Event-ID.</param>
/// <param name="Sequence">Counts up by one a change.</param>
/// <param name="Service">The backend now.</param>
internal sealed record HealthEvent(string Id, long Sequence, ServiceStatus Service);

/// <summary>One client's view of the board. Disposing it ends the watching.</summary>
/// <param name="First">What to show first.</param>
/// <param name="Changes">What comes after; ends with the process, or when it is not read.</param>
/// <param name="Leave">Ends the watching.</param>
internal sealed record HealthWatch(
    IReadOnlyList<HealthEvent> First, ChannelReader<HealthEvent> Changes, Action Leave) : IDisposable
{
    public void Dispose() => Leave();
}
