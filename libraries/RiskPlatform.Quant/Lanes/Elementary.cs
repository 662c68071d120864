using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.Lanes;

/// <summary>Exponential, logarithm of a quotient, and the normal tail over its density, on lanes.</summary>
/// <remarks>
/// The polynomials and the quotient of polynomials are minimax by relative error (Remez, 80 digits), fitted for this
/// library; docs/methods/elementary-functions.md gives domain and error of each.
/// </remarks>
internal static class Elementary
{
    /// <summary>Below it, <see cref="Exp"/> is zero: the least normal double.</summary>
    public const double ExpUnderflow = -708.0;

    /// <summary>1/√(2π): what the normal density has before its exponential.</summary>
    public const double InverseSqrtOfTwoPi = 0.398942280401432677939946;

    private const double LogTwoHigh = 6.93147180369123816490e-01; // Ends in 32 zero bits: n × it is exact.
    private const double LogTwoLow = 1.90821492927058770002e-10;
    private const double InverseLogTwo = 1.44269504088896338700;
    private const double RoundingShift = 6755399441055744.0; // 1.5 × 2⁵²: adding it rounds to a whole number.

    /// <summary>Computes exp(high + low), where low is a rounding error of high or zero.</summary>
    /// <remarks>Within one unit in the last place from −708 to 709; zero below; the end's value above.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T high, T low)
        where T : struct, ILanes<T>
    {
        var (excess, power) = Reduce(high, low);
        var value = T.AddBits(T.Broadcast(1.0) + excess, power);
        return T.Select(high < T.Broadcast(ExpUnderflow), T.Broadcast(0.0), value);
    }

    /// <summary>Computes exp(x) − 1 with the digits that the subtraction would lose.</summary>
    /// <remarks>Within some units in the last place; the framework's and MathNet's lose digits near zero.</remarks>
    public static double ExpMinusOne(double x) =>
        Math.Abs(x) < 100.0 ? 2.0 * Math.Exp(0.5 * x) * Math.Sinh(0.5 * x) : Math.Exp(x) - 1.0;

    /// <summary>Computes exp(x), and exp(x) − 1 with the digits that the subtraction would lose.</summary>
    /// <param name="x">Between −708 and 709.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T Value, T MinusOne) ExpAndMinusOne<T>(T x)
        where T : struct, ILanes<T>
    {
        var one = T.Broadcast(1.0);
        var (excess, power) = Reduce(x, T.Broadcast(0.0));
        var scale = T.AddBits(one, power);
        return (T.AddBits(one + excess, power), T.MultiplyAdd(scale, excess, scale - one));
    }

    // exp(x) = 2ⁿ(1 + excess); n stands where a double has its exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Excess, T Power) Reduce<T>(T high, T low)
        where T : struct, ILanes<T>
    {
        var x = T.Min(T.Max(high, T.Broadcast(ExpUnderflow)), T.Broadcast(709.0));
        var shifted = T.MultiplyAdd(x, T.Broadcast(InverseLogTwo), T.Broadcast(RoundingShift));
        var n = shifted - T.Broadcast(RoundingShift);
        var r = T.MultiplyAdd(n, T.Broadcast(-LogTwoHigh), x);
        r = T.MultiplyAdd(n, T.Broadcast(-LogTwoLow), r) + low;

        var r2 = r * r;
        var r4 = r2 * r2;
        var a = T.MultiplyAdd(T.Broadcast(0.16666666666666411824), r, T.Broadcast(0.50000000000000106549));
        var b = T.MultiplyAdd(T.Broadcast(0.0083333333334948121983), r, T.Broadcast(0.041666666666529871637));
        var c = T.MultiplyAdd(T.Broadcast(0.0001984126950603744893), r, T.Broadcast(0.0013888888943716713678));
        var d = T.MultiplyAdd(T.Broadcast(2.7557586660056350776e-6), r, T.Broadcast(2.4801492999394212166e-5));
        var e = T.MultiplyAdd(T.Broadcast(2.500003379104179574e-8), r, T.Broadcast(2.763028693120553885e-7));
        var ab = T.MultiplyAdd(b, r2, a);
        var cd = T.MultiplyAdd(d, r2, c);
        var p = T.MultiplyAdd(T.MultiplyAdd(e, r4, cd), r4, ab);
        return (T.MultiplyAdd(p, r2, r), T.ToExponentBits(shifted));
    }

    /// <summary>Computes ln(a / b) of positive normal numbers, without the quotient's rounding near 1.</summary>
    /// <remarks>
    /// With a = 2ᵉa′ and a′ near b: e ln 2 + 2 artanh((a′ − b)/(a′ + b)). Error: two units in the last place.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogOfQuotient<T>(T a, T b)
        where T : struct, ILanes<T>
    {
        // Bit patterns are nearly logarithms: their difference, rounded at bit 52, is the exponent.
        var offset = T.BroadcastBits(long.MinValue); // 2048 × 2⁵², to keep it positive.
        var rounding = T.BroadcastBits(long.MinValue + (1L << 51));
        var biased = T.FromExponentBits(T.AddBits(T.SubtractBits(a, b), rounding));
        var n = (biased | T.BroadcastBits(0x4330_0000_0000_0000)) - T.Broadcast(4503599627370496.0 + 2048.0);
        var near = T.SubtractBits(T.AddBits(a, offset), T.ToExponentBits(biased));

        var s = (near - b) / (near + b);
        var z = s * s;
        var z2 = z * z;
        var p0 = T.MultiplyAdd(T.Broadcast(0.40000000000063055171), z, T.Broadcast(0.66666666666666587202));
        var p1 = T.MultiplyAdd(T.Broadcast(0.22222224446081918161), z, T.Broadcast(0.2857142855433494851));
        var p2 = T.MultiplyAdd(T.Broadcast(0.15391420785401140463), z, T.Broadcast(0.18181656231479603973));
        var p3 = T.MultiplyAdd(T.Broadcast(0.13877021805175189789), z, T.Broadcast(0.13168498182084821749));
        var p = T.MultiplyAdd(T.MultiplyAdd(p3, z2, p2), z2 * z2, T.MultiplyAdd(p1, z2, p0));
        var rest = T.MultiplyAdd(s * z, p, n * T.Broadcast(LogTwoLow));
        return T.MultiplyAdd(n, T.Broadcast(LogTwoHigh), s + s + rest);
    }

    /// <summary>Computes N(−x)/φ(x), the tail of the normal distribution over its density.</summary>
    /// <param name="x">From −1 up to 1e20.</param>
    /// <remarks>
    /// A quotient of polynomials of degree 12 and 13, all of whose coefficients are positive: no digit cancels.
    /// Relative error of the fit 4.1e-19, of the result a few units in the last place.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MillsRatio<T>(T x)
        where T : struct, ILanes<T>
    {
        var p = x + T.Broadcast(42.655936489306744526);
        var q = x + T.Broadcast(42.655936489306746213);
        p = T.MultiplyAdd(p, x, T.Broadcast(885.35494340218310007));
        q = T.MultiplyAdd(q, x, T.Broadcast(886.35494340218198105));
        p = T.MultiplyAdd(p, x, T.Broadcast(11762.514233830317792));
        q = T.MultiplyAdd(q, x, T.Broadcast(11805.170170319910621));
        p = T.MultiplyAdd(p, x, T.Broadcast(111009.99390851341347));
        q = T.MultiplyAdd(q, x, T.Broadcast(111893.34885187772006));
        p = T.MultiplyAdd(p, x, T.Broadcast(782227.89913101470116));
        q = T.MultiplyAdd(q, x, T.Broadcast(793905.10149489494499));
        p = T.MultiplyAdd(p, x, T.Broadcast(4214908.9635414398184));
        q = T.MultiplyAdd(q, x, T.Broadcast(4324158.247402193993));
        p = T.MultiplyAdd(p, x, T.Broadcast(17497744.545551160724));
        q = T.MultiplyAdd(q, x, T.Broadcast(18256873.981654087787));
        p = T.MultiplyAdd(p, x, T.Broadcast(55611847.160187477632));
        q = T.MultiplyAdd(q, x, T.Broadcast(59613515.514424471769));
        p = T.MultiplyAdd(p, x, T.Broadcast(132340549.76542632316));
        q = T.MultiplyAdd(q, x, T.Broadcast(148388310.83574979991));
        p = T.MultiplyAdd(p, x, T.Broadcast(224988270.54162184481));
        q = T.MultiplyAdd(q, x, T.Broadcast(273215525.02750968707));
        p = T.MultiplyAdd(p, x, T.Broadcast(247503892.10125345883));
        q = T.MultiplyAdd(q, x, T.Broadcast(351831827.49006265108));
        p = T.MultiplyAdd(p, x, T.Broadcast(135324472.01910709563));
        q = T.MultiplyAdd(q, x, T.Broadcast(283629768.81877548142));
        q = T.MultiplyAdd(q, x, T.Broadcast(107973306.92284490698));
        return p / q;
    }
}
