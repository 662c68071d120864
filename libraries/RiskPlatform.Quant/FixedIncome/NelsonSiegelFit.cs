namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Fits Nelson–Siegel curves to zero rates by least squares.</summary>
public static class NelsonSiegelFit
{
    private const int DifferentMaturities = 4;

    /// <summary>Minimises Σ w (y − β₀ − β₁ S(t/τ) − β₂ C(t/τ))² over coefficients and decay.</summary>
    /// <param name="years">t: maturities, zero or positive, any order, repeats allowed. Length n.</param>
    /// <param name="rates">y: zero rates, continuously compounded, any unit. Length n.</param>
    /// <param name="weights">w: positive, length n; or empty for equal weights.</param>
    /// <param name="bounds">Where the decay is searched.</param>
    /// <param name="cancellationToken">Asked before every evaluation of a decay.</param>
    /// <returns>The best of all minima found, with warnings; or why there is no curve.</returns>
    /// <exception cref="ArgumentException">Lengths differ, an element is not finite, a maturity is negative, a weight
    /// is not positive, or the bounds hold nothing.</exception>
    /// <exception cref="OperationCanceledException">The token was signalled.</exception>
    /// <remarks>
    /// <para>Variable projection: for each decay the coefficients are solved exactly, so only the decay is searched:
    /// on a grid of 60, then by Levenberg–Marquardt from each of its minima.</para>
    /// <para><b>Accuracy:</b> the sum of squares to 1e-12 relative; coefficients to the condition number times
    /// 1e-15.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine with the same exponential.</para>
    /// <para><b>Cost:</b> about 200 least-squares solutions of n rows.</para>
    /// <para><b>Source:</b> Nelson and Siegel 1987; Golub and Pereyra, SIAM J. Numer. Anal. 10 (1973); Kaufman, BIT
    /// 15 (1975); docs/methods/nelson-siegel.md.</para>
    /// <para><b>Tested by:</b> R's lm and optimize, recovery of known curves, a dense grid, every length.</para>
    /// </remarks>
    public static CurveFit<NelsonSiegelCurve> Fit(
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
            return CurveData.NoFit<NelsonSiegelCurve>(CurveFitStatus.TooFewObservations);
        }

        var projection = new DecayProjection(years, rates, weights, decays: 1, cancellationToken);
        if (DecaySearch.Run(projection, bounds) is not var (best, hasRival))
        {
            return CurveData.NoFit<NelsonSiegelCurve>(CurveFitStatus.SingularLoadings);
        }

        var (warnings, condition, errors) = DecaySearch.Diagnose(projection, best, hasRival);
        var curve = Curve(projection, Math.Exp(best.LogDecays[0]));
        warnings |= CurveData.Warn(years, curve.ForwardRate, condition);
        var status = best.IsAtBound ? CurveFitStatus.AtBound : CurveFitStatus.Converged;
        return new CurveFit<NelsonSiegelCurve>(status, curve, best.SumOfSquares, warnings, condition, errors);
    }

    /// <summary>Minimises Σ w (y − β₀ − β₁ S(t/τ) − β₂ C(t/τ))² over the coefficients for a given decay.</summary>
    /// <param name="years">t: maturities, zero or positive, any order, repeats allowed. Length n.</param>
    /// <param name="rates">y: zero rates, continuously compounded, any unit. Length n.</param>
    /// <param name="weights">w: positive, length n; or empty for equal weights.</param>
    /// <param name="decay">τ in years; positive.</param>
    /// <returns>The curve; or why there is none.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not positive and finite.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the condition number times 1e-15.</para>
    /// <para><b>Source:</b> Diebold and Li, Journal of Econometrics 130 (2006); docs/methods/nelson-siegel.md.</para>
    /// <para><b>Tested by:</b> R's lm.</para>
    /// </remarks>
    public static CurveFit<NelsonSiegelCurve> AtDecay(
        ReadOnlySpan<double> years, ReadOnlySpan<double> rates, ReadOnlySpan<double> weights, double decay)
    {
        CurveData.Check(years, rates, weights);
        CurveData.CheckDecay(decay);
        if (CurveData.DifferentMaturities(years) < DifferentMaturities - 1)
        {
            return CurveData.NoFit<NelsonSiegelCurve>(CurveFitStatus.TooFewObservations);
        }

        var projection = new DecayProjection(years, rates, weights, decays: 1);
        if (projection.Evaluate([Math.Log(decay)]) is not double squares)
        {
            return CurveData.NoFit<NelsonSiegelCurve>(CurveFitStatus.SingularLoadings);
        }

        double condition = projection.Condition();
        var curve = Curve(projection, decay);
        var warnings = CurveData.Warn(years, curve.ForwardRate, condition);
        return new CurveFit<NelsonSiegelCurve>(CurveFitStatus.Converged, curve, squares, warnings, condition, []);
    }

    private static NelsonSiegelCurve Curve(DecayProjection projection, double decay)
    {
        double[] beta = projection.Coefficients;
        return new NelsonSiegelCurve(beta[0], beta[1], beta[2], decay);
    }
}

/// <summary>What the two fits share: checks of data and of the curve found.</summary>
internal static class CurveData
{
    private const double IllCondition = 100.0;
    private const int ForwardPoints = 400;

    /// <summary>Refuses data that no curve could mean.</summary>
    public static void Check(ReadOnlySpan<double> years, ReadOnlySpan<double> rates, ReadOnlySpan<double> weights)
    {
        KernelGuard.Length(rates.Length, years.Length);
        KernelGuard.Length(weights.Length, weights.IsEmpty ? 0 : years.Length);
        for (int i = 0; i < years.Length; i++)
        {
            if (!(years[i] >= 0.0) || !double.IsFinite(years[i]) || !double.IsFinite(rates[i]))
            {
                throw new ArgumentException($"Observation {i} has a negative maturity or is not finite.");
            }

            if (!weights.IsEmpty && !(weights[i] > 0.0 && double.IsFinite(weights[i])))
            {
                throw new ArgumentException($"Weight {i} is not positive and finite.");
            }
        }
    }

    /// <summary>Refuses a decay that gives no curve.</summary>
    public static void CheckDecay(double decay)
    {
        if (!(decay > 0.0) || double.IsInfinity(decay))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "A decay is positive and finite.");
        }
    }

    /// <summary>How many maturities differ: what a curve can be pinned at.</summary>
    public static int DifferentMaturities(ReadOnlySpan<double> years) => years.ToArray().Distinct().Count();

    /// <summary>Warnings that need no search: condition and forwards.</summary>
    public static CurveFitWarnings Warn(ReadOnlySpan<double> years, Func<double, double> forward, double condition) =>
        (condition > IllCondition ? CurveFitWarnings.IllConditioned : 0)
        | (HasNegativeForward(years, forward) ? CurveFitWarnings.NegativeForward : 0);

    /// <summary>Whether a forward is negative at one of 400 even steps up to the longest maturity.</summary>
    private static bool HasNegativeForward(ReadOnlySpan<double> years, Func<double, double> forward)
    {
        double longest = 0.0;
        foreach (double maturity in years)
        {
            longest = Math.Max(longest, maturity);
        }

        return Enumerable.Range(0, ForwardPoints + 1).Any(i => forward(longest * i / ForwardPoints) < 0.0);
    }

    /// <summary>The result without a curve.</summary>
    public static CurveFit<TCurve> NoFit<TCurve>(CurveFitStatus status)
        where TCurve : struct => new(status, default, 0.0, CurveFitWarnings.None, 0.0, []);
}
