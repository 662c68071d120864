namespace RiskPlatform.Quant.TimeSeries;

/// <summary>The parameters of a conditional-variance model; <see cref="GarchForm"/> has the formulas.</summary>
/// <param name="Mean">μ, in return units.</param>
/// <param name="Omega">ω: squared return units; for EGARCH, of the logarithm of the variance.</param>
/// <param name="Alpha">α, weight of the last shock. Without unit.</param>
/// <param name="Gamma">γ, asymmetry; zero in plain GARCH. GJR: positive if falls raise variance more; EGARCH:
/// negative.</param>
/// <param name="Beta">β, weight of the last variance. Without unit.</param>
/// <param name="DegreesOfFreedom">ν of Student's t; +∞ for normal innovations.</param>
public readonly record struct GarchParameters(
    double Mean, double Omega, double Alpha, double Gamma, double Beta, double DegreesOfFreedom);

/// <summary>Standard errors of <see cref="GarchParameters"/>, each in its parameter's unit.</summary>
/// <param name="Mean">Of μ; zero where the mean was not fitted.</param>
/// <param name="Omega">Of ω.</param>
/// <param name="Alpha">Of α.</param>
/// <param name="Gamma">Of γ; zero in plain GARCH.</param>
/// <param name="Beta">Of β.</param>
/// <param name="DegreesOfFreedom">Of ν; zero for normal innovations.</param>
/// <remarks>A parameter that stands on its bound has zero: no error can be stated for it.</remarks>
public readonly record struct GarchParameterErrors(
    double Mean, double Omega, double Alpha, double Gamma, double Beta, double DegreesOfFreedom);

/// <summary>Standard errors by way of computing them; H is the exact Hessian of the log-likelihood.</summary>
/// <param name="Hessian">(−H)⁻¹: right if the law of the innovations is right.</param>
/// <param name="OuterProduct">(Σ g gᵀ)⁻¹ of the scores g: the same, by first derivatives (BHHH).</param>
/// <param name="Sandwich">H⁻¹ (Σ g gᵀ) H⁻¹: holds under other laws too (White 1982).</param>
/// <param name="Information">I⁻¹, I = Σ [½ ∂ln h ∂ln hᵀ + ∂e ∂eᵀ / h]; null unless the innovations are normal.</param>
/// <param name="BollerslevWooldridge">
/// I⁻¹ (Σ g gᵀ) I⁻¹ (Bollerslev and Wooldridge 1992); null unless the innovations are normal.
/// </param>
public sealed record GarchStandardErrors(
    GarchParameterErrors Hessian,
    GarchParameterErrors OuterProduct,
    GarchParameterErrors Sandwich,
    GarchParameterErrors? Information,
    GarchParameterErrors? BollerslevWooldridge);
