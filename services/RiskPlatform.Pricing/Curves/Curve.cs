using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Pricing.Curves;

/// <summary>A curve of the wire as the kernels take it.</summary>
internal static class Curve
{
    /// <summary>Collects what is wrong with a curve.</summary>
    public static InputFaults Check(string name, CurveParameters curve, InputFaults faults)
    {
        faults.Between($"{name}.beta0", curve.Beta0, -10.0, 10.0)
            .Between($"{name}.beta1", curve.Beta1, -10.0, 10.0)
            .Between($"{name}.beta2", curve.Beta2, -10.0, 10.0)
            .Positive($"{name}.tau1", curve.Tau1)
            .Check(
                curve.Beta3 is null == curve.Tau2 is null,
                $"{name}.beta3 and {name}.tau2 are given both or not at all.");
        if (curve is { Beta3: { } beta3, Tau2: { } tau2 })
        {
            faults.Between($"{name}.beta3", beta3, -10.0, 10.0).Positive($"{name}.tau2", tau2);
        }

        return faults;
    }

    public static double ZeroRate(CurveParameters curve, double years) => curve is { Beta3: { } beta3, Tau2: { } tau2 }
        ? new SvenssonCurve(curve.Beta0, curve.Beta1, curve.Beta2, beta3, curve.Tau1, tau2).ZeroRate(years)
        : new NelsonSiegelCurve(curve.Beta0, curve.Beta1, curve.Beta2, curve.Tau1).ZeroRate(years);

    public static double ForwardRate(CurveParameters curve, double years) =>
        curve is { Beta3: { } beta3, Tau2: { } tau2 }
        ? new SvenssonCurve(curve.Beta0, curve.Beta1, curve.Beta2, beta3, curve.Tau1, tau2).ForwardRate(years)
        : new NelsonSiegelCurve(curve.Beta0, curve.Beta1, curve.Beta2, curve.Tau1).ForwardRate(years);

    public static double DiscountFactor(CurveParameters curve, double years) =>
        Math.Exp(-years * ZeroRate(curve, years));
}
