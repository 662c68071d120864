using System.Numerics.Tensors;

namespace RiskPlatform.Quant.Risk;

/// <summary>Value at risk and expected shortfall as they were in the past.</summary>
public static class HistoricalVar
{
    /// <summary>
    /// Computes VaR = −q(1 − c), q the sample quantile, and ES, the exact tail integral: minus the mean of the worst
    /// n(1 − c) returns, the last of them in part.
    /// </summary>
    /// <param name="returns">Returns or profits, in any order and unit; positive is a gain. Length n, at least
    /// 1.</param>
    /// <param name="confidence">c: a fraction strictly between 0.5 and 1.</param>
    /// <param name="quantile">How the sample quantile is read.</param>
    /// <exception cref="ArgumentException">There is no return, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only. With n(1 − c) &lt; 1 both rest on the worst return alone.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, whatever the order. <b>Cost:</b> a sort of a
    /// copy.</para>
    /// <para><b>Source:</b> R. Hyndman, Y. Fan, American Statistician 50 (1996), pp. 361-365; C. Acerbi, D. Tasche, J.
    /// Banking &amp; Finance 26 (2002), pp. 1487-1503; docs/methods/value-at-risk.md.</para>
    /// <para><b>Tested by:</b> R's figures for three types, brute force over the definition, every length.</para>
    /// </remarks>
    public static TailRisk Compute(ReadOnlySpan<double> returns, double confidence, QuantileType quantile)
    {
        double p = 1.0 - ConfidenceGuard.Checked(confidence);
        KernelGuard.AtLeast(returns.Length, 1);
        if (!TensorPrimitives.IsFiniteAll(returns))
        {
            throw new ArgumentException("A return is not finite.", nameof(returns));
        }

        double[] sorted = returns.ToArray();
        Array.Sort(sorted);
        var (lower, share) = Place(sorted.Length, p, quantile);
        double atQuantile = lower + 1 < sorted.Length
            ? sorted[lower] + share * (sorted[lower + 1] - sorted[lower])
            : sorted[lower];

        // n·p may fall short of a whole number by rounding alone: 250 · 0.02 has to be 5.
        double count = sorted.Length * p;
        int whole = (int)Math.Floor(count * (1.0 + 1e-12));
        double sum = 0.0;
        for (int i = 0; i < whole; i++)
        {
            sum += sorted[i];
        }

        sum += Math.Max(count - whole, 0.0) * sorted[Math.Min(whole, sorted.Length - 1)];
        return new TailRisk(-atQuantile, -sum / count);
    }

    /// <summary>The order statistic below the quantile, from 0, and the share of the way to the next.</summary>
    internal static (int Lower, double Share) Place(int n, double p, QuantileType quantile)
    {
        double position = quantile switch
        {
            QuantileType.Type7 => (n - 1) * p,
            QuantileType.Type6 => (n + 1) * p - 1.0,
            _ => Math.Ceiling(n * p * (1.0 - 1e-12)) - 1.0,
        };
        position = Math.Clamp(position, 0.0, n - 1.0);
        int lower = (int)Math.Floor(position + 1e-12);
        return (lower, Math.Max(position - lower, 0.0));
    }
}

/// <summary>How a quantile is read off a sample, by Hyndman and Fan's numbers.</summary>
public enum QuantileType
{
    /// <summary>Between order statistics at (n − 1)p: the usual one of spreadsheets and R.</summary>
    Type7,

    /// <summary>The smallest value with at least np values up to it: no interpolation.</summary>
    Type1,

    /// <summary>Between order statistics at (n + 1)p: further out, as P(X ≤ x₍ₖ₎) is k/(n + 1) on average.</summary>
    Type6,
}
