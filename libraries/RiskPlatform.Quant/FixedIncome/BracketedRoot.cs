namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Finds where a continuous function is zero between two points at which its signs differ.</summary>
internal static class BracketedRoot
{
    private const int StepsMax = 200; // Bisection alone needs 60 to 70; interpolation about 8.

    /// <summary>
    /// Brent's method: inverse quadratic interpolation kept inside the bracket, with bisection whenever it is slow.
    /// </summary>
    /// <remarks>Source: R. Brent, Algorithms for Minimization without Derivatives, 1973, ch. 4.</remarks>
    public static double Find(Func<double, double> function, double low, double high)
    {
        double b = high;
        double atB = function(high);
        double a = low; // The value before b.
        double atA = function(low);
        double c = a; // Across the root from b.
        double atC = atA;
        double last = b - a;
        double beforeLast = last;
        for (int i = 0; i < StepsMax && atB != 0.0; i++)
        {
            if (atB > 0.0 == atC > 0.0)
            {
                (c, atC) = (a, atA);
                beforeLast = last = b - a;
            }

            if (Math.Abs(atC) < Math.Abs(atB))
            {
                (a, b, c) = (b, c, b);
                (atA, atB, atC) = (atB, atC, atB);
            }

            double tolerance = 2e-16 * Math.Abs(b) + 1e-17;
            double half = 0.5 * (c - b);
            if (Math.Abs(half) <= tolerance)
            {
                break;
            }

            (double step, bool isInterpolated) = Interpolated(a, b, c, atA, atB, atC, half, tolerance, beforeLast);
            beforeLast = isInterpolated ? last : half;
            last = step;
            (a, atA) = (b, atB);
            b += Math.Abs(step) > tolerance ? step : Math.CopySign(tolerance, half);
            atB = function(b);
        }

        return b;
    }

    private static (double Step, bool IsInterpolated) Interpolated(
        double a, double b, double c, double atA, double atB, double atC, double half, double tolerance, double before)
    {
        if (Math.Abs(before) < tolerance || Math.Abs(atA) <= Math.Abs(atB))
        {
            return (half, false);
        }

        double s = atB / atA;
        double p = 2.0 * half * s;
        double q = 1.0 - s;
        if (a != c)
        {
            double r = atB / atC;
            double t = atA / atC;
            p = s * (2.0 * half * t * (t - r) - (b - a) * (r - 1.0));
            q = (t - 1.0) * (r - 1.0) * (s - 1.0);
        }

        q = p > 0.0 ? -q : q;
        p = Math.Abs(p);
        bool isInside = 2.0 * p < Math.Min(3.0 * half * q - Math.Abs(tolerance * q), Math.Abs(before * q));
        return isInside ? (p / q, true) : (half, false);
    }
}
