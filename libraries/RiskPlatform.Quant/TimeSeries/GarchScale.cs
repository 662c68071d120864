namespace RiskPlatform.Quant.TimeSeries;

/// <summary>What returns are centred by, and the power of two they are divided by, before a fit.</summary>
/// <param name="Center">In return units.</param>
/// <param name="Exponent">k of the divisor 2ᵏ.</param>
internal readonly record struct GarchScale(double Center, int Exponent)
{
    private const double SizeMax = 1e100;

    // Differences from the centre of this size, relative to the returns themselves, are rounding.
    private const double RoundingShare = 1e-13;

    /// <summary>2ᵏ.</summary>
    public double Divisor => Math.ScaleB(1.0, Exponent);

    /// <summary>Finds the scale; null if the returns do not vary.</summary>
    public static GarchScale? Of(ReadOnlySpan<double> returns, GarchMean mean)
    {
        double largest = 0.0;
        double sum = 0.0;
        foreach (double r in returns)
        {
            largest = Math.Max(largest, Math.Abs(r));
            sum += r;
        }

        if (largest < 1.0 / SizeMax)
        {
            return null;
        }

        double center = mean == GarchMean.Zero ? 0.0 : sum / returns.Length;
        int size = Math.ILogB(largest);
        double squares = 0.0;
        double deviation = 0.0;
        foreach (double r in returns)
        {
            double scaled = Math.ScaleB(r - center, -size);
            squares += scaled * scaled;
            deviation = Math.Max(deviation, Math.Abs(r - returns[0]));
        }

        double root = Math.Sqrt(squares / returns.Length);
        return deviation > RoundingShare * largest && root > RoundingShare
            ? new GarchScale(center, size + Math.ILogB(root))
            : null;
    }

    /// <summary>Refuses returns and presamples that are no numbers to compute with.</summary>
    public static void Check(ReadOnlySpan<double> returns, GarchSpecification specification)
    {
        foreach (double r in returns)
        {
            if (!(Math.Abs(r) <= SizeMax))
            {
                throw new ArgumentException("A return is NaN, infinite or larger than 1e100.", nameof(returns));
            }
        }

        if (specification.Presample is { } given
            && !(given.SquaredShock is >= 0.0 and < double.MaxValue && given.Variance is > 0.0 and < double.MaxValue))
        {
            throw new ArgumentException(
                "A presample has a variance above zero and a squared shock of zero or more.", nameof(specification));
        }
    }
}
