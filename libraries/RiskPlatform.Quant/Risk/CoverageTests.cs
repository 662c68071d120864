namespace RiskPlatform.Quant.Risk;

/// <summary>Tests of a value at risk by how often, and in which order, losses exceeded it.</summary>
public static class CoverageTests
{
    /// <summary>
    /// Computes LR = 2 ln[(1 − π)ⁿ⁻ˣ πˣ / ((1 − p)ⁿ⁻ˣ pˣ)], π = x/n: does the share of exceptions fit (Kupiec)?
    /// </summary>
    /// <param name="exceptions">x: days with a loss above the value at risk, 0 to n.</param>
    /// <param name="observations">n: days, at least 1.</param>
    /// <param name="probability">p: 1 less the confidence; strictly between 0 and 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para>With none or all of the days exceptions, 0 · ln 0 counts as its limit, zero.</para>
    /// <para><b>Accuracy:</b> rounding; the χ² law is rough where np is below 5. <b>Repeatability:</b> the same bits on
    /// one kind of machine. <b>Cost:</b> four logarithms.</para>
    /// <para><b>Source:</b> P. Kupiec, J. Derivatives 3(2) (1995), pp. 73-84; docs/methods/var-backtests.md.</para>
    /// <para><b>Tested by:</b> R's figures, published cases and non-rejection regions, size over simulated days.</para>
    /// </remarks>
    public static LikelihoodRatio Unconditional(int exceptions, int observations, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exceptions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exceptions, observations);
        CheckProbability(probability);
        double share = (double)exceptions / observations;
        double fitted = Log(observations - exceptions, 1.0 - share) + Log(exceptions, share);
        double expected = Log(observations - exceptions, 1.0 - probability) + Log(exceptions, probability);
        return new LikelihoodRatio(Math.Max(2.0 * (fitted - expected), 0.0), 1);
    }

    /// <summary>
    /// Computes the likelihood ratio of a first-order Markov chain against independence: do exceptions come in clusters
    /// (Christoffersen)?
    /// </summary>
    /// <param name="isException">One a day, oldest first. Length n, at least 2; its n − 1 transitions count.</param>
    /// <returns>The test with the transitions it counted.</returns>
    /// <exception cref="ArgumentException">There are fewer than two days.</exception>
    /// <remarks>
    /// <para>Where no day follows an exception, or all do, 0 · ln 0 counts as its limit, zero.</para>
    /// <para><b>Accuracy:</b> rounding; with few exceptions the χ² law is rough. <b>Repeatability:</b> the same bits on
    /// one kind of machine. <b>Cost:</b> one pass.</para>
    /// <para><b>Source:</b> P. Christoffersen, International Economic Review 39 (1998), pp. 841-862;
    /// docs/methods/var-backtests.md.</para>
    /// <para><b>Tested by:</b> R's figures, a published case, size, power against clusters, every length.</para>
    /// </remarks>
    public static IndependenceTest Independence(ReadOnlySpan<bool> isException)
    {
        KernelGuard.AtLeast(isException.Length, 2);
        int n00 = 0;
        int n01 = 0;
        int n10 = 0;
        int n11 = 0;
        for (int t = 1; t < isException.Length; t++)
        {
            switch (isException[t - 1], isException[t])
            {
                case (false, false):
                    n00++;
                    break;
                case (false, true):
                    n01++;
                    break;
                case (true, false):
                    n10++;
                    break;
                default:
                    n11++;
                    break;
            }
        }

        return Independence(n00, n01, n10, n11);
    }

    /// <summary>The same from counted transitions.</summary>
    /// <param name="n00">Quiet days after quiet days.</param>
    /// <param name="n01">Exceptions after quiet days.</param>
    /// <param name="n10">Quiet days after exceptions.</param>
    /// <param name="n11">Exceptions after exceptions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <inheritdoc cref="Independence(ReadOnlySpan{bool})"/>
    public static IndependenceTest Independence(int n00, int n01, int n10, int n11)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(Math.Min(n00, n01), Math.Min(n10, n11)));
        double afterQuiet = Share(n01, (long)n00 + n01);
        double afterException = Share(n11, (long)n10 + n11);
        double share = Share((long)n01 + n11, (long)n00 + n01 + n10 + n11);
        double chain = Log(n00, 1.0 - afterQuiet) + Log(n01, afterQuiet)
            + Log(n10, 1.0 - afterException) + Log(n11, afterException);
        double independent = Log((long)n00 + n10, 1.0 - share) + Log((long)n01 + n11, share);
        return new IndependenceTest(
            n00, n01, n10, n11, new LikelihoodRatio(Math.Max(2.0 * (chain - independent), 0.0), 1));
    }

    /// <summary>Both questions at once: the sum of the two statistics, χ² with two degrees of freedom.</summary>
    /// <param name="unconditional">Kupiec's test of all days.</param>
    /// <param name="independence">Christoffersen's test of their order.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding. <b>Repeatability:</b> as its parts. <b>Cost:</b> an addition.</para>
    /// <para><b>Source:</b> P. Christoffersen, International Economic Review 39 (1998), pp. 841-862;
    /// docs/methods/var-backtests.md.</para>
    /// <para><b>Tested by:</b> R's figures, a published case.</para>
    /// </remarks>
    public static LikelihoodRatio Conditional(LikelihoodRatio unconditional, IndependenceTest independence) =>
        new(unconditional.Statistic + independence.Test.Statistic, 2);

    internal static void CheckProbability(double probability)
    {
        if (!(probability is > 0.0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "A tail's probability lies strictly between 0 and 0.5.");
        }
    }

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0.0;

    private static double Log(long count, double probability) => count > 0 ? count * Math.Log(probability) : 0.0;
}

/// <summary>A test of independence and the transitions it counted.</summary>
/// <param name="N00">Quiet days after quiet days.</param>
/// <param name="N01">Exceptions after quiet days.</param>
/// <param name="N10">Quiet days after exceptions.</param>
/// <param name="N11">Exceptions after exceptions.</param>
/// <param name="Test">The likelihood ratio.</param>
public readonly record struct IndependenceTest(int N00, int N01, int N10, int N11, LikelihoodRatio Test);
