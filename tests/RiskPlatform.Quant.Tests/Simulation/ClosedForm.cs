using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Tests.Simulation;

/// <summary>Exact answers for log-normal prices, written here anew: the library's own pricers are not asked.</summary>
internal static class ClosedForm
{
    /// <summary>E max(S − K, 0) of a log-normal S with this mean and standard deviation of its logarithm.</summary>
    public static double Call(double mean, double strike, double deviation)
    {
        double d1 = Math.Log(mean / strike) / deviation + 0.5 * deviation;
        return mean * Normal.Cdf(d1) - strike * Normal.Cdf(d1 - deviation);
    }
}
