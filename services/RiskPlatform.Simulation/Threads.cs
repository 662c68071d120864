namespace RiskPlatform.Simulation;

/// <summary>
/// How many threads one computation may use: <c>Simulation:Threads</c>. By default one core is left for small requests
/// and health. No figure depends on it.
/// </summary>
internal sealed class Threads(IConfiguration configuration)
{
    public int Count { get; } = Checked(
        configuration.GetValue("Simulation:Threads", Math.Max(1, Environment.ProcessorCount - 1)));

    private static int Checked(int count) => count >= 1
        ? count
        : throw new InvalidOperationException($"Simulation:Threads is {count}; it is 1 or more.");
}
