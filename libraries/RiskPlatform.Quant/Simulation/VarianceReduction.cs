namespace RiskPlatform.Quant.Simulation;

/// <summary>How a simulated mean is made more accurate for the same work.</summary>
public enum VarianceReduction
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each path is averaged with its mirror image, made of −z. For payoffs that rise or fall with the
    /// price.</summary>
    Antithetic,

    /// <summary>The price at the horizon, whose mean is known, explains part of the payoff.</summary>
    Control,

    /// <summary>Both: the control is the pair's average price.</summary>
    AntitheticAndControl,
}
