namespace RiskPlatform.Quant.FixedIncome;

/// <summary>What payments are worth at a given rate: NPV and XNPV.</summary>
public static class NetPresentValue
{
    private const double DaysPerYear = 365.0;
    private const double FactorMax = 1e12;

    /// <summary>Computes Σ amount / (1 + r)^k, k = 0, 1, 2, …</summary>
    /// <param name="amounts">One amount a period, the first now; positive is received.</param>
    /// <param name="rate">r: a period as a fraction, above −1.</param>
    /// <returns>In the amounts' unit; zero for none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above −1 and finite, or makes a payment worth
    /// more than 10¹² times its amount.</exception>
    /// <exception cref="OverflowException">The value leaves the decimals.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 15 digits of each payment's value.</para>
    /// <para><b>Source:</b> the definition; docs/methods/internal-rate.md.</para>
    /// <para><b>Tested by:</b> zero at the internal rate, rate zero, and a worked case.</para>
    /// </remarks>
    public static decimal OfPeriods(ReadOnlySpan<decimal> amounts, double rate)
    {
        decimal value = 0m;
        for (int i = 0; i < amounts.Length; i++)
        {
            value += amounts[i] * Factor(rate, i);
        }

        return value;
    }

    /// <summary>Computes Σ amount / (1 + r)^(days/365), days from the valuation.</summary>
    /// <param name="flows">Payments in any order; those before the valuation grow. Positive is received.</param>
    /// <param name="valuation">The day the value is of.</param>
    /// <param name="rate">r: a year as a fraction, above −1.</param>
    /// <inheritdoc cref="OfPeriods"/>
    public static decimal OfDates(ReadOnlySpan<DatedFlow> flows, DateOnly valuation, double rate)
    {
        decimal value = 0m;
        foreach (var flow in flows)
        {
            value += flow.Amount * Factor(rate, (flow.Date.DayNumber - valuation.DayNumber) / DaysPerYear);
        }

        return value;
    }

    private static decimal Factor(double rate, double periods)
    {
        double factor = rate > -1.0 ? Math.Pow(1.0 + rate, -periods) : double.NaN;
        return factor <= FactorMax
            ? (decimal)factor
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, "No money has a value at such a rate.");
    }
}
