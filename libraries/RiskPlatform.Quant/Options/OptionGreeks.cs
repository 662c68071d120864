namespace RiskPlatform.Quant.Options;

/// <summary>Price and sensitivities of one option, a unit of the underlying, in domestic currency.</summary>
/// <param name="Price">What the option is worth today.</param>
/// <param name="Delta">∂V/∂S: units of the underlying to hold. Calls 0 to e^(−rf T), puts −e^(−rf T) to 0.</param>
/// <param name="Gamma">∂²V/∂S². Zero or positive.</param>
/// <param name="Vega">∂V/∂σ for 1.00 of volatility: divide by 100 for a point. Zero or positive.</param>
/// <param name="Theta">−∂V/∂T a year, as time passes: divide by 365 for a day. Usually negative.</param>
/// <param name="DomesticRho">∂V/∂rd for 1.00 of rate. Calls positive, puts negative.</param>
/// <param name="ForeignRho">∂V/∂rf for 1.00 of rate. Calls negative, puts positive.</param>
/// <param name="Vanna">∂²V/∂S∂σ.</param>
/// <param name="Volga">∂²V/∂σ².</param>
/// <param name="Charm">−∂²V/∂S∂T a year: how delta drifts as time passes.</param>
public readonly record struct OptionGreeks(
    double Price,
    double Delta,
    double Gamma,
    double Vega,
    double Theta,
    double DomesticRho,
    double ForeignRho,
    double Vanna,
    double Volga,
    double Charm);
