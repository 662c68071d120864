namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The effective interest rate of IFRS 9 and the amortised cost it gives. Money is in minor units.</summary>
public static class EffectiveInterest
{
    private const double DaysPerYear = 365.0;

    /// <summary>
    /// Finds the yearly rate that discounts a loan's instalments to what was paid out net of fees: Act/365, compounded.
    /// </summary>
    /// <param name="schedule">The contractual instalments.</param>
    /// <param name="feesMinor">
    /// Fees received that are part of the effective interest, less transaction costs, in minor units; negative when
    /// costs exceed fees. Below the principal.
    /// </param>
    /// <returns>The rate as a fraction, or why there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fees are not below the principal.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-14 absolute.</para>
    /// <para><b>Source:</b> IFRS 9, Appendix A, "effective interest rate", and B5.4.1 to B5.4.7; docs/methods/loans.md.
    /// </para>
    /// <para><b>Tested by:</b> the instalments' present value, the nominal rate compounded, and IFRS 9's worked
    /// example of a bond bought at a discount.</para>
    /// </remarks>
    public static InternalRateResult Rate(LoanSchedule schedule, long feesMinor)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (feesMinor >= schedule.Terms.PrincipalMinor)
        {
            throw new ArgumentOutOfRangeException(nameof(feesMinor), feesMinor, "Fees are below the principal.");
        }

        DatedFlow[] flows =
        [
            new(schedule.Terms.Disbursement, feesMinor - schedule.Terms.PrincipalMinor),
            .. schedule.Instalments.Select(instalment => new DatedFlow(instalment.DueDate, instalment.PaymentMinor)),
        ];
        return InternalRate.OfDates(flows);
    }

    /// <summary>Rolls the amortised cost from instalment to instalment: opening + interest − payment =
    /// closing.</summary>
    /// <param name="schedule">The contractual instalments.</param>
    /// <param name="feesMinor">As for <see cref="Rate"/>.</param>
    /// <param name="effectiveRate">The rate that <see cref="Rate"/> found, a fraction above −1.</param>
    /// <returns>One row an instalment; the last closes at zero, and interest sums to payments less what was paid out.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above −1 and finite.</exception>
    /// <remarks>
    /// <para>The cost is rolled unrounded and each closing rounded once, half to even, so rounding does not add up.
    /// The last row closes at zero: another rate than the effective one shows as its interest.</para>
    /// <para><b>Accuracy:</b> each closing to the minor unit while the cost is below 10¹³ of them.</para>
    /// <para><b>Source:</b> IFRS 9, paragraph 5.4.1 and Appendix A, "amortised cost"; docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> IFRS 9's worked example, sums, and present values of what is left.</para>
    /// </remarks>
    public static IReadOnlyList<AmortisedCostRow> AmortisedCost(
        LoanSchedule schedule, long feesMinor, double effectiveRate)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (!(effectiveRate > -1.0) || double.IsInfinity(effectiveRate))
        {
            throw new ArgumentOutOfRangeException(nameof(effectiveRate), effectiveRate, "A rate is above −1.");
        }

        var rows = new AmortisedCostRow[schedule.Instalments.Count];
        var from = schedule.Terms.Disbursement;
        decimal cost = schedule.Terms.PrincipalMinor - feesMinor;
        long opening = schedule.Terms.PrincipalMinor - feesMinor;
        for (int i = 0; i < rows.Length; i++)
        {
            var instalment = schedule.Instalments[i];
            double years = (instalment.DueDate.DayNumber - from.DayNumber) / DaysPerYear;
            cost = cost * (decimal)Math.Pow(1.0 + effectiveRate, years) - instalment.PaymentMinor;
            long closing = i == rows.Length - 1 ? 0 : (long)decimal.Round(cost, MidpointRounding.ToEven);
            long interest = closing - opening + instalment.PaymentMinor;
            rows[i] = new AmortisedCostRow(instalment.DueDate, opening, interest, instalment.PaymentMinor, closing);
            (from, opening) = (instalment.DueDate, closing);
        }

        return rows;
    }
}

/// <summary>Amortised cost over one instalment's period. Money is in minor units.</summary>
/// <param name="Date">When the instalment is due.</param>
/// <param name="OpeningMinor">Cost before the period.</param>
/// <param name="InterestMinor">Interest at the effective rate.</param>
/// <param name="PaymentMinor">What is paid.</param>
/// <param name="ClosingMinor">Cost after the payment.</param>
public readonly record struct AmortisedCostRow(
    DateOnly Date, long OpeningMinor, long InterestMinor, long PaymentMinor, long ClosingMinor);
