namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A bond with its dates and amounts worked out. Immutable.</summary>
public sealed class ResolvedBond
{
    private const double Face = 100.0;

    private readonly FixedRateBond _terms;
    private readonly Schedule _schedule;
    private readonly BusinessCalendar _calendar;
    private readonly double[] _coupons;

    internal ResolvedBond(FixedRateBond terms, Schedule schedule, BusinessCalendar calendar)
    {
        _terms = terms;
        _schedule = schedule;
        _calendar = calendar;
        _coupons = [.. schedule.Periods.Select(period => Face * terms.CouponRate * Years(period.Start, period.End))];
    }

    /// <summary>When payments after a settlement are due, and how much per 100 of face; the last includes the
    /// 100.</summary>
    /// <param name="settlement">Payments of periods that ended up to this day are the seller's, and left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The settlement is not before maturity.</exception>
    public IReadOnlyList<BondPayment> PaymentsAfter(DateOnly settlement)
    {
        int first = FirstOpenPeriod(settlement);
        var payments = new BondPayment[_coupons.Length - first];
        for (int i = 0; i < payments.Length; i++)
        {
            payments[i] = new BondPayment(_schedule.Periods[first + i].Payment, Amount(first + i));
        }

        return payments;
    }

    /// <summary>Interest earned since the last coupon, per 100 of face: what a buyer pays on top of the
    /// price.</summary>
    internal double Accrued(DateOnly settlement)
    {
        var period = _schedule.Periods[FirstOpenPeriod(settlement)];
        return settlement <= period.Start ? 0.0 : Face * _terms.CouponRate * Years(period.Start, settlement);
    }

    /// <summary>Payments after a settlement and their times, added up period by period in the bond's day
    /// count.</summary>
    internal (double[] Amounts, double[] Years) FlowsAfter(DateOnly settlement)
    {
        int first = FirstOpenPeriod(settlement);
        double[] amounts = new double[_coupons.Length - first];
        double[] years = new double[amounts.Length];
        var last = settlement;
        double time = 0.0;
        for (int i = 0; i < amounts.Length; i++)
        {
            var period = _schedule.Periods[first + i];
            var due = _terms.YieldTiming == YieldTiming.True ? period.Payment : period.End;
            time += Years(period.Start, due) - Years(period.Start, last);
            amounts[i] = Amount(first + i);
            years[i] = Math.Max(time, 0.0); // Below only for a payment that a holiday brings before settlement.
            last = due;
        }

        return (amounts, years);
    }

    private double Amount(int period) => _coupons[period] + (period == _coupons.Length - 1 ? Face : 0.0);

    private int FirstOpenPeriod(DateOnly settlement)
    {
        if (settlement >= _terms.Maturity)
        {
            throw new ArgumentOutOfRangeException(nameof(settlement), settlement, "Settlement is before maturity.");
        }

        int low = 0;
        int high = _coupons.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_schedule.Periods[middle].End > settlement)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private double Years(DateOnly start, DateOnly end) => _terms.DayCount switch
    {
        DayCount.ActualActualIcma => YearFraction.Icma(start, end, _schedule.Grid),
        DayCount.Business252 => YearFraction.Business252(start, end, _calendar),
        _ => YearFraction.Between(_terms.DayCount, start, end, _terms.Maturity),
    };
}

/// <summary>One payment of a bond.</summary>
/// <param name="Date">When it is paid.</param>
/// <param name="Amount">Per 100 of face; positive.</param>
public readonly record struct BondPayment(DateOnly Date, double Amount);
