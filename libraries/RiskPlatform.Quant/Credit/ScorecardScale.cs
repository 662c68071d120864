namespace RiskPlatform.Quant.Credit;

/// <summary>How log-odds are written as points.</summary>
/// <param name="PointsToDoubleOdds">Points that double the odds of good to bad; above zero, 20 by custom.</param>
/// <param name="BaseScore">The score at the base odds.</param>
/// <param name="BaseOdds">Odds of good to bad there; above zero.</param>
public readonly record struct ScorecardScale(double PointsToDoubleOdds, double BaseScore, double BaseOdds)
{
    private double Factor => PointsToDoubleOdds / Math.Log(2.0);

    private double Offset => BaseScore - Factor * Math.Log(BaseOdds);

    /// <summary>Computes offset − factor · η, factor = points to double / ln 2.</summary>
    /// <param name="logOddsOfBad">η: ln(p/(1 − p)), p the probability of default.</param>
    /// <remarks>
    /// <para><b>Not checked:</b> the scale. <b>Accuracy:</b> rounding only. <b>Repeatability:</b> the same bits on one
    /// kind of machine. <b>Cost:</b> two logarithms.</para>
    /// <para><b>Source:</b> N. Siddiqi, Credit Risk Scorecards, 2006, chapter 6; docs/methods/discrimination.md.</para>
    /// <para><b>Tested by:</b> the book's worked case, doubling, the way back.</para>
    /// </remarks>
    public double Score(double logOddsOfBad) => Offset - Factor * logOddsOfBad;

    /// <summary>The probability of default at a score.</summary>
    /// <param name="score">A score.</param>
    /// <inheritdoc cref="Score"/>
    public double Probability(double score) => LogisticRegression.Probability((Offset - score) / Factor);

    /// <summary>
    /// Computes each feature's points, offset/k − factor(β₀/k + βⱼxⱼ) for k features: they sum to the score.
    /// </summary>
    /// <param name="coefficients">β₀, β₁ … Length k + 1, k at least 1.</param>
    /// <param name="features">x of one applicant. Length k.</param>
    /// <param name="points">Receives the points. Length k.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <inheritdoc cref="Score"/>
    public void Points(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> features, Span<double> points)
    {
        int k = features.Length;
        KernelGuard.AtLeast(k, 1);
        KernelGuard.Length(coefficients.Length, k + 1);
        KernelGuard.Length(points.Length, k);
        for (int j = 0; j < k; j++)
        {
            points[j] = Offset / k - Factor * (coefficients[0] / k + coefficients[j + 1] * features[j]);
        }
    }
}
