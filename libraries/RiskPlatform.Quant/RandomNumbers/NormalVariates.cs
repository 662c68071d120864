using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Standard normal numbers from uniform ones, by the inverse of the distribution function.</summary>
public static class NormalVariates
{
    /// <summary>Computes the x with N(x) = u for each element.</summary>
    /// <param name="uniforms">Probabilities strictly between 0 and 1, such as a generator's. Length n.</param>
    /// <param name="destination">Receives n standard normals. May be the very memory of the uniforms.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An element is not strictly between 0 and 1, or NaN.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> relative error up to 1e-15 for u from the smallest subnormal to 1 − 2⁻⁵³; the
    /// approximation's own part of it is 8e-17.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine and vector width: an element's result depends on
    /// the element alone, and every multiply-add is fused everywhere.</para>
    /// <para><b>Cost:</b> one pass, and a second one over the 15 % of elements in the tails; no allocation.</para>
    /// <para><b>Source:</b> M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
    /// Applied Statistics 37 (1988) 477–484, PPND16; docs/methods/random-numbers.md.</para>
    /// <para><b>Tested by:</b> the paper's printed values, Distributions.Normal.Quantile (another algorithm), symmetry
    /// to the bit, every length, every width.</para>
    /// </remarks>
    public static void FromUniforms(ReadOnlySpan<double> uniforms, Span<double> destination)
    {
        KernelGuard.Length(destination.Length, uniforms.Length);
        foreach (double u in uniforms)
        {
            if (!(u is > 0.0 and < 1.0))
            {
                throw new ArgumentOutOfRangeException(nameof(uniforms), u, "A probability strictly between 0 and 1.");
            }
        }

        uniforms.CopyTo(destination);
        Transform(destination);
    }

    /// <summary>In place, elements unchecked.</summary>
    internal static void Transform(Span<double> values)
    {
        if (Lanes512.IsSupported)
        {
            Transform<Lanes512, Vector512<double>, Vector512<ulong>>(values);
        }
        else if (Lanes256.IsSupported)
        {
            Transform<Lanes256, Vector256<double>, Vector256<ulong>>(values);
        }
        else if (Lanes128.IsSupported)
        {
            Transform<Lanes128, Vector128<double>, Vector128<ulong>>(values);
        }
        else
        {
            Transform<Lanes1, double, ulong>(values);
        }
    }

    /// <summary>In place, at a given width; scalar lanes take what is left of the last vector.</summary>
    internal static void Transform<TLanes, TReal, TWord>(Span<double> values)
        where TLanes : ILanes<TReal, TWord>
    {
        int whole = values.Length - values.Length % TLanes.Count;
        NormalKernel.Transform<TLanes, TReal, TWord>(values[..whole]);
        NormalKernel.Transform<Lanes1, double, ulong>(values[whole..]);
    }
}
