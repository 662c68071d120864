namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>How much a weighted sum varies, and what each part adds to that.</summary>
public static class PortfolioVariance
{
    // A covariance matrix from data is positive semi-definite up to rounding of about this part of its terms.
    private const double RoundingShare = 1e-12;

    /// <summary>
    /// Computes σ² = wᵀCw, the marginal volatilities (Cw)ᵢ/σ and the components wᵢ(Cw)ᵢ/σ, which sum to σ.
    /// </summary>
    /// <param name="weights">w: of each position; negative is short. Length n, at least 1.</param>
    /// <param name="covariance">C: n × n, row-major, symmetric.</param>
    /// <param name="marginal">Receives the change of σ a unit of each weight. Length n.</param>
    /// <param name="component">Receives the parts of σ by position. Length n.</param>
    /// <returns>
    /// The variance, zero or positive; null if it comes out negative beyond rounding: C is no covariance matrix. Of a
    /// variance of zero, marginals and components are zero.
    /// </returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements; symmetry.</para>
    /// <para><b>Accuracy:</b> rounding only; components sum to σ within n rounding errors of their sizes.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine.</para>
    /// <para><b>Cost:</b> n² multiplications, no allocation.</para>
    /// <para><b>Source:</b> D. Tasche, Risk contributions and performance measurement, 1999;
    /// docs/methods/matrices.md.</para>
    /// <para><b>Tested by:</b> R's figures, differences of σ, homogeneity, components that sum, every size.</para>
    /// </remarks>
    public static double? Compute(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> covariance, Span<double> marginal, Span<double> component)
    {
        int n = weights.Length;
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Area(covariance.Length, n, n);
        KernelGuard.Length(marginal.Length, n);
        KernelGuard.Length(component.Length, n);

        double variance = 0.0;
        double scale = 0.0;
        for (int i = 0; i < n; i++)
        {
            double row = 0.0;
            for (int j = 0; j < n; j++)
            {
                double term = covariance[i * n + j] * weights[j];
                row += term;
                scale += Math.Abs(weights[i] * term);
            }

            marginal[i] = row;
            variance += weights[i] * row;
        }

        if (variance < -RoundingShare * scale)
        {
            return null;
        }

        double deviation = variance > 0.0 ? Math.Sqrt(variance) : 0.0;
        for (int i = 0; i < n; i++)
        {
            marginal[i] = deviation > 0.0 ? marginal[i] / deviation : 0.0;
            component[i] = weights[i] * marginal[i];
        }

        return Math.Max(variance, 0.0);
    }
}
