using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.Lanes;

/// <summary>One double, for a scalar call that gives the bits of the batch.</summary>
internal readonly struct Lane64 : ILanes<Lane64>
{
    private readonly double _value;

    private Lane64(double value) => _value = value;

    public static int Count => 1;

    private long Bits => BitConverter.DoubleToInt64Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 BroadcastBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Load(ref readonly double source, int index) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 LoadIntegers(ref readonly int source, int index) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane64 value, ref double destination, int index) =>
        Unsafe.Add(ref destination, index) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator +(Lane64 left, Lane64 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator -(Lane64 left, Lane64 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator *(Lane64 left, Lane64 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator /(Lane64 left, Lane64 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator -(Lane64 value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator &(Lane64 left, Lane64 right) => BroadcastBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator |(Lane64 left, Lane64 right) => BroadcastBits(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator <(Lane64 left, Lane64 right) => Mask(left._value < right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator >(Lane64 left, Lane64 right) => Mask(left._value > right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator <=(Lane64 left, Lane64 right) => Mask(left._value <= right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 operator >=(Lane64 left, Lane64 right) => Mask(left._value >= right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 MultiplyAdd(Lane64 left, Lane64 right, Lane64 addend) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Sqrt(Lane64 value) => new(Math.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Abs(Lane64 value) => new(Math.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Min(Lane64 left, Lane64 right) => left._value < right._value ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Max(Lane64 left, Lane64 right) => left._value > right._value ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 Select(Lane64 condition, Lane64 ifTrue, Lane64 ifFalse) =>
        condition.Bits != 0 ? ifTrue : ifFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 AddBits(Lane64 left, Lane64 right) => BroadcastBits(left.Bits + right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 SubtractBits(Lane64 left, Lane64 right) => BroadcastBits(left.Bits - right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 ToExponentBits(Lane64 value) => BroadcastBits(value.Bits << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane64 FromExponentBits(Lane64 value) => BroadcastBits(value.Bits >>> 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountTrue(Lane64 condition) => condition.Bits != 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane64 Mask(bool value) => BroadcastBits(value ? -1L : 0L);
}
