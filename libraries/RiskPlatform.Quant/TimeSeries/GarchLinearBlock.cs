using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// What the recursions of GARCH and GJR need of a few observations, a row each: computed first, by scalars, so that the
/// loop over vectors has no call in it and keeps its sums in registers.
/// </summary>
internal static class GarchLinearBlock
{
    /// <summary>Observations at once: eight kilobytes, which stay in the first cache.</summary>
    public const int Rows = 32;

    /// <summary>Doubles a row: four vectors, the last of single numbers.</summary>
    public const int Width = 32;

    /// <summary>Doubles in all.</summary>
    public const int Length = Rows * Width;

    /// <summary>What drives ∂h: a vector.</summary>
    public const int Drive = 0;

    /// <summary>What drives ∂²h besides ∂h: a vector, as <see cref="GarchRecursion.Curvature"/>.</summary>
    public const int CurvatureDrive = 8;

    /// <summary>The part of the score that does not come through h: a vector.</summary>
    public const int OwnScore = 16;

    /// <summary>∂ ln f/∂L.</summary>
    public const int ByLog = 24;

    /// <summary>∂² ln f/∂L².</summary>
    public const int ByLogTwice = 25;

    /// <summary>∂² ln f/∂e ∂L.</summary>
    public const int ByShockAndLog = 26;

    /// <summary>∂² ln f/∂ν ∂L.</summary>
    public const int ByDegreesAndLog = 27;

    /// <summary>1/h.</summary>
    public const int PerVariance = 28;

    /// <summary>h.</summary>
    public const int Variance = 29;

    /// <summary>Fills rows of a cleared block, adds what needs no vector; false where h leaves the doubles.</summary>
    public static bool TryFill(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> x,
        bool isAsymmetric,
        in InnovationDensity density,
        ref double variance,
        ref GarchSums sums,
        Span<double> block)
    {
        double h = variance;
        for (int t = 0; t < returns.Length; t++)
        {
            if (!(h is > 0.0 and < double.MaxValue))
            {
                return false;
            }

            double e = returns[t] - x[0];
            var at = density.At(e, h, Math.Log(h));
            sums.Add(at);
            bool isFall = isAsymmetric && e < 0.0;
            double weight = isFall ? x[3] : x[2];
            double square = e * e;
            var row = block.Slice(t * Width, Width);
            row[Drive] = -2.0 * weight * e;
            row[Drive + 1] = 1.0;
            row[Drive + 2] = isFall ? 0.0 : square;
            row[Drive + 3] = isFall ? square : 0.0;
            row[Drive + 4] = h;
            row[CurvatureDrive + 5] = 2.0 * weight;
            row[CurvatureDrive + 6] = isFall ? 0.0 : -2.0 * e;
            row[CurvatureDrive + 7] = isFall ? -2.0 * e : 0.0;
            row[OwnScore] = -at.E; // e = r − μ, so ∂e/∂μ = −1.
            row[OwnScore + 5] = at.Nu;
            row[ByLog] = at.L;
            row[ByLogTwice] = at.LL;
            row[ByShockAndLog] = at.EL;
            row[ByDegreesAndLog] = at.NuL;
            row[PerVariance] = 1.0 / h;
            row[Variance] = h;
            h = x[1] + weight * square + x[4] * h;
        }

        variance = h;
        return true;
    }
}

/// <summary>Derivatives of the variance h by the parameters, carried from one observation to the next.</summary>
internal struct GarchRecursion
{
    /// <summary>∂h by μ, ω, α, γ, β.</summary>
    public Vector512<double> Slope;

    /// <summary>The second derivatives that are not always zero: μβ, ωβ, αβ, γβ, ββ, μμ, μα, μγ.</summary>
    public Vector512<double> Curvature;
}
