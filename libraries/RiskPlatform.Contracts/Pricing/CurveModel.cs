using System.Text.Json.Serialization;

namespace RiskPlatform.Contracts.Pricing;

/// <summary>The form of a zero curve.</summary>
public enum CurveModel
{
    /// <summary>One hump.</summary>
    [JsonStringEnumMemberName("nelson-siegel")]
    NelsonSiegel,

    /// <summary>Two humps.</summary>
    [JsonStringEnumMemberName("svensson")]
    Svensson,
}

/// <summary>Asks for the curve closest to zero rates, by least squares.</summary>
/// <param name="Model">nelson-siegel or svensson.</param>
/// <param name="Maturities">Years, zero or more; at least 4 different ones, 6 for svensson; 10,000 at most.</param>
/// <param name="Yields">Zero rates there, continuously compounded fractions a year.</param>
public sealed record CurveFitRequest(CurveModel Model, double[] Maturities, double[] Yields);

/// <summary>A fitted curve.</summary>
/// <param name="Beta0">The rate that long maturities approach.</param>
/// <param name="Beta1">β₀ + β₁ is the rate at maturity zero.</param>
/// <param name="Beta2">The hump.</param>
/// <param name="Beta3">Svensson: the second hump.</param>
/// <param name="Tau1">Decay of the first hump, years.</param>
/// <param name="Tau2">Svensson: decay of the second.</param>
/// <param name="RmseBp">Root mean square miss, hundredths of a percent.</param>
/// <param name="Converged">Whether it is a minimum inside the bounds of the decays.</param>
/// <param name="Warnings">What to know before reading the coefficients.</param>
public sealed record CurveFitResponse(
    double Beta0,
    double Beta1,
    double Beta2,
    double? Beta3,
    double Tau1,
    double? Tau2,
    double RmseBp,
    bool Converged,
    IReadOnlyList<string> Warnings);

/// <summary>Asks for a curve's rates.</summary>
/// <param name="Parameters">The curve.</param>
/// <param name="Maturities">Years, zero or more; up to 100,000.</param>
public sealed record CurveEvaluateRequest(CurveParameters Parameters, double[] Maturities);

/// <summary>Rates of a curve, in the order of the maturities.</summary>
/// <param name="ZeroRates">Continuously compounded fractions a year.</param>
/// <param name="ForwardRates">Instantaneous ones.</param>
/// <param name="DiscountFactors">Today's worth of one unit then.</param>
public sealed record CurveEvaluateResponse(double[] ZeroRates, double[] ForwardRates, double[] DiscountFactors);
