namespace RiskPlatform.Quant.Options;

/// <summary>What a grid or a lattice says of one option, a unit of the underlying, in domestic currency.</summary>
/// <param name="Price">What the option is worth today.</param>
/// <param name="Delta">∂V/∂S, from the nodes around the spot.</param>
/// <param name="Gamma">∂²V/∂S², from the nodes around the spot.</param>
public readonly record struct GridValue(double Price, double Delta, double Gamma);
