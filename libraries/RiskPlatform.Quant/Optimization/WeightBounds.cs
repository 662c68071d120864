namespace RiskPlatform.Quant.Optimization;

/// <summary>Least and greatest weight of each asset of a portfolio. The default value bounds nothing.</summary>
public readonly ref struct WeightBounds
{
    /// <summary>Makes bounds.</summary>
    /// <param name="lower">Least weights as fractions; −∞ for none. Length n, or empty for none at all.</param>
    /// <param name="upper">Greatest weights as fractions; +∞ for none. Length n, or empty for none at all.</param>
    public WeightBounds(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Least weights; empty for none.</summary>
    public ReadOnlySpan<double> Lower { get; }

    /// <summary>Greatest weights; empty for none.</summary>
    public ReadOnlySpan<double> Upper { get; }

    /// <summary>The least weight of an asset; −∞ for none.</summary>
    internal double Least(int asset) => Lower.IsEmpty ? double.NegativeInfinity : Lower[asset];

    /// <summary>The greatest weight of an asset; +∞ for none.</summary>
    internal double Greatest(int asset) => Upper.IsEmpty ? double.PositiveInfinity : Upper[asset];

    /// <summary>Refuses bounds of another length, NaN, and a least weight above the greatest.</summary>
    internal void Check(int assets)
    {
        KernelGuard.Length(Lower.Length, Lower.IsEmpty ? 0 : assets);
        KernelGuard.Length(Upper.Length, Upper.IsEmpty ? 0 : assets);
        for (int i = 0; i < assets; i++)
        {
            if (!(Least(i) <= Greatest(i)) || Least(i) == double.PositiveInfinity
                || Greatest(i) == double.NegativeInfinity)
            {
                throw new ArgumentException($"Weight {i} lies between {Least(i)} and {Greatest(i)}.");
            }
        }
    }

    /// <summary>Whether weights within the bounds can sum to 1.</summary>
    internal bool AllowOne(int assets)
    {
        double least = 0.0;
        double greatest = 0.0;
        for (int i = 0; i < assets; i++)
        {
            least += Least(i);
            greatest += Greatest(i);
        }

        const double Rounding = 1e-12;
        return least <= 1.0 + Rounding && greatest >= 1.0 - Rounding;
    }
}
