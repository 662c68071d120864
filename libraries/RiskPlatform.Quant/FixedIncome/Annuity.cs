using MathNet.Numerics;

namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Level payments at the ends of equal periods: payment, number and rate from the other two.</summary>
public static class Annuity
{
    /// <summary>Computes P r / (1 − (1 + r)^(−n)), or P / n when r is zero: the payment that repays a
    /// principal.</summary>
    /// <param name="ratePerPeriod">r: a fraction, 0 to 10.</param>
    /// <param name="periods">n: 1 to 10,000.</param>
    /// <param name="principal">P: zero or positive, any unit.</param>
    /// <returns>The payment, not rounded to any minor unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> decimal arithmetic; 20 digits for rates above 10⁻⁶ a period.</para>
    /// <para><b>Repeatability:</b> the same digits on every machine.</para>
    /// <para><b>Source:</b> Kellison, The Theory of Interest, 3rd ed. 2009, section 3.2; docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> Octave's pmt, rolling the balance to zero, rate zero.</para>
    /// </remarks>
    public static decimal Payment(decimal ratePerPeriod, int periods, decimal principal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratePerPeriod);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratePerPeriod, 10m);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(periods, 10_000);
        ArgumentOutOfRangeException.ThrowIfNegative(principal);

        decimal annuity = 0m; // Σ (1 + r)^(−k), from the last payment to the first.
        for (int k = 0; k < periods; k++)
        {
            annuity = (annuity + 1m) / (1m + ratePerPeriod);
        }

        return principal / annuity;
    }

    /// <summary>Computes −ln(1 − P r / payment) / ln(1 + r): how many payments repay a principal.</summary>
    /// <param name="ratePerPeriod">r: a fraction, zero or positive.</param>
    /// <param name="payment">At the end of each period; positive.</param>
    /// <param name="principal">P: zero or positive, in the payment's unit.</param>
    /// <returns>The number, whole or not; none when the payment does not exceed the interest, so never
    /// repays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-14 relative, less where the payment hardly exceeds the interest.</para>
    /// <para><b>Source:</b> Kellison, The Theory of Interest, 3rd ed. 2009, section 3.6; docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> Octave's nper and the inverse of <see cref="Payment"/>.</para>
    /// </remarks>
    public static double? Periods(decimal ratePerPeriod, decimal payment, decimal principal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratePerPeriod);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(payment);
        ArgumentOutOfRangeException.ThrowIfNegative(principal);
        if (ratePerPeriod == 0m)
        {
            return (double)(principal / payment);
        }

        // 1 − I / payment is 1 / (1 + I / (payment − I)): no digits are lost near one at either end of the rates.
        decimal repaid = payment - principal * ratePerPeriod;
        double interest = (double)principal * (double)ratePerPeriod;
        return repaid > 0m
            ? SpecialFunctions.Log1p(interest / (double)repaid) / SpecialFunctions.Log1p((double)ratePerPeriod)
            : null;
    }

    /// <summary>Finds the rate at which level payments repay a principal.</summary>
    /// <param name="periods">Payments, 1 to 10,000.</param>
    /// <param name="payment">At the end of each period; positive.</param>
    /// <param name="principal">Positive, in the payment's unit.</param>
    /// <returns>The rate a period as a fraction: negative when the payments are less than the principal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-14 absolute.</para>
    /// <para><b>Source:</b> docs/methods/internal-rate.md.</para>
    /// <para><b>Tested by:</b> Octave's rate and the inverse of <see cref="Payment"/>.</para>
    /// </remarks>
    public static InternalRateResult Rate(int periods, decimal payment, decimal principal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(periods, 10_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(payment);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(principal);
        decimal[] amounts = [-principal, .. Enumerable.Repeat(payment, periods)];
        return InternalRate.OfPeriods(amounts);
    }
}
