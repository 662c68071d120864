using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.Lanes;

/// <summary>The normal tail over its density, R(x) = N(−x)/φ(x), at two points a ≤ b and between them.</summary>
/// <remarks>
/// With R = P/Q as in <see cref="Elementary.MillsRatio"/> and p[a, b] = (p(b) − p(a))/(b − a) from Horner's scheme,
/// where no digit cancels, R(a) − R(b) = (b − a)(P(a)Q[a, b] − P[a, b]Q(a)) / (Q(a)Q(b)): as precise for two points
/// that nearly meet as for two far apart, and no dearer than two values.
/// </remarks>
internal readonly struct MillsPair<T>
    where T : struct, ILanes<T>
{
    private readonly T _numerator; // P(a)
    private readonly T _numeratorSlope; // P[a, b]
    private readonly T _denominator; // Q(a)
    private readonly T _denominatorSlope; // Q[a, b]
    private readonly T _gap; // b − a

    /// <summary>Evaluates at a and b.</summary>
    /// <param name="a">The nearer point, −1 or more.</param>
    /// <param name="b">The farther point, up to 1e20.</param>
    /// <param name="gap">b − a, as precisely as the caller knows it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MillsPair(T a, T b, T gap)
    {
        (_numerator, _numeratorSlope) = Numerator(a, b);
        (_denominator, _denominatorSlope) = Denominator(a, b);
        _gap = gap;
    }

    /// <summary>R(a) Q(a) Q(b); the others have the same factor, <see cref="Scale"/>.</summary>
    public T ScaledNear
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _numerator * FarDenominator;
    }

    /// <summary>R(b) Q(a) Q(b).</summary>
    public T ScaledFar
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.MultiplyAdd(_gap, _numeratorSlope, _numerator) * _denominator;
    }

    /// <summary>(R(a) − R(b)) Q(a) Q(b).</summary>
    public T ScaledDifference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _gap * T.MultiplyAdd(_numerator, _denominatorSlope, -(_numeratorSlope * _denominator));
    }

    /// <summary>Q(a) Q(b).</summary>
    public T Scale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _denominator * FarDenominator;
    }

    private T FarDenominator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.MultiplyAdd(_gap, _denominatorSlope, _denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Value, T Slope) Numerator(T a, T b)
    {
        var value = a + T.Broadcast(42.655936489306744526);
        var slope = b + value;
        value = T.MultiplyAdd(value, a, T.Broadcast(885.35494340218310007));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(11762.514233830317792));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(111009.99390851341347));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(782227.89913101470116));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(4214908.9635414398184));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(17497744.545551160724));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(55611847.160187477632));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(132340549.76542632316));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(224988270.54162184481));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(247503892.10125345883));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(135324472.01910709563));
        return (value, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Value, T Slope) Denominator(T a, T b)
    {
        var value = a + T.Broadcast(42.655936489306746213);
        var slope = b + value;
        value = T.MultiplyAdd(value, a, T.Broadcast(886.35494340218198105));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(11805.170170319910621));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(111893.34885187772006));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(793905.10149489494499));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(4324158.247402193993));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(18256873.981654087787));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(59613515.514424471769));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(148388310.83574979991));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(273215525.02750968707));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(351831827.49006265108));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(283629768.81877548142));
        slope = T.MultiplyAdd(slope, b, value);
        value = T.MultiplyAdd(value, a, T.Broadcast(107973306.92284490698));
        return (value, slope);
    }
}
