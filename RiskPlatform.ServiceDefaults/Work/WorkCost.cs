namespace RiskPlatform.ServiceDefaults.Work;

/// <summary>What a computation will cost, known before it starts.</summary>
/// <param name="Unit">What is counted, as a person would say it: <c>path steps</c>.</param>
/// <param name="Units">How many; zero or more.</param>
/// <param name="NanosecondsPerUnit">What one takes on one core, rounded up; measured, and said where it is set.</param>
public readonly record struct WorkCost(string Unit, double Units, double NanosecondsPerUnit)
{
    /// <summary>The estimate, in milliseconds of one core.</summary>
    public double CoreMilliseconds => Units * NanosecondsPerUnit / 1e6;
}
