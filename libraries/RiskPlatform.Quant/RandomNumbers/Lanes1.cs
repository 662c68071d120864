using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>One lane: the scalar, on any machine.</summary>
internal readonly struct Lanes1 : ILanes<double, ulong>
{
    public static int Count => 1;

    public static ulong Iota => 0;

    public static double Real(double value) => value;

    public static ulong Word(ulong value) => value;

    public static double Load(ref readonly double source) => source;

    public static void Store(double value, ref double destination) => destination = value;

    public static double Add(double a, double b) => a + b;

    public static double Subtract(double a, double b) => a - b;

    public static double Multiply(double a, double b) => a * b;

    public static double Divide(double a, double b) => a / b;

    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static double SquareRoot(double a) => Math.Sqrt(a);

    public static double Absolute(double a) => Math.Abs(a);

    public static double Minimum(double a, double b) => a < b ? a : b;

    public static double WithSign(double magnitude, double sign) => Math.CopySign(magnitude, sign);

    public static double Greater(double a, double b) => BitConverter.UInt64BitsToDouble(a > b ? ulong.MaxValue : 0);

    public static double Select(double mask, double whenSet, double otherwise) =>
        BitConverter.DoubleToUInt64Bits(mask) != 0 ? whenSet : otherwise;

    public static bool Any(double mask) => BitConverter.DoubleToUInt64Bits(mask) != 0;

    public static int StorePacked(double mask, double value, ref double destination)
    {
        destination = value;
        return BitConverter.DoubleToUInt64Bits(mask) != 0 ? 1 : 0;
    }

    public static void StoreInterleaved(double a, double b, ref double destination)
    {
        destination = a;
        Unsafe.Add(ref destination, 1) = b;
    }

    public static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    public static double FromBits(ulong value) => BitConverter.UInt64BitsToDouble(value);

    public static ulong Plus(ulong a, ulong b) => a + b;

    public static ulong Minus(ulong a, ulong b) => a - b;

    public static ulong And(ulong a, ulong b) => a & b;

    public static ulong Or(ulong a, ulong b) => a | b;

    public static ulong Xor(ulong a, ulong b) => a ^ b;

    public static ulong ShiftLeft(ulong a, int bits) => a << bits;

    public static ulong ShiftRight(ulong a, int bits) => a >>> bits;

    public static ulong MultiplyLow(ulong a, ulong b) => (ulong)(uint)a * (uint)b;
}
