namespace RiskPlatform.Quant.Lanes;

/// <summary>
/// A few numbers worked on at once: one body of a kernel serves every vector width and the scalar call.
/// </summary>
/// <remarks>
/// Every operation is IEEE 754's, correctly rounded, fused multiply-add included (in software where the CPU has none),
/// so that a kernel gives the same bits at every width and on every machine.
/// A comparison gives all bits set or none, to be used by <see cref="Select"/> and &amp; only.
/// </remarks>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Broadcast(double value);

    static abstract TSelf BroadcastBits(long bits);

    static abstract TSelf Load(ref readonly double source, int index);

    /// <summary>Loads whole numbers as doubles.</summary>
    static abstract TSelf LoadIntegers(ref readonly int source, int index);

    static abstract void Store(TSelf value, ref double destination, int index);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator <(TSelf left, TSelf right);

    static abstract TSelf operator >(TSelf left, TSelf right);

    static abstract TSelf operator <=(TSelf left, TSelf right);

    static abstract TSelf operator >=(TSelf left, TSelf right);

    /// <summary>Computes left × right + addend with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Abs(TSelf value);

    /// <summary>The smaller; either if one is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger; either if one is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Select(TSelf condition, TSelf ifTrue, TSelf ifFalse);

    /// <summary>Adds the bit patterns as 64-bit integers, wrapping.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Subtracts the bit patterns as 64-bit integers, wrapping.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>Moves the lowest bits to where a double has its exponent: 52 to the left.</summary>
    static abstract TSelf ToExponentBits(TSelf value);

    /// <summary>Moves the exponent's bits to the lowest place: 52 to the right, zeros from the left.</summary>
    static abstract TSelf FromExponentBits(TSelf value);

    /// <summary>How many comparisons came out true.</summary>
    static abstract int CountTrue(TSelf condition);
}
