using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Wichura's PPND16 at a given vector width, over whole vectors.</summary>
internal static class NormalKernel
{
    private const int Piece = 256; // What the tails' buffers on the stack hold.
    private const int WidestVector = 8;
    private const double CentralHalfWidth = 0.425;
    private const double CentralHalfWidthSquared = 0.180625; // Not the product: it rounds otherwise.

    /// <summary>In place. The length is a multiple of the lanes' count.</summary>
    [SkipLocalsInit]
    public static void Transform<TLanes, TReal, TWord>(Span<double> values)
        where TLanes : ILanes<TReal, TWord>
    {
        Span<double> tails = stackalloc double[Piece + WidestVector];
        Span<double> places = stackalloc double[Piece + WidestVector];
        for (int done = 0; done < values.Length; done += Piece)
        {
            var piece = values.Slice(done, Math.Min(Piece, values.Length - done));
            int count = Central<TLanes, TReal, TWord>(piece, tails, places);
            tails.Slice(count, WidestVector).Fill(0.01); // The last vector's idle lanes: any tail will do.
            ref double tail = ref MemoryMarshal.GetReference(tails);
            for (int i = 0; i < count; i += TLanes.Count)
            {
                Tail<TLanes, TReal, TWord>(ref Unsafe.Add(ref tail, i));
            }

            for (int i = 0; i < count; i++)
            {
                piece[(int)BitConverter.DoubleToUInt64Bits(places[i])] = tails[i];
            }
        }
    }

    // |u − ½| up to 0.425: x = q · A(0.180625 − q²) / B(same), q = u − ½. What lies farther out is packed into the
    // tails with its place, and what is written here in its stead is overwritten later.
    private static int Central<TLanes, TReal, TWord>(Span<double> piece, Span<double> tails, Span<double> places)
        where TLanes : ILanes<TReal, TWord>
    {
        ref double value = ref MemoryMarshal.GetReference(piece);
        ref double tail = ref MemoryMarshal.GetReference(tails);
        ref double place = ref MemoryMarshal.GetReference(places);
        int count = 0;
        for (int i = 0; i < piece.Length; i += TLanes.Count)
        {
            var u = TLanes.Load(ref Unsafe.Add(ref value, i));
            var q = TLanes.Subtract(u, TLanes.Real(0.5));
            var isTail = TLanes.Greater(TLanes.Absolute(q), TLanes.Real(CentralHalfWidth));
            var index = TLanes.FromBits(TLanes.Plus(TLanes.Word((ulong)i), TLanes.Iota));
            TLanes.StorePacked(isTail, index, ref Unsafe.Add(ref place, count));
            count += TLanes.StorePacked(isTail, u, ref Unsafe.Add(ref tail, count));

            var r = TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Real(0.0), q), q, TLanes.Real(CentralHalfWidthSquared));
            var ratio = TLanes.Divide(
                TLanes.Multiply(q, CentralNumerator<TLanes, TReal, TWord>(r)),
                CentralDenominator<TLanes, TReal, TWord>(r));
            TLanes.Store(ratio, ref Unsafe.Add(ref value, i));
        }

        return count;
    }

    // With p the nearer tail's probability and r = √(−ln p): x = ∓ C(r − 1.6) / D(r − 1.6) up to r = 5, and the same
    // with E, F and r − 5 beyond, which is below p = 1.4e-11.
    private static void Tail<TLanes, TReal, TWord>(ref double value)
        where TLanes : ILanes<TReal, TWord>
    {
        var u = TLanes.Load(ref value);
        var upper = TLanes.Subtract(TLanes.Real(1.0), u); // Exact above ½.
        var r = TLanes.SquareRoot(
            TLanes.Subtract(TLanes.Real(0.0), LaneMath.Log<TLanes, TReal, TWord>(TLanes.Minimum(u, upper))));
        var t = TLanes.Subtract(r, TLanes.Real(1.6));
        var x = TLanes.Divide(
            MiddleNumerator<TLanes, TReal, TWord>(t), MiddleDenominator<TLanes, TReal, TWord>(t));
        var isFar = TLanes.Greater(r, TLanes.Real(5.0));
        if (TLanes.Any(isFar))
        {
            t = TLanes.Subtract(r, TLanes.Real(5.0));
            var far = TLanes.Divide(
                FarNumerator<TLanes, TReal, TWord>(t), FarDenominator<TLanes, TReal, TWord>(t));
            x = TLanes.Select(isFar, far, x);
        }

        TLanes.Store(TLanes.WithSign(x, TLanes.Subtract(u, TLanes.Real(0.5))), ref value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal CentralNumerator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(2.5090809287301226727e3), x, TLanes.Real(3.3430575583588128105e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(6.7265770927008700853e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(4.5921953931549871457e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.3731693765509461125e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.9715909503065514427e3));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.3314166789178437745e2));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(3.3871328727963666080));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal CentralDenominator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(5.2264952788528545610e3), x, TLanes.Real(2.8729085735721942674e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(3.9307895800092710610e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(2.1213794301586595867e4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(5.3941960214247511077e3));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(6.8718700749205790830e2));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(4.2313330701600911252e1));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(1.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal MiddleNumerator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(7.74545014278341407640e-4), x, TLanes.Real(2.27238449892691845833e-2));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(2.41780725177450611770e-1));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.27045825245236838258));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(3.64784832476320460504));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(5.76949722146069140550));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(4.63033784615654529590));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(1.42343711074968357734));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal MiddleDenominator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(1.05075007164441684324e-9), x, TLanes.Real(5.47593808499534494600e-4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.51986665636164571966e-2));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.48103976427480074590e-1));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(6.89767334985100004550e-1));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.67638483018380384940));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(2.05319162663775882187));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(1.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal FarNumerator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(2.01033439929228813265e-7), x, TLanes.Real(2.71155556874348757815e-5));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.24266094738807843860e-3));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(2.65321895265761230930e-2));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(2.96560571828504891230e-1));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.78482653991729133580));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(5.46378491116411436990));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(6.65790464350110377720));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal FarDenominator<TLanes, TReal, TWord>(TReal x)
        where TLanes : ILanes<TReal, TWord>
    {
        var y = TLanes.MultiplyAdd(TLanes.Real(2.04426310338993978564e-15), x, TLanes.Real(1.42151175831644588870e-7));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.84631831751005468180e-5));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(7.86869131145613259100e-4));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.48753612908506148525e-2));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(1.36929880922735805310e-1));
        y = TLanes.MultiplyAdd(y, x, TLanes.Real(5.99832206555887937690e-1));
        return TLanes.MultiplyAdd(y, x, TLanes.Real(1.0));
    }
}
