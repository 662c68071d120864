namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The rates at which payments of both signs are together worth nothing: IRR and XIRR.</summary>
public static class InternalRate
{
    private const double RateMin = -0.999999;
    private const double RateMax = 1e9;
    private const double DaysPerYear = 365.0;

    /// <summary>Finds every rate r with Σ amount / (1 + r)^k = 0, k = 0, 1, 2, …</summary>
    /// <param name="amounts">One amount a period, the first now; positive is received. Any length.</param>
    /// <returns>Rates a period as fractions, or why there is none.</returns>
    /// <remarks>
    /// <para>Rates are searched from −99.9999% to 10¹¹%, and none in between is missed: the search isolates the
    /// zeros of the equation by those of its derivatives.</para>
    /// <para><b>Accuracy:</b> 1e-15 of 1 + r for a simple zero; the square root of that for a double one.</para>
    /// <para><b>Cost:</b> about 10 passes over the payments with one change of sign; with c changes c² times that at
    /// most.</para>
    /// <para><b>Source:</b> Laguerre, "Sur la théorie des équations numériques", 1883; docs/methods/internal-rate.md.
    /// </para>
    /// <para><b>Tested by:</b> Octave's irr, polynomials with known roots, lengths 0 to 40, zeros at either end.</para>
    /// </remarks>
    public static InternalRateResult OfPeriods(ReadOnlySpan<decimal> amounts)
    {
        double[] times = [.. Enumerable.Range(0, amounts.Length).Select(i => (double)i)];
        return Solve(amounts.ToArray(), times);
    }

    /// <summary>Finds every yearly rate r with Σ amount / (1 + r)^(days/365) = 0.</summary>
    /// <param name="flows">Payments in any order, several a day allowed; positive is received. Any length.</param>
    /// <returns>Rates a year as fractions, or why there is none.</returns>
    /// <inheritdoc cref="OfPeriods" path="/remarks"/>
    public static InternalRateResult OfDates(ReadOnlySpan<DatedFlow> flows)
    {
        var days = flows.ToArray().GroupBy(flow => flow.Date).OrderBy(day => day.Key).ToArray();
        return Solve(
            [.. days.Select(day => day.Sum(flow => flow.Amount))],
            [.. days.Select(day => (day.Key.DayNumber - days[0].Key.DayNumber) / DaysPerYear)]);
    }

    /// <summary>Solves for amounts at ascending, different times.</summary>
    internal static InternalRateResult Solve(decimal[] exactAmounts, double[] times)
    {
        // The equation is scaled by its first or last term, so a payment of nothing may be neither.
        var payments = exactAmounts.Zip(times).Where(payment => payment.First != 0m).ToArray();
        double[] amounts = [.. payments.Select(payment => (double)payment.First)];
        int changes = RateEquation.SignChanges(amounts);
        if (changes == 0)
        {
            return new InternalRateResult(InternalRateStatus.NoSignChange, null, []);
        }

        var roots = RateEquation.Roots(
            amounts,
            [.. payments.Select(payment => payment.Second)],
            Math.Log(1.0 + RateMin),
            Math.Log(1.0 + RateMax));
        double[] rates = [.. roots.Select(delta => Math.Exp(delta) - 1.0)];
        return rates.Length switch
        {
            0 => new InternalRateResult(
                changes == 1 ? InternalRateStatus.OutOfRange : InternalRateStatus.NoRate, null, []),
            1 => new InternalRateResult(InternalRateStatus.Found, rates[0], rates),
            _ => new InternalRateResult(InternalRateStatus.Several, null, rates),
        };
    }
}

/// <summary>The internal rates of a set of payments.</summary>
/// <param name="Status">How many there are, or why none.</param>
/// <param name="Rate">The rate as a fraction when it is the only one.</param>
/// <param name="AllRates">Every rate in range, ascending.</param>
public sealed record InternalRateResult(InternalRateStatus Status, double? Rate, IReadOnlyList<double> AllRates);

/// <summary>How the search for an internal rate ended.</summary>
public enum InternalRateStatus
{
    /// <summary>One rate, and no other in range.</summary>
    Found,

    /// <summary>Several rates: none is the internal rate. Use a net present value at a given rate instead.</summary>
    Several,

    /// <summary>Every payment has the same sign, or there is none: no rate makes them worth nothing.</summary>
    NoSignChange,

    /// <summary>The signs differ, but no rate in range makes the payments worth nothing.</summary>
    NoRate,

    /// <summary>There is one rate, and it lies outside −99.9999% to 10¹¹%.</summary>
    OutOfRange,
}
