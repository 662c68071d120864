namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Opening, highest, lowest and closing prices of periods in a row, oldest first.</summary>
public readonly ref struct PriceBars
{
    /// <summary>Puts four columns together; kernels check them when they read them.</summary>
    /// <param name="opens">Opening prices. Length n.</param>
    /// <param name="highs">Highest prices. Length n.</param>
    /// <param name="lows">Lowest prices. Length n.</param>
    /// <param name="closes">Closing prices. Length n.</param>
    public PriceBars(
        ReadOnlySpan<double> opens, ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, ReadOnlySpan<double> closes)
    {
        Opens = opens;
        Highs = highs;
        Lows = lows;
        Closes = closes;
    }

    /// <summary>Opening prices.</summary>
    public ReadOnlySpan<double> Opens { get; }

    /// <summary>Highest prices.</summary>
    public ReadOnlySpan<double> Highs { get; }

    /// <summary>Lowest prices.</summary>
    public ReadOnlySpan<double> Lows { get; }

    /// <summary>Closing prices.</summary>
    public ReadOnlySpan<double> Closes { get; }

    /// <summary>Refuses columns of unequal length, too few periods, and prices out of order; returns the
    /// length.</summary>
    internal int Check(int least)
    {
        int n = Opens.Length;
        KernelGuard.AtLeast(n, least);
        KernelGuard.Length(Highs.Length, n);
        KernelGuard.Length(Lows.Length, n);
        KernelGuard.Length(Closes.Length, n);
        for (int i = 0; i < n; i++)
        {
            double lower = Math.Min(Opens[i], Closes[i]);
            double upper = Math.Max(Opens[i], Closes[i]);
            if (!(Lows[i] > 0.0 && Lows[i] <= lower && upper <= Highs[i]) || double.IsInfinity(Highs[i]))
            {
                throw new ArgumentException($"Period {i}: prices are positive, and open and close within the range.");
            }
        }

        return n;
    }
}
