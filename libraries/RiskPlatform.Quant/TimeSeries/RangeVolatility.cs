namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Volatility from the opening, highest, lowest and closing prices of each period.</summary>
/// <remarks>
/// The range within a period says more than its two ends: for the same error these need a fifth to an eighth of the
/// periods that closing prices need. All assume prices watched all the time: seen only now and then, ranges come out
/// too small.
/// </remarks>
public static class RangeVolatility
{
    // ζ(3); with it the fourth moments of a Brownian range (Garman and Klass 1980).
    private const double Apery = 1.202056903159594285399738;
    private const double FourLogTwo = 2.772588722239781237668928;

    // 2 ln 2 − 1: the weight of the squared change in Garman and Klass's estimator.
    private const double ChangeWeight = 0.386294361119890618834464;

    // Variance of Rogers and Satchell's estimate from one period, in units of σ⁴ (Yang and Zhang 2000).
    private const double RogersSatchellVariance = 0.331;

    /// <summary>Computes √(m · Σ ln(Hᵢ/Lᵢ)² / (4 n ln 2)) (Parkinson).</summary>
    /// <param name="highs">Highest prices, positive, oldest first. Length n, at least 1.</param>
    /// <param name="lows">Lowest prices, positive, none above its highest. Length n.</param>
    /// <param name="periodsPerYear">Periods in a year, m; 252 for business days.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a price is out of order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Periods a year are not positive.</exception>
    /// <remarks>
    /// <para>No drift and no jump between periods. Standard error σ/2 · √(0.407/n), for Brownian prices.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> one logarithm a period, no allocation.</para>
    /// <para><b>Source:</b> M. Parkinson, J. Business 53 (1980), pp. 61-65; docs/methods/range-volatility.md.</para>
    /// <para><b>Tested by:</b> worked cases, scaling, simulated paths (level and stated error), every length.</para>
    /// </remarks>
    public static VolatilityEstimate Parkinson(
        ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, double periodsPerYear)
    {
        int n = highs.Length;
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Length(lows.Length, n);
        CheckPeriods(periodsPerYear);
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            CheckRange(highs[i], lows[i]);
            double range = Math.Log(highs[i] / lows[i]);
            sum += range * range;
        }

        double perPeriod = (9.0 * Apery / (FourLogTwo * FourLogTwo)) - 1.0;
        return Estimate(sum / (FourLogTwo * n), perPeriod / n, periodsPerYear, n);
    }

    /// <summary>Computes √(m/n · Σ [½ ln(Hᵢ/Lᵢ)² − (2 ln 2 − 1) ln(Cᵢ/Oᵢ)²]) (Garman and Klass).</summary>
    /// <param name="bars">Prices of n periods, at least 1.</param>
    /// <param name="periodsPerYear">Periods in a year, m; 252 for business days.</param>
    /// <exception cref="ArgumentException">There is no period, or a price is out of order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Periods a year are not positive.</exception>
    /// <remarks>
    /// <para>No drift and no jump between periods. Standard error σ/2 · √(0.269/n), for Brownian prices. A term is
    /// negative where the change nearly fills the range, so the sum may be small but, as |ln(C/O)| ≤ ln(H/L), is not
    /// negative.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> two logarithms a period, no allocation.</para>
    /// <para><b>Source:</b> M. Garman, M. Klass, J. Business 53 (1980), pp. 67-78;
    /// docs/methods/range-volatility.md.</para>
    /// <para><b>Tested by:</b> as <see cref="Parkinson"/>.</para>
    /// </remarks>
    public static VolatilityEstimate GarmanKlass(PriceBars bars, double periodsPerYear)
    {
        int n = bars.Check(least: 1);
        CheckPeriods(periodsPerYear);
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            double range = Math.Log(bars.Highs[i] / bars.Lows[i]);
            double change = Math.Log(bars.Closes[i] / bars.Opens[i]);
            sum += 0.5 * range * range - ChangeWeight * change * change;
        }

        // Var of ½R² − kc²: Var R² = 9ζ(3) − 16 ln²2, Var c² = 2, Cov = 4 − 2E[udc²] − 4 ln 2, u and d the extremes.
        double rangeVariance = 9.0 * Apery - FourLogTwo * FourLogTwo;
        double covariance = 4.0 - 2.0 * (2.0 - 0.5 * FourLogTwo - 0.875 * Apery) - FourLogTwo;
        double perPeriod = 0.25 * rangeVariance + 2.0 * ChangeWeight * ChangeWeight - ChangeWeight * covariance;
        return Estimate(sum / n, perPeriod / n, periodsPerYear, n);
    }

    /// <summary>Computes √(m (V_O + k V_C + (1 − k) V_RS)) (Yang and Zhang), free of drift and of opening
    /// jumps.</summary>
    /// <param name="bars">Prices of n + 1 periods, at least 3: the first one only gives its close.</param>
    /// <param name="periodsPerYear">Periods in a year, m; 252 for business days.</param>
    /// <exception cref="ArgumentException">There are fewer than three periods, or a price is out of order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Periods a year are not positive.</exception>
    /// <remarks>
    /// <para>V_O and V_C: variances (divisor n − 1) of ln(Oᵢ/Cᵢ₋₁) and of ln(Cᵢ/Oᵢ); V_RS the mean of u(u − c) + d(d −
    /// c) with u, d, c the logarithms of high, low and close over the open (Rogers and Satchell);
    /// k = 0.34 / (1.34 + (n + 1)/(n − 1)).</para>
    /// <para>Standard error for Brownian prices: σ⁴-weighted sum of the three parts' variances, 2/(n − 1), 2/(n − 1)
    /// and 0.331/n, which are uncorrelated.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> four logarithms a period, no allocation.</para>
    /// <para><b>Source:</b> D. Yang, Q. Zhang, J. Business 73 (2000), pp. 477-491;
    /// docs/methods/range-volatility.md.</para>
    /// <para><b>Tested by:</b> its parts taken apart, scaling, drift, simulated paths (level and stated error), every
    /// length.</para>
    /// </remarks>
    public static VolatilityEstimate YangZhang(PriceBars bars, double periodsPerYear)
    {
        int n = bars.Check(least: 3) - 1;
        CheckPeriods(periodsPerYear);
        StreamingMoments jumps = default;
        StreamingMoments changes = default;
        double sum = 0.0;
        for (int i = 1; i <= n; i++)
        {
            double open = bars.Opens[i];
            double change = Math.Log(bars.Closes[i] / open);
            double up = Math.Log(bars.Highs[i] / open);
            double down = Math.Log(bars.Lows[i] / open);
            jumps.Add(Math.Log(open / bars.Closes[i - 1]));
            changes.Add(change);
            sum += up * (up - change) + down * (down - change);
        }

        double k = 0.34 / (1.34 + (n + 1.0) / (n - 1.0));
        double jump = jumps.SumOfSquares / (n - 1);
        double within = k * changes.SumOfSquares / (n - 1) + (1.0 - k) * sum / n;
        double variance = jump + within;
        double errorSquare = 2.0 * jump * jump / (n - 1)
            + within * within * (2.0 * k * k / (n - 1) + (1.0 - k) * (1.0 - k) * RogersSatchellVariance / n);
        double relative = variance > 0.0 ? errorSquare / (variance * variance) : 0.0;
        return Estimate(variance, relative, periodsPerYear, n);
    }

    // Half the relative error of a variance is that of its root.
    private static VolatilityEstimate Estimate(
        double variance, double relativeErrorSquare, double periodsPerYear, int observations)
    {
        double annualised = Math.Sqrt(Math.Max(variance, 0.0) * periodsPerYear);
        return new VolatilityEstimate(annualised, 0.5 * annualised * Math.Sqrt(relativeErrorSquare), observations);
    }

    private static void CheckRange(double high, double low)
    {
        if (!(low > 0.0 && high >= low) || double.IsInfinity(high))
        {
            throw new ArgumentException("A price is not positive and finite, or a low is above its high.");
        }
    }

    private static void CheckPeriods(double periodsPerYear)
    {
        if (!(periodsPerYear > 0.0) || double.IsInfinity(periodsPerYear))
        {
            throw new ArgumentOutOfRangeException(
                nameof(periodsPerYear), periodsPerYear, "Periods a year are positive and finite.");
        }
    }
}
