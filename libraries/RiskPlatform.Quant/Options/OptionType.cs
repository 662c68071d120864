namespace RiskPlatform.Quant.Options;

/// <summary>Which side of the strike pays. The number is the sign θ of the payoff max(θ(S − K), 0).</summary>
/// <remarks>The default value, 0, is neither: every function refuses it.</remarks>
public enum OptionType
{
    /// <summary>The right to sell: pays max(K − S, 0).</summary>
    Put = -1,

    /// <summary>The right to buy: pays max(S − K, 0).</summary>
    Call = 1,
}
