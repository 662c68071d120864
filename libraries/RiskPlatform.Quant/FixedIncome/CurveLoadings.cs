namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The two shapes that Nelson and Siegel's curves are made of, in x = years / decay.</summary>
internal static class CurveLoadings
{
    // Below, the difference of two near numbers would lose digits, and the series needs 14 terms at most.
    private const double SeriesMax = 0.5;

    /// <summary>S(x) = (1 − e^(−x)) / x, which is 1 at 0 and falls to 0.</summary>
    public static double Slope(double x)
    {
        double decayed = Math.Exp(-x);
        if (x > 1.0)
        {
            return (1.0 - decayed) / x;
        }

        // Kahan's form: the rounding of e^(−x) is in both parts and cancels.
        return decayed == 1.0 ? 1.0 : (decayed - 1.0) / Math.Log(decayed);
    }

    /// <summary>C(x) = S(x) − e^(−x), which is 0 at 0, rises to a hump at x ≈ 1.79 and falls to 0.</summary>
    public static double Curvature(double x)
    {
        if (x > SeriesMax)
        {
            return Slope(x) - Math.Exp(-x);
        }

        double power = x; // x^k (−1)^(k+1) / k!
        double sum = 0.0;
        for (int k = 1; k <= 14; k++)
        {
            sum += power * k / (k + 1);
            power *= -x / (k + 1);
        }

        return sum;
    }
}
