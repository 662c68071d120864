using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Options;

/// <summary>Implied volatilities of at most <see cref="Rows"/> prices, by short loops over columns.</summary>
/// <remarks>
/// <para>The price out of the money, as a part of its bound min(A, B), is p = φ(w)(R(w) − R(c)), w = u − t,
/// c = u + t, u = X/s, t = s/2, X = |ln(A/B)|, R(x) = N(−x)/φ(x); its complement is q = 1 − p = φ(w)(R(−w) + R(c)).
/// Up to p = 0.375 the target is p, beyond it q, so that neither end loses digits. The derivative of ln p by s is
/// 1/(R(w) − R(c)), that of ln q is −1/(R(−w) + R(c)): the density cancels.</para>
/// <para>As functions of ln s, ln(−ln p) and ln(−ln q) are nearly straight. From a first value within 0.1 of ln s,
/// one Householder step of order four leaves 3e-6 for X up to 20 and 6e-4 up to 1000, the next rounding only or
/// 1e-11, and then a third is taken.</para>
/// </remarks>
internal static class ImpliedVolatilityBlock
{
    public const int Rows = 64;

    public const double ThirdStepFrom = 16.5; // Of X: two steps leave rounding only up to 20.
    private const double LowerShare = 0.375;
    private const double Rounding = 2.3e-16; // A price in the money is not known better than this part of it.
    private const double TinyPrice = 2.3e-308; // Below it, doubles lose digits.

    // Columns of the scratch memory.
    private const int LogMoneyness = 0; // X
    private const int Bound = 1; // min(A, B), over √(2π)
    private const int Target = 2; // The price out of the money, or the bound less it
    private const int LogTarget = 3; // ln p or ln q
    private const int IsLower = 4; // All bits set where the target is p
    private const int Deviation = 5; // s
    private const int Slope = 6; // The derivative of ln p or ln q by ln s
    private const int InverseRootYears = 7;
    private const int Price = 8;
    private const int Status = 9;
    private const int ForwardLeg = 10;
    private const int StrikeLeg = 11;
    private const int Intrinsic = 12; // Of the forward: may be negative
    private const int InverseLogTarget = 13;
    private const int ColumnCount = 14;

    public static int ScratchLength => Rows * ColumnCount;

    /// <summary>Solves rows, a multiple of the lanes; the results stay in the scratch memory.</summary>
    public static void Solve<T>(in OptionQuoteColumns quotes, int first, int count, Span<double> scratch)
        where T : struct, ILanes<T>
    {
        ref double columns = ref MemoryMarshal.GetReference(scratch[..ScratchLength]);
        Load<T>(quotes, first, count, ref columns);
        Normalise<T>(count, ref columns);
        Guess<T>(count, ref columns);
        Improve<T>(count, 0.0, ref columns);
        Improve<T>(count, 0.0, ref columns);
        Improve<T>(count, ThirdStepFrom, ref columns);
    }

    /// <summary>Copies the results to where they belong.</summary>
    /// <returns>How many were solved.</returns>
    public static int Store<T>(
        ReadOnlySpan<double> scratch,
        Span<double> volatilities,
        Span<double> resolutions,
        Span<ImpliedVolatilityStatus> statuses)
        where T : struct, ILanes<T>
    {
        ref double columns = ref MemoryMarshal.GetReference(scratch[..ScratchLength]);
        var zero = T.Broadcast(0.0);
        var unit = T.Broadcast(2.2204460492503131e-16);
        for (int i = 0; i < volatilities.Length; i += T.Count)
        {
            var isSolved = Get<T>(ref columns, Status, i) <= zero;
            var volatility = Get<T>(ref columns, Deviation, i) * Get<T>(ref columns, InverseRootYears, i);
            Columns.Store(T.Select(isSolved, volatility, zero), volatilities, i);
            if (!resolutions.IsEmpty)
            {
                var decided = T.Abs(Get<T>(ref columns, Target, i) * Get<T>(ref columns, Slope, i));
                var resolution = unit * Get<T>(ref columns, Price, i) / decided;
                Columns.Store(T.Select(isSolved, resolution, zero), resolutions, i);
            }
        }

        int solved = 0;
        for (int i = 0; i < statuses.Length; i++)
        {
            statuses[i] = (ImpliedVolatilityStatus)(int)scratch[Status * Rows + i];
            solved += statuses[i] == ImpliedVolatilityStatus.Solved ? 1 : 0;
        }

        return solved;
    }

    private static void Load<T>(in OptionQuoteColumns quotes, int first, int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var types = MemoryMarshal.Cast<OptionType, int>(quotes.Types.Slice(first, count));
        var spots = quotes.Spots.Slice(first, count);
        var strikes = quotes.Strikes.Slice(first, count);
        var domesticRates = quotes.DomesticRates.Slice(first, count);
        var foreignRates = quotes.ForeignRates.Slice(first, count);
        var years = quotes.Years.Slice(first, count);
        var prices = quotes.Prices.Slice(first, count);
        var zero = T.Broadcast(0.0);
        for (int i = 0; i < count; i += T.Count)
        {
            var sign = Columns.LoadIntegers<T>(types, i);
            var spot = Columns.Load<T>(spots, i);
            var strike = Columns.Load<T>(strikes, i);
            var domestic = Columns.Load<T>(domesticRates, i);
            var foreign = Columns.Load<T>(foreignRates, i);
            var time = Columns.Load<T>(years, i);
            var price = Columns.Load<T>(prices, i);
            var isRight = BlackBlock.IsInRange(
                sign, spot, strike, domestic, foreign, time, T.Broadcast(1.0))
                & (T.Abs(price) <= T.Broadcast(double.MaxValue));
            var status = T.Select(time > zero, zero, Code<T>(ImpliedVolatilityStatus.NoTime));
            Put(T.Select(isRight, status, Code<T>(ImpliedVolatilityStatus.OutOfRange)), ref columns, Status, i);

            var one = T.Broadcast(1.0); // A stand-in, so that refused rows compute something finite.
            spot = T.Select(isRight, spot, one);
            strike = T.Select(isRight, strike, one);
            domestic = T.Select(isRight, domestic * time, zero);
            foreign = T.Select(isRight, foreign * time, zero);
            var x = Elementary.LogOfQuotient(spot, strike) + (domestic - foreign);
            Put(T.Abs(x), ref columns, LogMoneyness, i);
            var (bond, bondChange) = Elementary.ExpAndMinusOne(-domestic);
            var (asset, assetChange) = Elementary.ExpAndMinusOne(-foreign);
            var forwardValue = BlackBlock.ForwardValue(spot, strike, assetChange, bondChange);
            Put(spot * asset, ref columns, ForwardLeg, i);
            Put(strike * bond, ref columns, StrikeLeg, i);
            Put(sign * forwardValue, ref columns, Intrinsic, i);
            Put(T.Select(isRight, price, zero), ref columns, Price, i);
            Put(one / T.Sqrt(T.Select(isRight & (time > zero), time, one)), ref columns, InverseRootYears, i);
        }
    }

    // From price and legs to the target, its logarithm, and what can be refused at once.
    private static void Normalise<T>(int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var zero = T.Broadcast(0.0);
        for (int i = 0; i < count; i += T.Count)
        {
            var price = Get<T>(ref columns, Price, i);
            var forward = Get<T>(ref columns, ForwardLeg, i);
            var strike = Get<T>(ref columns, StrikeLeg, i);
            var difference = Get<T>(ref columns, Intrinsic, i);
            var isInMoney = difference > zero;
            var outside = price - T.Max(difference, zero);
            var rounding = T.Select(isInMoney, T.Broadcast(Rounding) * price, zero);
            var least = T.Max(rounding, T.Broadcast(TinyPrice));
            var bound = T.Min(forward, strike);

            // In the money the bound is that of the whole price: bound − outside would round twice.
            var complement = T.Select(isInMoney, T.Max(forward, strike), bound) - price;

            var status = Get<T>(ref columns, Status, i);
            var open = status <= zero;
            var found = T.Select(outside <= least, Code<T>(ImpliedVolatilityStatus.AtIntrinsic), zero);
            found = T.Select(outside < -rounding, Code<T>(ImpliedVolatilityStatus.BelowIntrinsic), found);
            found = T.Select(complement <= zero, Code<T>(ImpliedVolatilityStatus.AboveBound), found);
            status = T.Select(open, found, status);
            Put(status, ref columns, Status, i);

            var isLower = outside <= T.Broadcast(LowerShare) * bound;
            var target = T.Select(isLower, outside, complement);
            target = T.Select(status <= zero, target, T.Broadcast(0.25) * bound); // Finite for refused rows too.
            isLower = T.Select(status <= zero, isLower, zero);
            Put(T.Broadcast(Elementary.InverseSqrtOfTwoPi) * bound, ref columns, Bound, i);
            Put(target, ref columns, Target, i);
            Put(isLower, ref columns, IsLower, i);
            Put(Elementary.LogOfQuotient(target, bound), ref columns, LogTarget, i);
        }
    }

    // The constants are fitted: the first value is within 0.1 of ln s everywhere.
    private static void Guess<T>(int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var zero = T.Broadcast(0.0);
        var one = T.Broadcast(1.0);
        var two = T.Broadcast(2.0);
        for (int i = 0; i < count; i += T.Count)
        {
            var x = Get<T>(ref columns, LogMoneyness, i);
            var twice = two * x;
            var logTarget = Get<T>(ref columns, LogTarget, i);
            var part = Get<T>(ref columns, Target, i) / Get<T>(ref columns, Bound, i); // √(2π) p

            // Lower: at the money s = √(2π) p; far from it 2X/s = w + √(w² + 2X), w = √(−2 ln p) but for constants.
            var positive = T.Max(x, T.Broadcast(1e-290));
            var logRatio = logTarget + Elementary.LogOfQuotient(
                T.MultiplyAdd(positive, T.Broadcast(2.23873), T.Broadcast(2.57413)), positive);
            var square = T.Max(zero, -two * logRatio);
            var root = T.Sqrt(square);
            var reach = root + T.Sqrt(T.MultiplyAdd(T.Broadcast(0.921453), twice, square + T.Broadcast(1.67387)))
                + T.Broadcast(0.793277);
            var low = (square + T.Broadcast(2.59342)) * T.MultiplyAdd(T.Broadcast(0.352685), x, one);
            var more = low + T.MultiplyAdd(T.Broadcast(2.35955), root, T.Broadcast(0.0299946));
            var lower = T.MultiplyAdd(T.Broadcast(-0.0624030) * part, part, part) + twice * more / (reach * low);

            // Upper: q lies between N(−y) and 2N(−y), y = t − u, by the size of X. Then s from y.
            var rootTwice = T.Sqrt(twice);
            var share = T.Broadcast(2.5) / (T.Broadcast(2.5) + rootTwice);
            var tau = T.Sqrt(-two * (logTarget - LogOfOnePlus(share)));
            var above = T.MultiplyAdd(T.Broadcast(0.27061), tau, T.Broadcast(2.30753));
            var below = T.MultiplyAdd(T.MultiplyAdd(T.Broadcast(0.04481), tau, T.Broadcast(0.99229)), tau, one);
            var y = tau - above / below;
            var upper = y + T.Sqrt(T.MultiplyAdd(y, y, twice));
            Put(T.Select(Get<T>(ref columns, IsLower, i), lower, upper), ref columns, Deviation, i);
            Put(one / logTarget, ref columns, InverseLogTarget, i);
        }
    }

    // One step for the rows with X above a limit.
    private static void Improve<T>(int count, double logMoneynessMin, ref double columns)
        where T : struct, ILanes<T>
    {
        var half = T.Broadcast(0.5);
        for (int i = 0; i < count; i += T.Count)
        {
            var x = Get<T>(ref columns, LogMoneyness, i);
            var isWanted = x >= T.Broadcast(logMoneynessMin);
            if (T.CountTrue(isWanted) == 0)
            {
                continue;
            }

            var isLower = Get<T>(ref columns, IsLower, i);
            var s = Get<T>(ref columns, Deviation, i);
            var u = x / s;
            var t = half * s;
            var w = u - t;
            var gap = T.Select(isLower, t, u);
            var pair = new MillsPair<T>(T.Select(isLower, w, -w), u + t, gap + gap);
            var tails = T.Select(isLower, pair.ScaledDifference, pair.ScaledNear + pair.ScaledFar);
            var scale = pair.Scale;

            // F = ln p less its target is the miss. F1 = ±s / tails is its derivative by ln s, r = F1/F.
            var miss = T.MultiplyAdd(-half * w, w, Elementary.LogOfQuotient(
                Get<T>(ref columns, Bound, i) * tails, Get<T>(ref columns, Target, i) * scale));
            var level = Get<T>(ref columns, LogTarget, i) + miss;
            var r = T.Select(isLower, s, -s) * scale / (tails * level);
            var f1 = r * level;
            var squares = T.MultiplyAdd(u, u, -(t * t));
            Put(f1, ref columns, Slope, i);
            var z = miss * Get<T>(ref columns, InverseLogTarget, i);
            var ratio = Householder(z, r, f1, squares, T.MultiplyAdd(u, u, t * t));
            Put(T.Select(isWanted, s * ratio, s), ref columns, Deviation, i);
        }
    }

    // The factor by which s moves: one step of order four on H = ln(−F) against ln s, then Padé's quotient for exp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Householder<T>(T z, T r, T f1, T squares, T sum)
        where T : struct, ILanes<T>
    {
        var one = T.Broadcast(1.0);
        var three = T.Broadcast(3.0);
        var six = T.Broadcast(6.0);
        var q = one + squares - f1; // F2/F1
        var h2 = q - r;
        var h3 = T.MultiplyAdd(q, q, T.Broadcast(-2.0) * sum) - f1 * q + r * T.MultiplyAdd(-three, q, r + r);
        var newton = -(z * T.MultiplyAdd(three, z, six)) / (r * T.MultiplyAdd(z, z + six, six));
        var a = newton * T.MultiplyAdd(T.Broadcast(0.5) * h2, newton, one);
        var b = T.MultiplyAdd(newton, T.MultiplyAdd(h3 * newton, T.Broadcast(1.0 / 6.0), h2), one);
        var even = T.MultiplyAdd(T.Broadcast(12.0) * b, b, a * a);
        var odd = six * a * b;
        return (even + odd) / (even - odd);
    }

    // Padé's quotient for ln(1 + z): good to 1e-3 at 1, to z⁵/180 near zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogOfOnePlus<T>(T z)
        where T : struct, ILanes<T>
    {
        var six = T.Broadcast(6.0);
        return z * T.MultiplyAdd(T.Broadcast(3.0), z, six) / T.MultiplyAdd(z, z + six, six);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Code<T>(ImpliedVolatilityStatus status)
        where T : struct, ILanes<T> => T.Broadcast((double)(int)status);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Get<T>(ref double columns, int column, int row)
        where T : struct, ILanes<T> => T.Load(ref columns, column * Rows + row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T value, ref double columns, int column, int row)
        where T : struct, ILanes<T> => T.Store(value, ref columns, column * Rows + row);
}
