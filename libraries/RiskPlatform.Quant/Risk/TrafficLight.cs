using MathNet.Numerics;

namespace RiskPlatform.Quant.Risk;

/// <summary>The Basel Committee's three zones for a count of exceptions.</summary>
public static class TrafficLight
{
    private const double GreenBelow = 0.95;
    private const double AmberBelow = 0.9999;

    /// <summary>Computes P(X ≤ x) of a right model, X binomial, and the zone: green below 95 %, amber below
    /// 99.99 %, red from there.</summary>
    /// <param name="exceptions">x: days with a loss above the value at risk, 0 to n.</param>
    /// <param name="observations">n: days, at least 1; 250 in the rule.</param>
    /// <param name="probability">p: 1 less the confidence, strictly between 0 and 0.5; 0.01 in the rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-12. <b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> one
    /// incomplete beta function.</para>
    /// <para><b>Source:</b> Basel Committee on Banking Supervision, Supervisory framework for the use of "backtesting",
    /// January 1996 (BCBS 22), table 2; docs/methods/var-backtests.md.</para>
    /// <para><b>Tested by:</b> that table, sums of binomial terms, every count.</para>
    /// </remarks>
    public static TrafficLightResult Classify(int exceptions, int observations, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exceptions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exceptions, observations);
        CoverageTests.CheckProbability(probability);
        double cumulative = exceptions == observations
            ? 1.0
            : SpecialFunctions.BetaRegularized(observations - exceptions, exceptions + 1.0, 1.0 - probability);
        var zone = cumulative < GreenBelow ? TrafficLightZone.Green
            : cumulative < AmberBelow ? TrafficLightZone.Amber
            : TrafficLightZone.Red;
        return new TrafficLightResult(zone, cumulative);
    }
}

/// <summary>A zone and how probable so few exceptions are.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="CumulativeProbability">P(X ≤ x) of a right model.</param>
public readonly record struct TrafficLightResult(TrafficLightZone Zone, double CumulativeProbability);

/// <summary>What a count of exceptions says of a model.</summary>
public enum TrafficLightZone
{
    /// <summary>So few are no sign of a fault.</summary>
    Green,

    /// <summary>A right model gives so many in one year of twenty; a wrong one more often.</summary>
    Amber,

    /// <summary>A right model hardly ever gives so many.</summary>
    Red,
}
