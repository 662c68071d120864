namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Conditional-variance models: fit, filter, forecast. <see cref="GarchForm"/> has the formulas.</summary>
public static class Garch
{
    /// <summary>Fewer returns than this give <see cref="GarchStatus.TooFewObservations"/>.</summary>
    public const int MinimumObservations = 50;

    /// <summary>Fits a model by maximum likelihood: max Σ [ln f(eₜ/√hₜ) − ½ ln hₜ].</summary>
    /// <param name="returns">Returns at equal steps, in any unit, oldest first; sizes up to 1e100.</param>
    /// <param name="specification">The model; the default is GARCH(1,1), normal, with a mean.</param>
    /// <param name="cancellationToken">Asked every few returns of a pass.</param>
    /// <returns>
    /// The outcome and its estimate. Whatever the data, it is finite numbers or a status that says why not.
    /// </returns>
    /// <exception cref="ArgumentException">A return is NaN, infinite or larger than 1e100, or a presample value is
    /// out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Method:</b> returns are centred and scaled by a power of two, so that scaling changes no bit of the
    /// result but its exponent; damped Newton steps with exact first and second derivatives inside bounds (ω &gt; 0,
    /// α ≥ 0, α + γ ≥ 0, 0 ≤ β ≤ 1; EGARCH |β| &lt; 1; 2.01 ≤ ν ≤ 500), from the best start of three groups.</para>
    /// <para><b>Accuracy:</b> parameters to about 1e-7 of their standard errors.</para>
    /// <para><b>Repeatability:</b> the same bits on machines with the same fused multiply-add; else last digits.</para>
    /// <para><b>Cost:</b> three climbs of 7 to 20 passes; 1 to 4 ms for 2,000 returns on one core.</para>
    /// <para><b>Source:</b> Fiorentini, Calzolari and Panattoni, J. Applied Econometrics 11 (1996), pp. 399-417;
    /// docs/methods/garch.md.</para>
    /// <para><b>Tested by:</b> the published benchmark, R's fGarch and tseries, gretl, differences of the likelihood,
    /// a direct search, simulated series, and hard series.</para>
    /// </remarks>
    public static GarchFit Fit(
        ReadOnlySpan<double> returns,
        GarchSpecification specification = default,
        CancellationToken cancellationToken = default)
    {
        GarchScale.Check(returns, specification);
        if (returns.Length < MinimumObservations)
        {
            return new GarchFit(GarchStatus.TooFewObservations, null);
        }

        var scale = GarchScale.Of(returns, specification.Mean);
        return scale is { } found
            ? new GarchEstimator(returns, specification, found, cancellationToken).Fit()
            : new GarchFit(GarchStatus.NoVariation, null);
    }

    /// <summary>Computes each return's conditional variance by the model's recursion.</summary>
    /// <param name="form">The recursion.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="returns">Returns in the parameters' unit, oldest first. Length n.</param>
    /// <param name="firstVariance">h₁, the variance of the first return; positive, squared return units.</param>
    /// <param name="variances">Receives h₁ … hₙ. Length n.</param>
    /// <returns>hₙ₊₁, the variance of the next return; with no returns the first variance.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the first variance is not positive.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the returns and parameters.</para>
    /// <para><b>Accuracy:</b> rounding only; the recursion forgets errors at the rate β.</para>
    /// <para><b>Cost:</b> one pass, no allocation. <b>Source:</b> docs/methods/garch.md.</para>
    /// <para><b>Tested by:</b> QuantLib's test-suite, fGarch's variances, every length, splitting a series.</para>
    /// </remarks>
    public static double Filter(
        GarchForm form,
        GarchParameters parameters,
        ReadOnlySpan<double> returns,
        double firstVariance,
        Span<double> variances)
    {
        KernelGuard.Length(variances.Length, returns.Length);
        CheckVariance(firstVariance);
        double h = firstVariance;
        for (int t = 0; t < returns.Length; t++)
        {
            variances[t] = h;
            h = NextVariance(form, parameters, returns[t] - parameters.Mean, h);
        }

        return h;
    }

    /// <summary>Computes the expected variances of the returns to come, E[hₙ₊ₖ].</summary>
    /// <param name="estimate">A fitted model.</param>
    /// <param name="variances">Receives the variance k + 1 steps ahead in place k; any length.</param>
    /// <inheritdoc cref="Forecast(GarchSpecification, GarchParameters, double, Span{double})"/>
    public static void Forecast(GarchEstimate estimate, Span<double> variances) =>
        Forecast(estimate.Specification, estimate.Parameters, estimate.NextVariance, variances);

    /// <summary>Computes the expected variances of the returns to come, E[hₙ₊ₖ].</summary>
    /// <param name="specification">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="nextVariance">hₙ₊₁, known today; positive.</param>
    /// <param name="variances">Receives the variance k + 1 steps ahead in place k; any length.</param>
    /// <exception cref="ArgumentException">The next variance is not positive.</exception>
    /// <remarks>
    /// <para>GARCH and GJR: ω + P · the one before, with P the persistence; from P ≥ 1 on it grows without bound.
    /// EGARCH with normal innovations: the exact mean, a product of moments of exp(βʲ(α|z| + γz)). EGARCH with
    /// Student's t has no finite mean beyond one step (Nelson 1991): exp(E[ln h]) is given, which is below any
    /// mean.</para>
    /// <para><b>Accuracy:</b> rounding only; for given parameters. <b>Cost:</b> one pass, no allocation.</para>
    /// <para><b>Source:</b> docs/methods/garch.md. <b>Tested by:</b> fGarch's forecasts, simulation.</para>
    /// </remarks>
    public static void Forecast(
        GarchSpecification specification, GarchParameters parameters, double nextVariance, Span<double> variances)
    {
        CheckVariance(nextVariance);
        if (specification.Form == GarchForm.Egarch)
        {
            ForecastLogarithmic(specification.Innovations, parameters, nextVariance, variances);
            return;
        }

        double persistence = Persistence(specification.Form, parameters);
        double h = nextVariance;
        for (int k = 0; k < variances.Length; k++)
        {
            variances[k] = h;
            h = parameters.Omega + persistence * h;
        }
    }

    /// <summary>
    /// How much of a variance's departure from its level is expected to be left after a step: α + β, with γ/2 more in
    /// GJR; in EGARCH β, of the logarithm.
    /// </summary>
    /// <param name="form">The recursion.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding. <b>Source:</b> docs/methods/garch.md. <b>Tested by:</b> the decay of
    /// forecasts.</para>
    /// </remarks>
    public static double Persistence(GarchForm form, GarchParameters parameters) => form switch
    {
        GarchForm.Egarch => parameters.Beta,
        GarchForm.Gjr => parameters.Alpha + 0.5 * parameters.Gamma + parameters.Beta,
        _ => parameters.Alpha + parameters.Beta,
    };

    /// <summary>The long-run variance ω / (1 − P); null if persistence P is 1 or more, and for EGARCH.</summary>
    /// <param name="form">The recursion.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <remarks>
    /// <para><b>Accuracy:</b> rounding, over 1 − P. <b>Source:</b> docs/methods/garch.md. <b>Tested by:</b> fGarch, and
    /// the limit of forecasts.</para>
    /// </remarks>
    public static double? UnconditionalVariance(GarchForm form, GarchParameters parameters)
    {
        double persistence = Persistence(form, parameters);
        return form != GarchForm.Egarch && persistence < 1.0 ? parameters.Omega / (1.0 - persistence) : null;
    }

    private static double NextVariance(GarchForm form, GarchParameters p, double e, double h)
    {
        if (form == GarchForm.Egarch)
        {
            double z = e / Math.Sqrt(h);
            double excess = Math.Abs(z) - InnovationDensity.MeanAbsolute(InnovationLaw.Normal, 0.0);
            return Math.Exp(p.Omega + p.Alpha * excess + p.Gamma * z + p.Beta * Math.Log(h));
        }

        double weight = form == GarchForm.Gjr && e < 0.0 ? p.Alpha + p.Gamma : p.Alpha;
        return p.Omega + weight * e * e + p.Beta * h;
    }

    private static void ForecastLogarithmic(
        InnovationLaw law, GarchParameters p, double nextVariance, Span<double> variances)
    {
        double normalMean = InnovationDensity.MeanAbsolute(InnovationLaw.Normal, 0.0);
        double level = p.Omega - p.Alpha * normalMean;
        double spread = law == InnovationLaw.Normal
            ? 0.0
            : p.Alpha * InnovationDensity.MeanAbsolute(law, p.DegreesOfFreedom);
        double log = Math.Log(nextVariance);
        double moments = 0.0;
        double power = 1.0;
        for (int k = 0; k < variances.Length; k++)
        {
            variances[k] = Math.Exp(log + moments);
            log = level + spread + p.Beta * log;
            moments += law == InnovationLaw.Normal ? LogMoment(power * p.Alpha, power * p.Gamma) : 0.0;
            power *= p.Beta;
        }
    }

    // ln E[exp(a|z| + bz)], z normal: each half of the line is a normal integral.
    private static double LogMoment(double a, double b)
    {
        double up = a + b;
        double down = a - b;
        return Math.Log(
            Math.Exp(0.5 * up * up) * Distributions.Normal.Cdf(up)
            + Math.Exp(0.5 * down * down) * Distributions.Normal.Cdf(down));
    }

    private static void CheckVariance(double variance)
    {
        if (!(variance > 0.0) || double.IsInfinity(variance))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "A variance is positive and finite.");
        }
    }
}
