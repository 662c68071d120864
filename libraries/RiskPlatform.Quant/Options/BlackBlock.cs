using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Options;

/// <summary>
/// Prices and sensitivities of a block of at most <see cref="Rows"/> options: a few short loops over columns that stay
/// in the first cache, so that the CPU works on several vectors at once.
/// </summary>
/// <remarks>
/// With A = S e^(−rf T), B = K e^(−rd T), s = σ√T, u = |ln(A/B)|/s, t = s/2, R(x) = N(−x)/φ(x): the out-of-the-money
/// price is G·(R(u − t) − R(u + t)), or min(A, B) − G·(R(t − u) + R(u + t)) where t exceeds u by more than ½, with
/// G = min(A, B) φ(u − t) = A φ(d1). In the money the intrinsic value is added. No difference of near-equal
/// numbers is taken, so a tiny price has as many digits as its arguments allow.
/// </remarks>
internal static class BlackBlock
{
    public const int Rows = 64;
    public const double PriceMin = 1e-100;
    public const double PriceMax = 1e100;
    public const double RateTimeMax = 300.0;
    public const double TermMax = 1e50;

    // Further away than this, in standard deviations, every density and tail is zero.
    private const double DistanceMax = 100.0;
    private const double DeviationMin = 1e-60;

    // Columns of the scratch memory.
    private const int Sign = 0;
    private const int Spot = 1;
    private const int DomesticRate = 2;
    private const int ForeignRate = 3;
    private const int Years = 4;
    private const int RootYears = 5;
    private const int InverseDeviation = 6;
    private const int Distance = 7; // ln(A/B)/s
    private const int HalfDeviation = 8; // s/2
    private const int ForeignDiscount = 9;
    private const int ForwardLeg = 10;
    private const int StrikeLeg = 11;
    private const int Kernel = 12;
    private const int Value = 13;
    private const int Probability1 = 14;
    private const int Probability2 = 15;
    private const int Refusal = 16;
    private const int HalfSquare = 17;
    private const int Intrinsic = 18;
    private const int ColumnCount = 19;

    public static int ScratchLength => Rows * ColumnCount;

    /// <summary>Computes one block, whose count is a multiple of the lanes'.</summary>
    /// <returns>How many rows were outside the range; their results are NaN.</returns>
    public static int Compute<T>(
        in OptionColumns options, int first, int count, bool onForward, in GreekColumns results, Span<double> scratch)
        where T : struct, ILanes<T>
    {
        ref double columns = ref MemoryMarshal.GetReference(scratch[..ScratchLength]);
        int refused = LoadMarket<T>(options, first, count, ref columns);
        Discount<T>(count, ref columns);
        ComputeTails<T>(count, ref columns);
        StoreFirstOrder<T>(results, first, count, ref columns);
        StoreByTime<T>(results, first, count, onForward, ref columns);
        if (!(results.Vannas.IsEmpty && results.Volgas.IsEmpty && results.Charms.IsEmpty))
        {
            StoreSecondOrder<T>(results, first, count, ref columns);
        }

        return refused;
    }

    private static int LoadMarket<T>(in OptionColumns options, int first, int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var types = MemoryMarshal.Cast<OptionType, int>(options.Types.Slice(first, count));
        var spots = options.Spots.Slice(first, count);
        var strikes = options.Strikes.Slice(first, count);
        var domesticRates = options.DomesticRates.Slice(first, count);
        var foreignRates = options.ForeignRates.Slice(first, count);
        var years = options.Years.Slice(first, count);
        var volatilities = options.Volatilities.Slice(first, count);
        int refused = 0;
        for (int i = 0; i < count; i += T.Count)
        {
            var sign = Columns.LoadIntegers<T>(types, i);
            var spot = Columns.Load<T>(spots, i);
            var strike = Columns.Load<T>(strikes, i);
            var domestic = Columns.Load<T>(domesticRates, i);
            var foreign = Columns.Load<T>(foreignRates, i);
            var time = Columns.Load<T>(years, i);
            var volatility = Columns.Load<T>(volatilities, i);
            var isRight = IsInRange(sign, spot, strike, domestic, foreign, time, volatility);
            refused += T.Count - T.CountTrue(isRight);
            Put(sign, ref columns, Sign, i);
            Put(spot, ref columns, Spot, i);
            Put(strike, ref columns, StrikeLeg, i);
            Put(domestic, ref columns, DomesticRate, i);
            Put(foreign, ref columns, ForeignRate, i);
            Put(time, ref columns, Years, i);
            Put(T.Select(isRight, T.Broadcast(0.0), T.Broadcast(double.NaN)), ref columns, Refusal, i);

            var rootYears = T.Sqrt(time);
            var s = volatility * rootYears;
            var least = T.Broadcast(DeviationMin);
            var inverse = T.Broadcast(1.0) / T.Max(s, least);
            var x = Elementary.LogOfQuotient(spot, strike) + (domestic - foreign) * time;
            var far = T.Broadcast(DistanceMax);
            var u = T.Max(T.Min(x * inverse, far), -far);
            var t = T.Min(T.Broadcast(0.5) * s, far);
            Put(rootYears, ref columns, RootYears, i);
            Put(T.Broadcast(0.5) * volatility * volatility, ref columns, HalfSquare, i);
            Put(T.Select(s > least, inverse, T.Broadcast(0.0)), ref columns, InverseDeviation, i);
            Put(u, ref columns, Distance, i);
            Put(t, ref columns, HalfDeviation, i);
        }

        return refused;
    }

    // The sum is finite only if all its terms are: the smaller and the larger may lose a NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T IsInRange<T>(T sign, T spot, T strike, T domestic, T foreign, T time, T volatility)
        where T : struct, ILanes<T>
    {
        var sum = spot + strike + (domestic * time + foreign * time) + (time + volatility);
        return (T.Abs(sum) <= T.Broadcast(double.MaxValue))
            & (T.Abs(sign * sign - T.Broadcast(1.0)) <= T.Broadcast(0.0)) // Call or put.
            & (T.Min(spot, strike) >= T.Broadcast(PriceMin))
            & (T.Max(spot, strike) <= T.Broadcast(PriceMax))
            & (T.Max(T.Abs(domestic * time), T.Abs(foreign * time)) <= T.Broadcast(RateTimeMax))
            & (T.Max(T.Abs(domestic), T.Abs(foreign)) <= T.Broadcast(TermMax)) // Or their difference is infinite.
            & (T.Min(time, volatility) >= T.Broadcast(0.0))
            & (T.Max(time, volatility) <= T.Broadcast(TermMax));
    }

    private static void Discount<T>(int count, ref double columns)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < count; i += T.Count)
        {
            var time = Get<T>(ref columns, Years, i);
            var spot = Get<T>(ref columns, Spot, i);
            var strike = Get<T>(ref columns, StrikeLeg, i);
            var (bond, bondChange) =
                Elementary.ExpAndMinusOne(-(Get<T>(ref columns, DomesticRate, i) * time));
            var (asset, assetChange) =
                Elementary.ExpAndMinusOne(-(Get<T>(ref columns, ForeignRate, i) * time));
            var intrinsic = ForwardValue(spot, strike, assetChange, bondChange);
            Put(asset, ref columns, ForeignDiscount, i);
            Put(spot * asset, ref columns, ForwardLeg, i);
            Put(strike * bond, ref columns, StrikeLeg, i);
            Put(Get<T>(ref columns, Sign, i) * intrinsic, ref columns, Intrinsic, i);
        }
    }

    /// <summary>Computes S e^(−rf T) − K e^(−rd T) from S − K and what discounting changes of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ForwardValue<T>(T spot, T strike, T assetChange, T bondChange)
        where T : struct, ILanes<T> =>
        spot - strike + T.MultiplyAdd(spot, assetChange, -(strike * bondChange));

    private static void ComputeTails<T>(int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var zero = T.Broadcast(0.0);
        var one = T.Broadcast(1.0);
        for (int i = 0; i < count; i += T.Count)
        {
            var distance = Get<T>(ref columns, Distance, i);
            var t = Get<T>(ref columns, HalfDeviation, i);
            var isBelow = distance < zero; // The forward is below the strike.
            var u = T.Abs(distance);
            var w = u - t;
            var isOutside = w >= T.Broadcast(-0.5);
            var a = T.Select(isOutside, w, -w);
            var gap = T.Select(isOutside, t, u);
            var pair = new MillsPair<T>(a, u + t, gap + gap);

            var half = T.Broadcast(-0.5) * w;
            var square = half * w;
            var density = T.Broadcast(Elementary.InverseSqrtOfTwoPi)
                * Elementary.Exp(square, T.MultiplyAdd(half, w, -square));
            var forward = Get<T>(ref columns, ForwardLeg, i);
            var strike = Get<T>(ref columns, StrikeLeg, i);
            var smaller = T.Min(forward, strike);
            var larger = T.Max(forward, strike);
            var inverse = one / (pair.Scale * larger); // One division for three quotients.
            var scale = inverse * larger;
            var tail = density * (scale * pair.ScaledNear); // N(−a)
            var farTail = density * (inverse * smaller * pair.ScaledFar); // N(−u − t)
            var tails = T.Select(isOutside, pair.ScaledDifference, pair.ScaledNear + pair.ScaledFar);
            var g = smaller * density;
            var part = g * (scale * tails);
            var value = T.Select(isOutside, part, smaller - part);

            var beyond = T.Select(isOutside, tail, one - tail); // N(−w)
            var within = T.Select(isOutside, one - tail, tail);
            var first = T.Select(isBelow, beyond, one - farTail);
            var firstPut = T.Select(isBelow, within, farTail);
            var second = T.Select(isBelow, farTail, within);
            var secondPut = T.Select(isBelow, one - farTail, beyond);
            var isCall = Get<T>(ref columns, Sign, i) > zero;
            Put(g, ref columns, Kernel, i);
            Put(value + T.Max(Get<T>(ref columns, Intrinsic, i), zero), ref columns, Value, i);
            Put(T.Select(isCall, first, firstPut), ref columns, Probability1, i);
            Put(T.Select(isCall, second, secondPut), ref columns, Probability2, i);
        }
    }

    private static void StoreFirstOrder<T>(in GreekColumns results, int first, int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var prices = Part(results.Prices, first, count);
        var deltas = Part(results.Deltas, first, count);
        var gammas = Part(results.Gammas, first, count);
        var vegas = Part(results.Vegas, first, count);
        for (int i = 0; i < count; i += T.Count)
        {
            var sign = Get<T>(ref columns, Sign, i);
            var refusal = Get<T>(ref columns, Refusal, i);
            StoreUnlessEmpty(Get<T>(ref columns, Value, i) + refusal, prices, i);
            StoreUnlessEmpty(
                sign * Get<T>(ref columns, ForeignDiscount, i) * Get<T>(ref columns, Probability1, i) + refusal,
                deltas,
                i);
            var g = Get<T>(ref columns, Kernel, i);
            var spot = Get<T>(ref columns, Spot, i);
            StoreUnlessEmpty(g * Get<T>(ref columns, InverseDeviation, i) / (spot * spot) + refusal, gammas, i);
            StoreUnlessEmpty(g * Get<T>(ref columns, RootYears, i) + refusal, vegas, i);
        }
    }

    private static void StoreByTime<T>(
        in GreekColumns results, int first, int count, bool onForward, ref double columns)
        where T : struct, ILanes<T>
    {
        var thetas = Part(results.Thetas, first, count);
        var domesticRhos = Part(results.DomesticRhos, first, count);
        var foreignRhos = Part(results.ForeignRhos, first, count);
        for (int i = 0; i < count; i += T.Count)
        {
            var sign = Get<T>(ref columns, Sign, i);
            var refusal = Get<T>(ref columns, Refusal, i);
            var time = Get<T>(ref columns, Years, i);
            var receive = sign * Get<T>(ref columns, ForwardLeg, i) * Get<T>(ref columns, Probability1, i);
            var pay = sign * Get<T>(ref columns, StrikeLeg, i) * Get<T>(ref columns, Probability2, i);
            var decay = Get<T>(ref columns, Kernel, i) // With G σ/(2√T) as G σ²/(2s): no division.
                * (Get<T>(ref columns, HalfSquare, i) * Get<T>(ref columns, InverseDeviation, i));
            var carry = T.MultiplyAdd(
                Get<T>(ref columns, ForeignRate, i), receive, -(Get<T>(ref columns, DomesticRate, i) * pay));
            StoreUnlessEmpty(carry - decay + refusal, thetas, i);
            if (onForward)
            {
                StoreUnlessEmpty(refusal - time * Get<T>(ref columns, Value, i), domesticRhos, i);
            }
            else
            {
                StoreUnlessEmpty(time * pay + refusal, domesticRhos, i);
                StoreUnlessEmpty(refusal - time * receive, foreignRhos, i);
            }
        }
    }

    private static void StoreSecondOrder<T>(in GreekColumns results, int first, int count, ref double columns)
        where T : struct, ILanes<T>
    {
        var vannas = Part(results.Vannas, first, count);
        var volgas = Part(results.Volgas, first, count);
        var charms = Part(results.Charms, first, count);
        for (int i = 0; i < count; i += T.Count)
        {
            var refusal = Get<T>(ref columns, Refusal, i);
            var g = Get<T>(ref columns, Kernel, i);
            var u = Get<T>(ref columns, Distance, i);
            var t = Get<T>(ref columns, HalfDeviation, i);
            var d1 = u + t;
            var d2 = u - t;
            var rootYears = Get<T>(ref columns, RootYears, i);
            var inverse = Get<T>(ref columns, InverseDeviation, i);
            var density = g / Get<T>(ref columns, Spot, i); // e^(−rf T) φ(d1)
            StoreUnlessEmpty(refusal - density * d2 * rootYears * inverse, vannas, i);
            StoreUnlessEmpty(g * rootYears * (d1 * d2) * (rootYears * inverse) + refusal, volgas, i);

            var rf = Get<T>(ref columns, ForeignRate, i);
            var carry = (Get<T>(ref columns, DomesticRate, i) - rf) * inverse;
            var turn = d2 * (Get<T>(ref columns, HalfSquare, i) * inverse * inverse); // d2/(2T)
            var drift = density * (carry - turn);
            var probability = Get<T>(ref columns, ForeignDiscount, i) * Get<T>(ref columns, Probability1, i);
            StoreUnlessEmpty(Get<T>(ref columns, Sign, i) * rf * probability - drift + refusal, charms, i);
        }
    }

    private static Span<double> Part(Span<double> column, int first, int count) =>
        column.IsEmpty ? column : column.Slice(first, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUnlessEmpty<T>(T value, Span<double> destination, int index)
        where T : struct, ILanes<T>
    {
        if (!destination.IsEmpty)
        {
            Columns.Store(value, destination, index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Get<T>(ref double columns, int column, int row)
        where T : struct, ILanes<T> => T.Load(ref columns, column * Rows + row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T value, ref double columns, int column, int row)
        where T : struct, ILanes<T> => T.Store(value, ref columns, column * Rows + row);
}
