namespace RiskPlatform.Quant.Credit;

/// <summary>Risk weights of the Basel framework's internal-ratings approach (CRE31).</summary>
public static class BaselRiskWeight
{
    /// <summary>Least PD of a corporate. Further down the maturity adjustment outgrows the loss, so that the safer of
    /// two loans takes more capital, and below 2.93e-6 its sign turns.</summary>
    public const double CorporatePdMin = 1e-5;

    private const double Quantile = 0.999;

    /// <summary>
    /// Computes K = LGD · [N((N⁻¹(PD) + √R N⁻¹(0.999))/√(1 − R)) − PD] · (1 + (M − 2.5)b)/(1 − 1.5b), and the weight
    /// 12.5 K; M and b for corporates only.
    /// </summary>
    /// <param name="exposure">The loan's class and parameters.</param>
    /// <returns>Capital and weight as fractions of the exposure, and the correlation R.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    /// <remarks>
    /// <para>Floors of PD and LGD, and the 1.06 of Basel II, are the caller's: the formula takes what it is
    /// given, a corporate's PD from <see cref="CorporatePdMin"/>.</para>
    /// <para><b>Accuracy:</b> relative 1e-12. <b>Repeatability:</b> the same bits on one kind of machine.
    /// <b>Cost:</b> two quantiles and a probability.</para>
    /// <para><b>Source:</b> Basel Committee, CRE31 (version of 1 January 2023), paragraphs 31.4 to 31.16;
    /// docs/methods/credit-capital.md.</para>
    /// <para><b>Tested by:</b> Annex 5 of Basel II (48 published weights), <see cref="VasicekLoss"/>, monotony.</para>
    /// </remarks>
    public static BaselCapital Compute(BaselExposure exposure)
    {
        Check(exposure);
        double pd = exposure.Pd;
        double correlation = Correlation(exposure);
        double stressed = VasicekLoss.Quantile(pd, correlation, Quantile);
        double capital = exposure.Lgd * (stressed - pd);
        if (exposure.Class == BaselClass.Corporate)
        {
            double root = 0.11852 - 0.05478 * Math.Log(pd);
            double b = root * root;
            capital *= (1.0 + (exposure.MaturityYears - 2.5) * b) / (1.0 - 1.5 * b);
        }

        return new BaselCapital(capital, 12.5 * capital, correlation);
    }

    private static double Correlation(BaselExposure exposure) => exposure.Class switch
    {
        BaselClass.Mortgage => 0.15,
        BaselClass.QualifyingRevolving => 0.04,
        BaselClass.OtherRetail => Between(0.03, 0.16, 35.0, exposure.Pd),
        _ => Between(0.12, 0.24, 50.0, exposure.Pd) - SizeRelief(exposure.SalesMillionEuro),
    };

    private static double Between(double far, double near, double decay, double pd)
    {
        double share = (1.0 - Math.Exp(-decay * pd)) / (1.0 - Math.Exp(-decay));
        return far * share + near * (1.0 - share);
    }

    // 0.04 · (1 − (S − 5)/45) for sales of 5 to 50 million euro.
    private static double SizeRelief(double? sales) =>
        sales is { } s && s < 50.0 ? 0.04 * (1.0 - (Math.Max(s, 5.0) - 5.0) / 45.0) : 0.0;

    private static void Check(BaselExposure exposure)
    {
        if (!(exposure.Pd is > 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(exposure), exposure.Pd, "A probability of default lies strictly between 0 and 1.");
        }

        if (exposure.Class == BaselClass.Corporate && exposure.Pd < CorporatePdMin)
        {
            throw new ArgumentOutOfRangeException(
                nameof(exposure), exposure.Pd, $"A corporate's probability of default is at least {CorporatePdMin}.");
        }

        if (!(exposure.Lgd is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(exposure), exposure.Lgd, "A loss given default lies between 0 and 1.");
        }

        if (!(exposure.MaturityYears is >= 1.0 and <= 5.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(exposure), exposure.MaturityYears, "An effective maturity lies between 1 and 5 years.");
        }

        if (exposure.SalesMillionEuro is { } sales && !(sales >= 0.0))
        {
            throw new ArgumentOutOfRangeException(nameof(exposure), sales, "Sales are not negative.");
        }
    }
}

/// <summary>A loan as the rule sees it.</summary>
public readonly record struct BaselExposure
{
    /// <summary>Its class.</summary>
    public required BaselClass Class { get; init; }

    /// <summary>Probability of default in a year, strictly between 0 and 1; of a corporate 0.00001 or more.</summary>
    public required double Pd { get; init; }

    /// <summary>Loss given default in a downturn, 0 to 1.</summary>
    public required double Lgd { get; init; }

    /// <summary>Effective maturity of a corporate, 1 to 5 years; 2.5 unless said.</summary>
    public double MaturityYears { get; init; } = 2.5;

    /// <summary>Yearly sales of a corporate's group in millions of euro; null, or 50 and more, for no relief.</summary>
    public double? SalesMillionEuro { get; init; }

    /// <summary>An exposure of 2.5 years without size relief.</summary>
    public BaselExposure()
    {
    }
}

/// <summary>The classes of CRE31.</summary>
public enum BaselClass
{
    /// <summary>Corporate, sovereign or bank; with sales below 50 million euro a small firm.</summary>
    Corporate,

    /// <summary>Residential mortgage.</summary>
    Mortgage,

    /// <summary>Qualifying revolving retail.</summary>
    QualifyingRevolving,

    /// <summary>Other retail: most micro-loans.</summary>
    OtherRetail,
}

/// <summary>What a loan takes.</summary>
/// <param name="Capital">K, as a fraction of the exposure.</param>
/// <param name="RiskWeight">12.5 K, as a fraction: 0.75 is 75 %.</param>
/// <param name="Correlation">R of the class.</param>
public readonly record struct BaselCapital(double Capital, double RiskWeight, double Correlation);
