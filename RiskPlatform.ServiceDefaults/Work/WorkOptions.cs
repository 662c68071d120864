namespace RiskPlatform.ServiceDefaults.Work;

/// <summary>How much computing a service takes on. Section <c>Work</c>.</summary>
public sealed class WorkOptions
{
    /// <summary>The most one request may cost, in milliseconds of one core.</summary>
    public double LimitMs { get; set; } = 20_000.0;

    /// <summary>What costs no more than this is done at once, on the thread that serves the request.</summary>
    public double InlineMs { get; set; } = 2.0;

    /// <summary>Computations at a time. One core is left for small requests and health.</summary>
    public int Parallelism { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Requests that may wait for their turn; one more is told to come back.</summary>
    public int QueueLength { get; set; } = 64;
}
