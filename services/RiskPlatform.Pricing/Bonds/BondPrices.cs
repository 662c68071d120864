using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Pricing.Bonds;

/// <summary>Figures of fixed-rate bonds. See docs/methods/bonds.md.</summary>
internal static class BondPrices
{
    private const int YearsMax = 200;

    /// <summary>From the yield, or from the clean price.</summary>
    public static Result<BondResponse> Value(BondRequest request)
    {
        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        var frequency = FrequencyOf(request.Frequency);
        var bond = new FixedRateBond
        {
            DatedDate = request.Issue ?? LastCouponDate(request, frequency),
            Maturity = request.Maturity,
            CouponRate = request.CouponRate,
            Frequency = frequency,
            DayCount = DayCountOf(request.DayCount),
        }.Resolve(BusinessCalendar.EveryDay);
        var compounding = Compounding.Periodic(request.Frequency);
        double yield = request.Yield ?? 0.0;
        if (request.CleanPrice is { } price)
        {
            var found = BondPricer.YieldOf(bond, request.Settlement, 100.0 * price / request.Face, compounding);
            if (found.Status != YieldStatus.Found)
            {
                return Failure.CalculationFailed("No yield gives cleanPrice.") with { Code = "noYield" };
            }

            yield = found.Yield;
        }

        var figures = BondPricer.FromYield(bond, request.Settlement, yield, compounding);
        return Response(request, bond, figures, yield);
    }

    private static BondResponse Response(BondRequest request, ResolvedBond bond, BondFigures figures, double yield)
    {
        double scale = request.Face / 100.0;
        return new BondResponse(
            scale * figures.CleanPrice,
            scale * figures.DirtyPrice,
            scale * figures.Accrued,
            yield,
            figures.MacaulayDuration,
            figures.ModifiedDuration,
            figures.Convexity,
            scale * figures.Dv01,
            [
                .. bond.PaymentsAfter(request.Settlement)
                    .Select(payment => new BondCashFlow(payment.Date, (decimal)(scale * payment.Amount))),
            ]);
    }

    private static InputFaults Check(BondRequest request)
    {
        var faults = new InputFaults()
            .Positive("face", request.Face).Check(!(request.Face > 1e15), "face is 1e15 at most.")
            .Between("couponRate", request.CouponRate, 0.0, 10.0)
            .Check(request.Frequency is 1 or 2 or 4 or 12, $"frequency is {request.Frequency}; it is 1, 2, 4 or 12.")
            .Check(request.Settlement < request.Maturity, "settlement is before maturity.")
            .Check(
                !(request.Issue >= request.Maturity), "issue is before maturity.")
            .Check(
                request.Maturity.Year - Math.Min(request.Settlement.Year, request.Issue?.Year ?? 9_999) <= YearsMax,
                $"maturity is {YearsMax} years after issue and settlement at most.")
            .Check(
                !(request.Issue > request.Settlement), "issue is not after settlement.")
            .Check(
                request.Yield is null != request.CleanPrice is null,
                "Give either yield or cleanPrice: one of the two, not both.");
        if (request.Yield is { } yield)
        {
            faults.Between("yield", yield, -0.99, 100.0);
        }

        if (request.CleanPrice is { } price)
        {
            faults.Positive("cleanPrice", price);
        }

        return faults;
    }

    private static DateOnly LastCouponDate(BondRequest request, PaymentFrequency frequency)
    {
        var grid = new CouponGrid(request.Maturity, frequency);
        int index = -1;
        while (grid.Date(index) > request.Settlement)
        {
            index--;
        }

        return grid.Date(index);
    }

    private static PaymentFrequency FrequencyOf(int perYear) => perYear switch
    {
        1 => PaymentFrequency.Annual,
        2 => PaymentFrequency.SemiAnnual,
        4 => PaymentFrequency.Quarterly,
        _ => PaymentFrequency.Monthly,
    };

    private static DayCount DayCountOf(BondDayCount dayCount) => dayCount switch
    {
        BondDayCount.ActualActualIcma => DayCount.ActualActualIcma,
        BondDayCount.Thirty360 => DayCount.Thirty360BondBasis,
        BondDayCount.ThirtyE360 => DayCount.ThirtyE360,
        BondDayCount.Actual360 => DayCount.Actual360,
        _ => DayCount.Actual365Fixed,
    };
}
