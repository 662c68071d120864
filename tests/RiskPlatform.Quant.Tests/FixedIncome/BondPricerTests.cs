using System.Text.Json;
using RiskPlatform.Quant.FixedIncome;
using static RiskPlatform.Quant.Tests.FixedIncome.ReferenceCases;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class BondPricerTests
{
    private static readonly Dictionary<string, DayCount> DayCounts = new()
    {
        ["ACT/360"] = DayCount.Actual360,
        ["ACT/365F"] = DayCount.Actual365Fixed,
        ["ACT/ACT ISDA"] = DayCount.ActualActualIsda,
        ["ACT/ACT ICMA"] = DayCount.ActualActualIcma,
        ["30/360 US"] = DayCount.Thirty360Us,
        ["30E/360"] = DayCount.ThirtyE360,
    };

    private static readonly BusinessCalendar UsBonds =
        new([DayOfWeek.Saturday, DayOfWeek.Sunday], [new DateOnly(2005, 5, 30)]);

    private static readonly Dictionary<int, PaymentFrequency> Frequencies = new()
    {
        [1] = PaymentFrequency.Annual,
        [2] = PaymentFrequency.SemiAnnual,
        [4] = PaymentFrequency.Quarterly,
        [12] = PaymentFrequency.Monthly,
    };

    [Fact]
    public void FromYield_ReferenceBonds_MatchQuantLibInEveryFigure()
    {
        var rows = All("bonds_quantlib.json");
        Assert.Equal(60, rows.Count);
        foreach (var row in rows)
        {
            var (bond, compounding) = Bond(row);
            var settlement = row.Date("settlement");
            double yield = row.Number("yield_compounded_at_frequency");

            var figures = BondPricer.FromYield(bond, settlement, yield, compounding);

            Same(row.Number("clean_price"), figures.CleanPrice);
            Same(row.Number("dirty_price"), figures.DirtyPrice);
            Same(row.Number("accrued"), figures.Accrued);
            Same(row.Number("macaulay_duration"), figures.MacaulayDuration);
            Same(row.Number("modified_duration"), figures.ModifiedDuration);
            Same(row.Number("convexity"), figures.Convexity);

            // QuantLib's basisPointValue adds half the convexity over 100 times a squared basis point.
            double secondOrder = 0.5 * figures.Convexity / 100.0 * figures.DirtyPrice * 1e-8;
            Same(row.Number("bpv"), secondOrder - figures.Dv01);

            var found = BondPricer.YieldOf(bond, settlement, row.Number("clean_price"), compounding);
            Assert.Equal(YieldStatus.Found, found.Status);
            Assert.Equal(yield, found.Yield, 1e-12);
        }
    }

    [Fact]
    public void PaymentsAfter_ReferenceBonds_AreQuantLibsFlows()
    {
        foreach (var row in All("bonds_quantlib.json"))
        {
            var payments = Bond(row).Bond.PaymentsAfter(row.Date("settlement"));
            Assert.Equal(row.GetProperty("n_remaining_flows").GetInt32(), payments.Count + 1); // 100 is a flow there.
            var flows = row.GetProperty("cashflows").EnumerateArray().Take(3).Where(flow => flow.GetArrayLength() == 2);
            foreach (var (flow, payment) in flows.Take(payments.Count - 1).Zip(payments))
            {
                Assert.Equal(Date(flow[0].GetString()!), payment.Date);
                Same(flow[1].GetDouble(), payment.Amount);
            }
        }
    }

    // Of the three bonds only the last is paid by a holiday calendar: 30 May 2005 was Memorial Day.
    [Fact]
    public void PublishedPricesAndYields_OfQuantLibsTestSuite_AreMet()
    {
        foreach (var row in All("bonds_quantlib_cached_published.json"))
        {
            bool hasHolidays = row.GetProperty("name").GetString() == "bond3";
            string[] dates = row.GetProperty("schedule").GetString()!.Split(' ', ',');
            var bond = new FixedRateBond
            {
                DatedDate = Date(dates[0]),
                Maturity = Date(dates[2]),
                CouponRate = row.Number("coupon"),
                Frequency = PaymentFrequency.SemiAnnual,
                DayCount = DayCount.ActualActualIcma,
                EndOfMonth = row.GetProperty("schedule").GetString()!.Contains("end-of-month"),
                PaymentAdjustment = BusinessDayAdjustment.ModifiedFollowing,
                YieldTiming = YieldTiming.True,
            }.Resolve(hasHolidays ? UsBonds : BusinessCalendar.EveryDay);
            foreach (var check in row.GetProperty("checks").EnumerateArray())
            {
                Verify(bond, row, check);
            }
        }
    }

    [Fact]
    public void FromYield_AtTheCouponRateOnACouponDate_IsPar()
    {
        foreach (var frequency in Frequencies.Values)
        {
            var bond = Plain(0.0625, frequency, DayCount.ThirtyE360).Resolve(BusinessCalendar.EveryDay);
            var compounding = Compounding.Periodic(frequency.PerYear());

            var figures = BondPricer.FromYield(bond, new DateOnly(2021, 5, 15), 0.0625, compounding);

            Assert.Equal(100.0, figures.CleanPrice, 1e-11);
            Assert.Equal(0.0, figures.Accrued);
        }
    }

    [Fact]
    public void Price_FallsThroughACoupon_ByTheCoupon()
    {
        var bond = Plain(0.05, PaymentFrequency.SemiAnnual, DayCount.ActualActualIcma).Resolve(
            BusinessCalendar.EveryDay);
        var compounding = Compounding.Periodic(2);

        var before = BondPricer.FromYield(bond, new DateOnly(2022, 11, 14), 0.04, compounding);
        var after = BondPricer.FromYield(bond, new DateOnly(2022, 11, 15), 0.04, compounding);

        Assert.Equal(2.5, before.Accrued, 0.02);
        Assert.Equal(0.0, after.Accrued);
        Assert.Equal(2.5, before.DirtyPrice - after.DirtyPrice, 0.02);
    }

    [Fact]
    public void ZeroCoupon_BusinessDayCount_IsOneDiscountFactor()
    {
        var terms = Plain(0.0, PaymentFrequency.Annual, DayCount.Business252);
        var bond = terms.Resolve(BusinessCalendar.MondayToFriday);
        var settlement = new DateOnly(2025, 2, 11);
        int days = BusinessCalendar.MondayToFriday.BusinessDaysBetween(settlement, terms.Maturity);

        var figures = BondPricer.FromYield(bond, settlement, 0.1375, Compounding.Periodic(1));

        Assert.Equal(100.0 * Math.Pow(1.1375, -days / 252.0), figures.CleanPrice, 1e-11);
        Assert.Equal(days / 252.0, figures.MacaulayDuration, 1e-12);
    }

    [Fact]
    public void CleanPriceFromDiscountFactors_FlatCurve_IsThePriceAtThatYield()
    {
        var bond = Plain(0.07, PaymentFrequency.Quarterly, DayCount.Actual365Fixed).Resolve(BusinessCalendar.EveryDay);
        var settlement = new DateOnly(2023, 3, 3);
        double[] factors =
        [
            .. bond.PaymentsAfter(settlement).Select(payment => Math.Exp(
                -0.06 * YearFraction.Between(DayCount.Actual365Fixed, settlement, payment.Date))),
        ];

        double price = BondPricer.CleanPriceFromDiscountFactors(bond, settlement, factors);

        Assert.Equal(
            BondPricer.FromYield(bond, settlement, 0.06, Compounding.Continuous).CleanPrice, price, 1e-10);
        Assert.Throws<ArgumentException>(
            () => BondPricer.CleanPriceFromDiscountFactors(bond, settlement, factors.AsSpan(1)));
    }

    [Fact]
    public void BadTermsAndDates_AreRefused()
    {
        var terms = Plain(0.05, PaymentFrequency.Annual, DayCount.ThirtyE360);
        var bond = terms.Resolve(BusinessCalendar.EveryDay);
        var compounding = Compounding.Periodic(1);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => BondPricer.FromYield(bond, terms.Maturity, 0.05, compounding));
        Assert.Throws<ArgumentOutOfRangeException>(() => terms with { CouponRate = -0.01 });
        Assert.Throws<ArgumentOutOfRangeException>(() => terms with { CouponRate = double.NaN });
        Assert.Throws<ArgumentException>(
            () => (terms with { Maturity = terms.DatedDate }).Resolve(BusinessCalendar.EveryDay));
        Assert.Equal(
            YieldStatus.ValueNotPositive,
            BondPricer.YieldOf(bond, terms.DatedDate, -5.0, compounding).Status);
    }

    private static void Verify(ResolvedBond bond, JsonElement row, JsonElement check)
    {
        const double Published = 1e-6;
        var settlement = row.Date("settlement");
        var semiannual = Compounding.Periodic(2);
        if (check.TryGetProperty("given_yield_semiannual", out var given))
        {
            double clean = BondPricer.FromYield(bond, settlement, given.GetDouble(), semiannual).CleanPrice;
            Assert.Equal(check.Number("clean_price"), clean, Published);
        }
        else if (check.TryGetProperty("given_clean_price", out given))
        {
            bool isSemiannual = check.TryGetProperty("yield_semiannual", out var expected);
            expected = isSemiannual ? expected : check.GetProperty("yield_continuous");
            var compounding = isSemiannual ? semiannual : Compounding.Continuous;
            var found = BondPricer.YieldOf(bond, settlement, given.GetDouble(), compounding);
            Assert.Equal(expected.GetDouble(), found.Yield, Published);
        }
        else
        {
            // Flat 3% continuous Act/360, seen from settlement.
            double[] factors =
            [
                .. bond.PaymentsAfter(settlement).Select(payment => Math.Exp(
                    -0.03 * YearFraction.Between(DayCount.Actual360, settlement, payment.Date))),
            ];
            double clean = BondPricer.CleanPriceFromDiscountFactors(bond, settlement, factors);
            Assert.Equal(check.Number("clean_price"), clean, Published);
            var found = BondPricer.YieldOf(bond, settlement, clean, Compounding.Continuous);
            Assert.Equal(check.Number("yield_continuous_from_that_price"), found.Yield, Published);
        }
    }

    private static FixedRateBond Plain(double coupon, PaymentFrequency frequency, DayCount dayCount) => new()
    {
        DatedDate = new DateOnly(2020, 5, 15),
        Maturity = new DateOnly(2030, 5, 15),
        CouponRate = coupon,
        Frequency = frequency,
        DayCount = dayCount,
    };

    private static (ResolvedBond Bond, Compounding Compounding) Bond(JsonElement row)
    {
        int perYear = row.GetProperty("frequency").GetInt32();
        var terms = new FixedRateBond
        {
            DatedDate = row.Date("issue"),
            Maturity = row.Date("maturity"),
            CouponRate = row.Number("coupon"),
            Frequency = Frequencies[perYear],
            DayCount = DayCounts[row.GetProperty("day_count").GetString()!],
        };
        return (terms.Resolve(BusinessCalendar.EveryDay), Compounding.Periodic(perYear));
    }

    private static void Same(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-9 * Math.Max(1.0, Math.Abs(expected)));
}
