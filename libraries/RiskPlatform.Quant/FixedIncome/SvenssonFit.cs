namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Fits Svensson curves to zero rates by least squares.</summary>
public static class SvenssonFit
{
    private const int DifferentMaturities = 6;

    /// <summary>Minimises Σ w (y − β₀ − β₁ S(t/τ₁) − β₂ C(t/τ₁) − β₃ C(t/τ₂))² over coefficients and decays.</summary>
    /// <param name="years">t: maturities, zero or positive, any order, repeats allowed. Length n.</param>
    /// <param name="rates">y: zero rates, continuously compounded, any unit. Length n.</param>
    /// <param name="weights">w: positive, length n; or empty for equal weights.</param>
    /// <param name="bounds">Where both decays are searched. They are kept 0.1% apart.</param>
    /// <param name="cancellationToken">Asked before every evaluation of a pair.</param>
    /// <returns>The best of all minima found, with warnings; or why there is no curve.</returns>
    /// <exception cref="ArgumentException">Lengths differ, an element is not finite, a maturity is negative, a weight
    /// is not positive, or the bounds hold nothing.</exception>
    /// <exception cref="OperationCanceledException">The token was signalled.</exception>
    /// <remarks>
    /// <para>Variable projection: for each pair of decays the coefficients are solved exactly, so only the pair is
    /// searched: on a grid of 24 × 24, then by Levenberg–Marquardt from its 16 best minima.</para>
    /// <para><b>Accuracy:</b> the sum of squares to 1e-6 relative in its flat valleys; the best minimum of those
    /// started at, which no search can prove to be the best of all.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine with the same exponential.</para>
    /// <para><b>Cost:</b> 1,000 to 5,000 least-squares solutions of n rows.</para>
    /// <para><b>Source:</b> Svensson 1994; Golub and Pereyra, SIAM J. Numer. Anal. 10 (1973); Kaufman, BIT 15 (1975);
    /// Gilli, Große and Schumann, COMISEF working paper 31 (2010); docs/methods/nelson-siegel.md.</para>
    /// <para><b>Tested by:</b> the Federal Reserve's published curves, recovery of known curves, a dense grid, and
    /// that one hump's data raise the warnings.</para>
    /// </remarks>
    public static CurveFit<SvenssonCurve> Fit(
        ReadOnlySpan<double> years,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> weights,
        DecayBounds bounds,
        CancellationToken cancellationToken = default)
    {
        CurveData.Check(years, rates, weights);
        bounds.Checked();
        if (CurveData.DifferentMaturities(years) < DifferentMaturities)
        {
            return CurveData.NoFit<SvenssonCurve>(CurveFitStatus.TooFewObservations);
        }

        var projection = new DecayProjection(years, rates, weights, decays: 2, cancellationToken);
        if (DecaySearch.Run(projection, bounds) is not var (best, hasRival))
        {
            return CurveData.NoFit<SvenssonCurve>(CurveFitStatus.SingularLoadings);
        }

        var (warnings, condition, errors) = DecaySearch.Diagnose(projection, best, hasRival);
        var curve = Curve(projection, Math.Exp(best.LogDecays[0]), Math.Exp(best.LogDecays[1]));
        warnings |= CurveData.Warn(years, curve.ForwardRate, condition);
        var status = best.IsAtBound ? CurveFitStatus.AtBound : CurveFitStatus.Converged;
        return new CurveFit<SvenssonCurve>(status, curve, best.SumOfSquares, warnings, condition, errors);
    }

    private static SvenssonCurve Curve(DecayProjection projection, double decay, double second)
    {
        double[] beta = projection.Coefficients;
        return new SvenssonCurve(beta[0], beta[1], beta[2], beta[3], decay, second);
    }
}
