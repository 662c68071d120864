using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Simulation;

/// <summary>One step of geometric Brownian motion for many paths: after = before · exp(shift + scale · z).</summary>
internal static class GbmKernel
{
    /// <summary>Paths taken through all steps before the next ones, so that they stay in the first cache.</summary>
    public const int PathsAtOnce = 512;

    // No normal of 53-bit uniforms is larger. The exponential is good to 708.
    private const double LargestNormal = 8.21;
    private const double LargestExponent = 700.0;

    /// <summary>Refuses a step so wide that its factor could leave the doubles.</summary>
    public static void GuardStep(double shift, double scale, string name)
    {
        if (!(Math.Abs(shift) + LargestNormal * Math.Abs(scale) <= LargestExponent))
        {
            throw new ArgumentOutOfRangeException(name, "A step's drift and volatility exceed what a double can hold.");
        }
    }

    /// <summary>Rows of equal length. After may be the normals' memory.</summary>
    public static void Step(
        ReadOnlySpan<double> before, double shift, double scale, ReadOnlySpan<double> normals, Span<double> after)
    {
        if (Lanes512.IsSupported)
        {
            Step<Lanes512, Vector512<double>, Vector512<ulong>>(before, shift, scale, normals, after);
        }
        else if (Lanes256.IsSupported)
        {
            Step<Lanes256, Vector256<double>, Vector256<ulong>>(before, shift, scale, normals, after);
        }
        else if (Lanes128.IsSupported)
        {
            Step<Lanes128, Vector128<double>, Vector128<ulong>>(before, shift, scale, normals, after);
        }
        else
        {
            Step<Lanes1, double, ulong>(before, shift, scale, normals, after);
        }
    }

    internal static void Step<TLanes, TReal, TWord>(
        ReadOnlySpan<double> before, double shift, double scale, ReadOnlySpan<double> normals, Span<double> after)
        where TLanes : ILanes<TReal, TWord>
    {
        int whole = normals.Length - normals.Length % TLanes.Count;
        Whole<TLanes, TReal, TWord>(before[..whole], shift, scale, normals[..whole], after[..whole]);
        Whole<Lanes1, double, ulong>(before[whole..], shift, scale, normals[whole..], after[whole..]);
    }

    private static void Whole<TLanes, TReal, TWord>(
        ReadOnlySpan<double> before, double shift, double scale, ReadOnlySpan<double> normals, Span<double> after)
        where TLanes : ILanes<TReal, TWord>
    {
        var (a, b) = (TLanes.Real(shift), TLanes.Real(scale));
        ref double price = ref MemoryMarshal.GetReference(before);
        ref double normal = ref MemoryMarshal.GetReference(normals);
        ref double target = ref MemoryMarshal.GetReference(after);
        for (int i = 0; i < normals.Length; i += TLanes.Count)
        {
            var z = TLanes.Load(ref Unsafe.Add(ref normal, i));
            var factor = LaneMath.Exp<TLanes, TReal, TWord>(TLanes.MultiplyAdd(b, z, a));
            TLanes.Store(
                TLanes.Multiply(factor, TLanes.Load(ref Unsafe.Add(ref price, i))), ref Unsafe.Add(ref target, i));
        }
    }
}
