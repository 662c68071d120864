using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Credit;

/// <summary>How well a score tells bad from good.</summary>
public static class Discrimination
{
    /// <summary>
    /// Computes the area under the ROC curve, P(score of a bad one &gt; score of a good one) + ½ P(equal), and its
    /// variance by placements (DeLong).
    /// </summary>
    /// <param name="scores">Higher means worse: a probability of default, or minus a score. Length n.</param>
    /// <param name="isBad">Which rows defaulted. Length n; at least two of each.</param>
    /// <returns>The area, or null with fewer than two rows of a class.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only; the interval is normal, cut at 0 and 1. <b>Repeatability:</b> the same
    /// bits on every machine, whatever the rows' order but for last digits of the variance. <b>Cost:</b> n log
    /// n.</para>
    /// <para><b>Source:</b> E. DeLong, D. DeLong, D. Clarke-Pearson, Biometrics 44 (1988), pp. 837-845; X. Sun, W. Xu,
    /// IEEE Signal Processing Letters 21 (2014), pp. 1389-1393, for the ranks; docs/methods/discrimination.md.</para>
    /// <para><b>Tested by:</b> pROC's areas, all pairs by brute force, monotone maps, coverage over simulated
    /// samples.</para>
    /// </remarks>
    public static AreaUnderCurve? Area(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isBad)
    {
        var (bad, good) = Split(scores, isBad);
        if (bad.Length < 2 || good.Length < 2)
        {
            return null;
        }

        double[] both = [.. bad, .. good];
        double[] ranks = MidRanks(both);
        double[] badRanks = MidRanks(bad);
        double[] goodRanks = MidRanks(good);

        // Placements: the share of the other class that a row is on the right side of.
        double[] ofBad = new double[bad.Length];
        double[] ofGood = new double[good.Length];
        for (int i = 0; i < bad.Length; i++)
        {
            ofBad[i] = (ranks[i] - badRanks[i]) / good.Length;
        }

        for (int j = 0; j < good.Length; j++)
        {
            ofGood[j] = 1.0 - (ranks[bad.Length + j] - goodRanks[j]) / bad.Length;
        }

        double area = NormalLaw.Moments(ofBad).Mean;
        double variance = Variance(ofBad) / bad.Length + Variance(ofGood) / good.Length;
        return new AreaUnderCurve(area, Math.Sqrt(variance));
    }

    /// <summary>Computes max |F_bad − F_good| over all scores (Kolmogorov and Smirnov).</summary>
    /// <returns>0 to 1; null with no row of a class.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine. <b>Cost:</b>
    /// n log n.</para>
    /// <para><b>Source:</b> L. Thomas, Consumer Credit Models, 2009, section 2.5;
    /// docs/methods/discrimination.md.</para>
    /// <para><b>Tested by:</b> R's figures, brute force, ties.</para>
    /// </remarks>
    /// <inheritdoc cref="Area"/>
    public static double? KolmogorovSmirnov(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isBad)
    {
        var (bad, good) = Split(scores, isBad);
        if (bad.Length == 0 || good.Length == 0)
        {
            return null;
        }

        Array.Sort(bad);
        Array.Sort(good);
        double largest = 0.0;
        int i = 0;
        int j = 0;
        while (i < bad.Length && j < good.Length)
        {
            double at = Math.Min(bad[i], good[j]);
            while (i < bad.Length && bad[i] == at)
            {
                i++;
            }

            while (j < good.Length && good[j] == at)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs((double)i / bad.Length - (double)j / good.Length));
        }

        return largest;
    }

    /// <summary>Computes the mean of (p − y)², y one for bad: smaller is better (Brier).</summary>
    /// <param name="probabilities">Of default, 0 to 1. Length n, at least 1.</param>
    /// <param name="isBad">Which rows defaulted. Length n.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no row, or a probability is out of
    /// range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on every machine. <b>Cost:</b> one
    /// pass.</para>
    /// <para><b>Source:</b> G. Brier, Monthly Weather Review 78 (1950), pp. 1-3; docs/methods/discrimination.md.</para>
    /// <para><b>Tested by:</b> R's figures, a worked case, every length.</para>
    /// </remarks>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> isBad)
    {
        KernelGuard.AtLeast(probabilities.Length, 1);
        KernelGuard.Length(isBad.Length, probabilities.Length);
        double sum = 0.0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] is >= 0.0 and <= 1.0))
            {
                throw new ArgumentException($"Probability {i} is {probabilities[i]}.", nameof(probabilities));
            }

            double miss = probabilities[i] - (isBad[i] ? 1.0 : 0.0);
            sum += miss * miss;
        }

        return sum / probabilities.Length;
    }

    /// <summary>Computes Σ (aᵢ − eᵢ) ln(aᵢ/eᵢ) of two populations' shares by bin: how far one has moved.</summary>
    /// <param name="expected">Counts by bin when the model was made; zero or more, some above.</param>
    /// <param name="actual">Counts by bin now, as many bins.</param>
    /// <returns>Zero or more; null where a bin is empty in one of the two alone: merge it first.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative, or all are zero.</exception>
    /// <remarks>
    /// <para>Bins empty in both add nothing. By custom below 0.1 is stable and above 0.25 has shifted.</para>
    /// <para><b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> a
    /// logarithm a bin.</para>
    /// <para><b>Source:</b> N. Siddiqi, Credit Risk Scorecards, 2006, chapter 7; docs/methods/discrimination.md.</para>
    /// <para><b>Tested by:</b> a worked case, exchange of the two, empty bins.</para>
    /// </remarks>
    public static double? PopulationStability(ReadOnlySpan<long> expected, ReadOnlySpan<long> actual)
    {
        KernelGuard.Length(actual.Length, expected.Length);
        double expectedTotal = Total(expected);
        double actualTotal = Total(actual);
        double sum = 0.0;
        for (int i = 0; i < expected.Length; i++)
        {
            if ((expected[i] == 0) != (actual[i] == 0))
            {
                return null;
            }

            if (expected[i] > 0)
            {
                double e = expected[i] / expectedTotal;
                double a = actual[i] / actualTotal;
                sum += (a - e) * Math.Log(a / e);
            }
        }

        return sum;
    }

    private static double Total(ReadOnlySpan<long> counts)
    {
        double total = 0.0;
        foreach (long count in counts)
        {
            total += count >= 0 ? count : throw new ArgumentException($"A count is {count}.", nameof(counts));
        }

        return total > 0.0 ? total : throw new ArgumentException("There is nothing in any bin.", nameof(counts));
    }

    private static (double[] Bad, double[] Good) Split(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isBad)
    {
        KernelGuard.Length(isBad.Length, scores.Length);
        List<double> bad = [];
        List<double> good = [];
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]))
            {
                throw new ArgumentException($"Score {i} is NaN.", nameof(scores));
            }

            (isBad[i] ? bad : good).Add(scores[i]);
        }

        return ([.. bad], [.. good]);
    }

    /// <summary>Ranks from 1, equal values sharing the mean of theirs.</summary>
    private static double[] MidRanks(double[] values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[values.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int next = first;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            for (int i = first; i < next; i++)
            {
                ranks[order[i]] = 0.5 * (first + next + 1);
            }

            first = next;
        }

        return ranks;
    }

    private static double Variance(double[] values)
    {
        double deviation = NormalLaw.Moments(values).Deviation;
        return deviation * deviation * values.Length / (values.Length - 1.0);
    }
}

/// <summary>The area under a ROC curve.</summary>
/// <param name="Area">0.5 for a score that says nothing, 1 for one that never errs.</param>
/// <param name="StandardError">DeLong's.</param>
public readonly record struct AreaUnderCurve(double Area, double StandardError)
{
    /// <summary>2 · area − 1.</summary>
    public double Gini => 2.0 * Area - 1.0;

    /// <summary>Lower end of the normal interval, cut at 0.</summary>
    /// <param name="confidence">Strictly between 0.5 and 1.</param>
    public double Lower(double confidence) =>
        Math.Max(Area - Normal.Quantile(0.5 + 0.5 * confidence) * StandardError, 0.0);

    /// <summary>Upper end of the normal interval, cut at 1.</summary>
    /// <param name="confidence">Strictly between 0.5 and 1.</param>
    public double Upper(double confidence) =>
        Math.Min(Area + Normal.Quantile(0.5 + 0.5 * confidence) * StandardError, 1.0);
}
