namespace RiskPlatform.Reporting.Scheduling;

/// <summary>How often a report is due: <c>Reporting:IntervalSeconds</c>, 60 by default.</summary>
internal sealed class ReportInterval(IConfiguration configuration)
{
    public TimeSpan Length { get; } = TimeSpan.FromSeconds(configuration.GetValue("Reporting:IntervalSeconds", 60));

    /// <summary>The whole interval a time lies in, counted from 1970.</summary>
    public DateTimeOffset SlotOf(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            time.ToUnixTimeMilliseconds() / (long)Length.TotalMilliseconds * (long)Length.TotalMilliseconds);
}
