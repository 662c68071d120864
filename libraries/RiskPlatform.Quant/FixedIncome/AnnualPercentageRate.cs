namespace RiskPlatform.Quant.FixedIncome;

/// <summary>The annual percentage rates that consumer law asks for: the European Union's and the United
/// States'.</summary>
public static class AnnualPercentageRate
{
    private const double RateMax = 1e6; // A unit-period.

    /// <summary>Finds the X with Σ drawdown (1 + X)^(−t) = Σ payment (1 + X)^(−s), times in years of the
    /// Directive.</summary>
    /// <param name="drawdowns">What the consumer receives; positive amounts, any order, one at least.</param>
    /// <param name="payments">Repayments and charges; positive amounts, none before the first drawdown.</param>
    /// <param name="interval">
    /// How times are counted: in weeks of 1/52 of a year for weekly frequencies, months of 1/12 for monthly to
    /// half-yearly ones, years for yearly; what is left over in days of a year of 365 or 366.
    /// </param>
    /// <returns>X as a fraction, not rounded, or why there is none.</returns>
    /// <exception cref="ArgumentException">An amount is not positive, a payment precedes the first drawdown, or there
    /// is no drawdown.</exception>
    /// <remarks>
    /// <para>Days left over lie between the first drawdown and the first of the whole periods, which are counted back
    /// from the payment; the year they are a part of ends with them.</para>
    /// <para><b>Accuracy:</b> 1e-14 absolute; the Directive asks for one decimal of a percentage.</para>
    /// <para><b>Source:</b> Directive 2008/48/EC, Annex I, part I; for the days Directive 2014/17/EU, Annex I, part I,
    /// remark (c); docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> the examples of Directive 98/7/EC, Annex III, by calendar and by equal months.</para>
    /// </remarks>
    public static InternalRateResult EuropeanUnion(
        ReadOnlySpan<DatedFlow> drawdowns, ReadOnlySpan<DatedFlow> payments, PaymentFrequency interval)
    {
        var start = Checked(drawdowns, payments);
        List<(double Time, decimal Amount)> flows = [];
        foreach (var drawdown in drawdowns)
        {
            flows.Add((EuropeanYears(start, drawdown.Date, interval), -drawdown.Amount));
        }

        foreach (var payment in payments)
        {
            flows.Add((EuropeanYears(start, payment.Date, interval), payment.Amount));
        }

        var times = flows.GroupBy(flow => flow.Time).OrderBy(group => group.Key).ToArray();
        return InternalRate.Solve(
            [.. times.Select(group => group.Sum(flow => flow.Amount))], [.. times.Select(group => group.Key)]);
    }

    /// <summary>
    /// Finds w · i with Σ advance / ((1 + e i)(1 + i)^q) = Σ payment / ((1 + f i)(1 + i)^t): the actuarial method.
    /// </summary>
    /// <param name="advances">What the consumer receives; positive amounts, any order, one at least.</param>
    /// <param name="payments">Positive amounts, none before the first advance.</param>
    /// <param name="unitPeriod">
    /// The most common interval between payments, of which w are a year: q and t count whole ones, and e and f are what
    /// is left, in days over the unit-period's days of 30 a month or 7 a week, full months left counting 30 days; of a
    /// year whole months over 12, else days over 365. For one advance and one payment within a year the unit-period is
    /// the term, whatever is said here.
    /// </param>
    /// <returns>The nominal rate a year as a fraction, not rounded, or why there is none.</returns>
    /// <exception cref="ArgumentException">An amount is not positive, a payment precedes the first advance, or there is
    /// no advance.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-13 absolute; the regulation allows 1/8 of a percentage point.</para>
    /// <para><b>Source:</b> 12 CFR 1026 (Regulation Z), Appendix J (b); docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> ten examples of Appendix J (c), and odd first periods of (b)(5)(iii) and (v).</para>
    /// </remarks>
    public static InternalRateResult UnitedStates(
        ReadOnlySpan<DatedFlow> advances, ReadOnlySpan<DatedFlow> payments, PaymentFrequency unitPeriod)
    {
        var start = Checked(advances, payments);
        if (payments.IsEmpty)
        {
            return new InternalRateResult(InternalRateStatus.NoSignChange, null, []);
        }

        if (advances.Length == 1 && payments.Length == 1 && payments[0].Date <= start.AddYears(1))
        {
            return SinglePayment(advances[0], payments[0]);
        }

        List<(int Whole, double Odd, double Amount)> flows = [];
        foreach (var advance in advances)
        {
            flows.Add(UnitPeriods(start, advance.Date, unitPeriod, (double)advance.Amount));
        }

        foreach (var payment in payments)
        {
            flows.Add(UnitPeriods(start, payment.Date, unitPeriod, -(double)payment.Amount));
        }

        return Solve(flows, unitPeriod.PerYear());
    }

    private static InternalRateResult SinglePayment(DatedFlow advance, DatedFlow payment)
    {
        if (payment.Date == advance.Date)
        {
            return new InternalRateResult(InternalRateStatus.NoRate, null, []);
        }

        var (months, days) = WholeMonths(advance.Date, payment.Date, 1);
        double perYear = days == 0 ? 12.0 / months : 365.0 / (payment.Date.DayNumber - advance.Date.DayNumber);
        double rate = (double)(payment.Amount / advance.Amount - 1m) * perYear;
        return new InternalRateResult(InternalRateStatus.Found, rate, [rate]);
    }

    // Positive flows are advances. Above zero the sum rises with the rate from first to last, as payments shrink.
    private static InternalRateResult Solve(List<(int Whole, double Odd, double Amount)> flows, int perYear)
    {
        double atZero = Excess(0.0);
        if (atZero > 0.0)
        {
            return new InternalRateResult(InternalRateStatus.NoRate, null, []);
        }

        double high = 0.01;
        while (Excess(high) < 0.0)
        {
            high *= 2.0;
            if (high > RateMax)
            {
                return new InternalRateResult(InternalRateStatus.OutOfRange, null, []);
            }
        }

        double rate = perYear * (atZero == 0.0 ? 0.0 : BracketedRoot.Find(Excess, 0.0, high));
        return new InternalRateResult(InternalRateStatus.Found, rate, [rate]);

        double Excess(double rate) => flows.Sum(
            flow => flow.Amount / ((1.0 + flow.Odd * rate) * Math.Pow(1.0 + rate, flow.Whole)));
    }

    private static (int Whole, double Odd, double Amount) UnitPeriods(
        DateOnly start, DateOnly date, PaymentFrequency unitPeriod, double amount)
    {
        int periodDays = unitPeriod.PeriodDays();
        if (periodDays > 0)
        {
            int days = date.DayNumber - start.DayNumber;
            return (days / periodDays, days % periodDays / (double)periodDays, amount);
        }

        int months = 12 / unitPeriod.PerYear();
        var (full, left) = WholeMonths(start, date, 1);
        int whole = full / months;
        double odd = months == 12 && left > 0
            ? WholeMonths(start, date, months).Days / 365.0
            : (30 * (full % months) + left) / (30.0 * months);
        return (whole, odd, amount);
    }

    private static double EuropeanYears(DateOnly start, DateOnly date, PaymentFrequency interval)
    {
        if (interval.PeriodDays() > 0)
        {
            int days = date.DayNumber - start.DayNumber;
            return days / 7 / 52.0 + OddDays(start, days % 7);
        }

        int months = interval == PaymentFrequency.Annual ? 12 : 1;
        var (whole, odd) = WholeMonths(start, date, months);
        return whole * months / 12.0 + OddDays(start, odd);
    }

    private static double OddDays(DateOnly start, int days)
    {
        var end = start.AddDays(days);
        return days / (double)(end.DayNumber - end.AddYears(-1).DayNumber);
    }

    // Whole periods of months counted back from the end, and the days left at the start. A day that a month does not
    // have is its last, so a loan of the 31st is on time on the 28th of February.
    private static (int Whole, int Days) WholeMonths(DateOnly start, DateOnly end, int months)
    {
        int whole = (12 * (end.Year - start.Year) + end.Month - start.Month) / months;
        while (start.AddMonths(whole * months) > end)
        {
            whole--;
        }

        return (whole, Math.Max(0, end.AddMonths(-whole * months).DayNumber - start.DayNumber));
    }

    private static DateOnly Checked(ReadOnlySpan<DatedFlow> received, ReadOnlySpan<DatedFlow> paid)
    {
        KernelGuard.AtLeast(received.Length, 1);
        var start = received[0].Date;
        foreach (var flow in received)
        {
            start = flow.Date < start ? flow.Date : start;
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(flow.Amount, nameof(received));
        }

        foreach (var flow in paid)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(flow.Amount, nameof(paid));
            if (flow.Date < start)
            {
                throw new ArgumentException($"A payment of {flow.Date:yyyy-MM-dd} precedes the loan.", nameof(paid));
            }
        }

        return start;
    }
}
