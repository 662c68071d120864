namespace RiskPlatform.Quant.Distributions;

/// <summary>The distributions that <see cref="MaximumLikelihood"/> fits.</summary>
public enum DistributionFamily
{
    /// <summary>Normal: mean, sd (divisor n). Any values.</summary>
    Normal,

    /// <summary>Student's t moved and stretched: location, scale, degreesOfFreedom. Any values.</summary>
    StudentT,

    /// <summary>A normal logarithm: meanLog, sdLog. Values above zero.</summary>
    LogNormal,

    /// <summary>Gamma, density ∝ x^(shape − 1) e^(−rate · x): shape, rate. Values above zero.</summary>
    Gamma,

    /// <summary>Exponential, density rate · e^(−rate · x): rate. Values from zero on.</summary>
    Exponential,

    /// <summary>Weibull, 1 − F = exp(−(x/scale)^shape): shape, scale. Values above zero.</summary>
    Weibull,

    /// <summary>Logistic, F = 1/(1 + e^(−(x − location)/scale)): location, scale. Any values.</summary>
    Logistic,
}
