namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>
/// What a vector of some width can do, so that a kernel is written once and gives the same bits at every width.
/// </summary>
/// <remarks>
/// Every operation is correctly rounded or exact, and a fused multiply-add is asked for by name: nothing depends on
/// the machine. Implementations are structs, or the compiler would not make code of its own for each.
/// <see cref="Lanes1"/> is the scalar, which also takes the elements left over by wider ones.
/// Bare vectors, unlike <see cref="Lanes.ILanes{TSelf}"/>, whose struct around a vector reads better: with that the
/// compiler loads a kernel's constants again in every step, and paths took 15 % longer.
/// </remarks>
/// <typeparam name="TReal">Doubles side by side.</typeparam>
/// <typeparam name="TWord">As many 64-bit words.</typeparam>
internal interface ILanes<TReal, TWord>
{
    static abstract int Count { get; }

    static abstract TReal Real(double value);

    static abstract TWord Word(ulong value);

    /// <summary>0, 1, 2 and so on.</summary>
    static abstract TWord Iota { get; }

    static abstract TReal Load(ref readonly double source);

    static abstract void Store(TReal value, ref double destination);

    static abstract TReal Add(TReal a, TReal b);

    static abstract TReal Subtract(TReal a, TReal b);

    static abstract TReal Multiply(TReal a, TReal b);

    static abstract TReal Divide(TReal a, TReal b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TReal MultiplyAdd(TReal a, TReal b, TReal c);

    static abstract TReal SquareRoot(TReal a);

    static abstract TReal Absolute(TReal a);

    static abstract TReal Minimum(TReal a, TReal b);

    /// <summary>The magnitude of one and the sign of the other.</summary>
    static abstract TReal WithSign(TReal magnitude, TReal sign);

    /// <summary>All ones where a is greater than b, else all zeros.</summary>
    static abstract TReal Greater(TReal a, TReal b);

    static abstract TReal Select(TReal mask, TReal whenSet, TReal otherwise);

    static abstract bool Any(TReal mask);

    /// <summary>
    /// Writes the lanes whose mask is set, side by side, and returns how many. May write garbage behind them, up to
    /// <see cref="Count"/> in all.
    /// </summary>
    static abstract int StorePacked(TReal mask, TReal value, ref double destination);

    /// <summary>Writes a₀ b₀ a₁ b₁ and so on: two vectors' worth.</summary>
    static abstract void StoreInterleaved(TReal a, TReal b, ref double destination);

    static abstract TWord Bits(TReal value);

    static abstract TReal FromBits(TWord value);

    static abstract TWord Plus(TWord a, TWord b);

    static abstract TWord Minus(TWord a, TWord b);

    static abstract TWord And(TWord a, TWord b);

    static abstract TWord Or(TWord a, TWord b);

    static abstract TWord Xor(TWord a, TWord b);

    static abstract TWord ShiftLeft(TWord a, int bits);

    /// <summary>Zeros come in from the left.</summary>
    static abstract TWord ShiftRight(TWord a, int bits);

    /// <summary>The 64-bit product of the lower halves; the upper halves do not matter.</summary>
    static abstract TWord MultiplyLow(TWord a, TWord b);
}
