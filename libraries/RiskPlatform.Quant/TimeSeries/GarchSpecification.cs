namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Which conditional-variance model is fitted, with which innovations; by default the plain one.</summary>
public readonly record struct GarchSpecification
{
    /// <summary>The recursion of the variance; GARCH(1,1) unless said.</summary>
    public GarchForm Form { get; init; }

    /// <summary>The law of the standardised innovations; normal unless said.</summary>
    public InnovationLaw Innovations { get; init; }

    /// <summary>Whether the mean is a parameter; it is unless said.</summary>
    public GarchMean Mean { get; init; }

    /// <summary>
    /// What stands before the first return. Null: squared shock and variance are both the mean squared residual at the
    /// current mean (Fiorentini, Calzolari and Panattoni 1996), the rule of most programs.
    /// </summary>
    public GarchPresample? Presample { get; init; }
}

/// <summary>The recursion of the conditional variance hₜ of the shock eₜ = rₜ − μ, with zₜ = eₜ / √hₜ.</summary>
public enum GarchForm
{
    /// <summary>hₜ = ω + α eₜ₋₁² + β hₜ₋₁ (Bollerslev 1986).</summary>
    Garch,

    /// <summary>hₜ = ω + (α + γ·1[eₜ₋₁ &lt; 0]) eₜ₋₁² + β hₜ₋₁ (Glosten, Jagannathan and Runkle 1993).</summary>
    Gjr,

    /// <summary>
    /// ln hₜ = ω + α (|zₜ₋₁| − √(2/π)) + γ zₜ₋₁ + β ln hₜ₋₁ (Nelson 1991). The centring constant is the normal one
    /// under every law, so ω means the same under each.
    /// </summary>
    Egarch,
}

/// <summary>The law of zₜ, with mean zero and variance one.</summary>
public enum InnovationLaw
{
    /// <summary>Standard normal.</summary>
    Normal,

    /// <summary>Student's t with ν degrees of freedom, scaled to variance one; ν is fitted, 2.01 to 500.</summary>
    StudentT,
}

/// <summary>What is done about the mean return.</summary>
public enum GarchMean
{
    /// <summary>A constant μ is fitted.</summary>
    Estimated,

    /// <summary>μ = 0: the returns are the shocks.</summary>
    Zero,
}

/// <summary>What stands before the first return, in squared return units.</summary>
/// <param name="SquaredShock">e₀²; zero or positive. Its sign is not known: half of it counts as a fall.</param>
/// <param name="Variance">h₀; positive.</param>
public readonly record struct GarchPresample(double SquaredShock, double Variance);
