using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Elementary functions with the same bits at every vector width.</summary>
/// <remarks>
/// The framework's vector functions differ by width in the last bit and leave their fast path for the whole vector
/// when one lane is out of range. The coefficients are Chebyshev interpolants, computed with 50 digits for this file.
/// </remarks>
internal static class LaneMath
{
    private const double Ln2 = 0.6931471805599453;
    private const double Ln2Rest = 2.3190468138462996e-17;
    private const double Ln2High = 0.6931471801362932; // Its last 22 bits are zero: times an integer it is exact.
    private const double Ln2Low = 4.236521365809284e-10;
    private const double Log2E = 1.4426950408889634;
    private const double Rounder = 6755399441055744.0; // 1.5 · 2⁵²: a sum with it is rounded to an integer.
    private const double TwoTo52 = 4503599627370496.0;
    private const double TwoTo54 = 18014398509481984.0;
    private const ulong RootOfHalf = 0x3FE6_A09E_667F_3BCD; // Bits of √½.
    private const ulong ExponentShift = 2048; // Keeps the biased exponent of a quotient above zero.

    /// <summary>exp(x) for |x| up to 708, within one unit in the last place; beyond it, nonsense.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Exp<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        // x = n ln 2 + r with |r| up to ½ ln 2, and exp r = 1 + r + r² E(r).
        var rounded = TLanes.MultiplyAdd(x, TLanes.Real(Log2E), TLanes.Real(Rounder));
        var n = TLanes.Subtract(rounded, TLanes.Real(Rounder));
        var r = TLanes.MultiplyAdd(n, TLanes.Real(-Ln2), x);
        r = TLanes.MultiplyAdd(n, TLanes.Real(-Ln2Rest), r);
        var e = TLanes.MultiplyAdd(TLanes.Real(2.5100472505694996e-8), r, TLanes.Real(2.7620201591031547e-7));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(2.7557268276905696e-6));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(2.4801521057868204e-5));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(1.9841269863171557e-4));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(1.3888888917367081e-3));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(8.333333333330039e-3));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(4.1666666666623824e-2));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(0.16666666666666669));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(0.5));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(1.0));
        e = TLanes.MultiplyAdd(e, r, TLanes.Real(1.0));
        return TLanes.FromBits(TLanes.Plus(TLanes.Bits(e), TLanes.ShiftLeft(TLanes.Bits(rounded), 52)));
    }

    /// <summary>ln(x) for positive x up to 0.1, subnormal ones included, within two units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Log<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        // 2⁵⁴ x = 2ᵏ m with m from √½ to √2, s = (m − 1)/(m + 1), and ln m = 2s + s³ L(s²).
        var bits = TLanes.Plus(
            TLanes.Bits(TLanes.Multiply(x, TLanes.Real(TwoTo54))), TLanes.Word((ExponentShift << 52) - RootOfHalf));
        var m = TLanes.FromBits(
            TLanes.Plus(TLanes.And(bits, TLanes.Word((1UL << 52) - 1)), TLanes.Word(RootOfHalf)));
        var biased = TLanes.ShiftRight(bits, 52);
        var k = TLanes.Subtract(
            TLanes.FromBits(TLanes.Or(biased, TLanes.Word(BitConverter.DoubleToUInt64Bits(TwoTo52)))),
            TLanes.Real(TwoTo52 + ExponentShift + 54));
        var f = TLanes.Subtract(m, TLanes.Real(1.0));
        var s = TLanes.Divide(f, TLanes.Add(m, TLanes.Real(1.0)));
        var t = TLanes.Multiply(s, s);
        var l = TLanes.MultiplyAdd(TLanes.Real(0.14617807153417325), t, TLanes.Real(0.15331611722055008));
        l = TLanes.MultiplyAdd(l, t, TLanes.Real(0.1818289243253687));
        l = TLanes.MultiplyAdd(l, t, TLanes.Real(0.22222211089379496));
        l = TLanes.MultiplyAdd(l, t, TLanes.Real(0.28571428626253836));
        l = TLanes.MultiplyAdd(l, t, TLanes.Real(0.3999999999989889));
        l = TLanes.MultiplyAdd(l, t, TLanes.Real(0.666666666666667));

        // ln m = f − s (f − t L), where f is exact and the rest is small beside k ln 2.
        var rest = TLanes.Multiply(s, TLanes.Subtract(f, TLanes.Multiply(t, l)));
        var low = TLanes.Subtract(TLanes.Multiply(k, TLanes.Real(Ln2Low)), rest);
        return TLanes.Add(TLanes.MultiplyAdd(k, TLanes.Real(Ln2High), f), low);
    }
}
