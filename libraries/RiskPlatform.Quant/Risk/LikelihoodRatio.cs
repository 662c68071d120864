using MathNet.Numerics;

namespace RiskPlatform.Quant.Risk;

/// <summary>A likelihood-ratio test, whose statistic follows χ² if nothing is wrong.</summary>
/// <param name="Statistic">Zero or more; large speaks against the model.</param>
/// <param name="DegreesOfFreedom">Of the χ² law: 1 or 2.</param>
public readonly record struct LikelihoodRatio(double Statistic, int DegreesOfFreedom)
{
    /// <summary>Probability of a statistic at least as large from a right model, for many observations.</summary>
    public double PValue => SpecialFunctions.GammaUpperRegularized(0.5 * DegreesOfFreedom, 0.5 * Statistic);
}
