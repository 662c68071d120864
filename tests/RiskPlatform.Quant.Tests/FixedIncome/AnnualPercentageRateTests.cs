using RiskPlatform.Quant.FixedIncome;
using static RiskPlatform.Quant.Tests.FixedIncome.ReferenceCases;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class AnnualPercentageRateTests
{
    private const double TwoDecimals = 5.001e-5;

    // 12 CFR 1026, Appendix J, (c)(1)(i), (ii), (iv), (v); (c)(2)(i), (ii); (c)(3)(i), (ii); (c)(4)(i). Percent.
    [Theory]
    //          advance     first due     unit-period                  advanced  first   n   each     last    percent
    [InlineData("1978-01-10", "1978-02-10", PaymentFrequency.Monthly, 5000.0, 230.0, 24, 230.0, 230.0, 9.69)]
    [InlineData("1978-02-10", "1978-04-01", PaymentFrequency.Monthly, 6000.0, 200.0, 36, 200.0, 200.0, 11.82)]
    [InlineData("1978-05-23", "1978-10-01", PaymentFrequency.Quarterly, 10000.0, 385.0, 40, 385.0, 385.0, 8.97)]
    [InlineData("1978-03-20", "1978-04-21", PaymentFrequency.Weekly, 500.0, 17.60, 30, 17.60, 17.60, 14.96)]
    [InlineData("1978-01-10", "1978-02-10", PaymentFrequency.Monthly, 5000.0, 250.0, 24, 230.0, 230.0, 10.08)]
    [InlineData("1978-03-18", "1978-04-20", PaymentFrequency.FourWeekly, 400.0, 39.50, 12, 38.31, 38.31, 28.50)]
    [InlineData("1978-01-10", "1978-02-10", PaymentFrequency.Monthly, 5000.0, 230.0, 24, 230.0, 280.0, 10.50)]
    [InlineData("1978-04-03", "1978-04-11", PaymentFrequency.BiWeekly, 200.0, 9.50, 20, 9.50, 30.0, 12.22)]
    [InlineData("1978-01-10", "1978-02-10", PaymentFrequency.Monthly, 5000.0, 250.0, 24, 230.0, 280.0, 10.90)]
    public void UnitedStates_ExamplesOfAppendixJ_AreMetToTwoDecimals(
        string advanced, string firstDue, PaymentFrequency unitPeriod, double amount, double first, int count,
        double each, double last, double percent)
    {
        var grid = new CouponGrid(Date(firstDue), unitPeriod);
        DatedFlow[] payments =
        [
            .. Enumerable.Range(0, count).Select(i => new DatedFlow(
                grid.Date(i), (decimal)(i == 0 ? first : i == count - 1 ? last : each))),
        ];

        var result = AnnualPercentageRate.UnitedStates([new(Date(advanced), (decimal)amount)], payments, unitPeriod);

        Assert.Equal(InternalRateStatus.Found, result.Status);
        Assert.Equal(percent / 100.0, result.Rate!.Value, TwoDecimals);
    }

    // Appendix J (c)(5)(i): 1,000 on 3 January, 1,080 on 15 September 1978, a term of 255 days.
    [Fact]
    public void UnitedStates_SinglePaymentWithinAYear_TakesTheTermAsUnitPeriod()
    {
        var result = AnnualPercentageRate.UnitedStates(
            [new(new DateOnly(1978, 1, 3), 1000m)], [new(new DateOnly(1978, 9, 15), 1080m)], PaymentFrequency.Monthly);

        Assert.Equal(0.1145, result.Rate!.Value, TwoDecimals);
    }

    // Appendix J (b)(5)(iii) and (v): between two dates a month is 30 days where the unit-period is several months; of
    // a year whole months left over are twelfths, and otherwise days are of 365. Each expects the same loan with its
    // first period worked out by hand: 59 calendar days are two months, 90 are three.
    [Theory]
    [InlineData("2025-01-15", "2025-03-15", PaymentFrequency.Quarterly, 0, 60.0 / 90.0)]
    [InlineData("2025-01-15", "2025-03-20", PaymentFrequency.Quarterly, 0, 65.0 / 90.0)]
    [InlineData("2025-01-15", "2025-06-20", PaymentFrequency.Quarterly, 1, 65.0 / 90.0)]
    [InlineData("2025-01-15", "2025-06-15", PaymentFrequency.SemiAnnual, 0, 150.0 / 180.0)]
    [InlineData("2025-01-15", "2025-04-15", PaymentFrequency.Annual, 0, 3.0 / 12.0)]
    [InlineData("2025-01-15", "2026-04-15", PaymentFrequency.Annual, 1, 3.0 / 12.0)]
    [InlineData("2025-01-15", "2025-04-16", PaymentFrequency.Annual, 0, 91.0 / 365.0)]
    public void UnitedStates_OddFirstPeriod_IsCountedByTheRuleOfItsUnitPeriod(
        string advanced, string firstDue, PaymentFrequency unitPeriod, int whole, double odd)
    {
        var grid = new CouponGrid(Date(firstDue), unitPeriod);
        DatedFlow[] payments = [.. Enumerable.Range(0, 4).Select(i => new DatedFlow(grid.Date(i), 300m))];

        var result = AnnualPercentageRate.UnitedStates([new(Date(advanced), 1000m)], payments, unitPeriod);

        double rate = result.Rate!.Value / unitPeriod.PerYear();
        double worth = Enumerable.Range(0, 4)
            .Sum(i => 300.0 / ((1.0 + odd * rate) * Math.Pow(1.0 + rate, whole + i)));
        Assert.Equal(1000.0, worth, 1e-9);
    }

    // Directive 98/7/EC, Annex III, as proposed in COM(96) 79: the calendar counts 546 days to 1 July 1995, equal
    // months a year and a half.
    [Theory]
    [InlineData(1000, "1995-07-01 1200", PaymentFrequency.Annual, 12.96)]
    [InlineData(950, "1995-07-01 1200", PaymentFrequency.Annual, 16.90)]
    [InlineData(1000, "1995-01-01 600 1996-01-01 600", PaymentFrequency.Annual, 13.07)]
    [InlineData(1000, "1995-07-01 1200", PaymentFrequency.Monthly, 12.92)]
    [InlineData(950, "1995-07-01 1200", PaymentFrequency.Monthly, 16.85)]
    [InlineData(1000, "1995-01-01 600 1996-01-01 600", PaymentFrequency.Monthly, 13.07)]
    [InlineData(1000, "1994-04-01 272 1994-07-01 272 1995-01-01 544", PaymentFrequency.Monthly, 13.19)]
    public void EuropeanUnion_ExamplesOfTheDirective_AreMetToTwoDecimals(
        int drawn, string paid, PaymentFrequency interval, double percent)
    {
        string[] parts = paid.Split(' ');
        DatedFlow[] payments =
            [.. parts.Chunk(2).Select(pair => new DatedFlow(Date(pair[0]), decimal.Parse(pair[1])))];

        var result = AnnualPercentageRate.EuropeanUnion([new(new DateOnly(1994, 1, 1), drawn)], payments, interval);

        Assert.Equal(InternalRateStatus.Found, result.Status);
        Assert.Equal(percent / 100.0, result.Rate!.Value, TwoDecimals);
    }

    // A loan at r a period without charges costs (1 + r)^n − 1 in Europe and n r in the United States.
    [Theory]
    [InlineData(PaymentFrequency.Weekly)]
    [InlineData(PaymentFrequency.BiWeekly)]
    [InlineData(PaymentFrequency.FourWeekly)]
    [InlineData(PaymentFrequency.Monthly)]
    [InlineData(PaymentFrequency.Quarterly)]
    [InlineData(PaymentFrequency.Annual)]
    public void BothLaws_RegularLoanWithoutCharges_AreTheRateOfTheLoan(PaymentFrequency frequency)
    {
        const double Rate = 0.011;
        foreach (var start in new DateOnly[] { new(2023, 3, 7), new(2024, 1, 31), new(2023, 12, 29) })
        {
            for (int n = 2; n <= 26; n++)
            {
                decimal payment = Annuity.Payment((decimal)Rate, n, 10_000m);
                var grid = new CouponGrid(start, frequency);
                DatedFlow[] payments = [.. Enumerable.Range(1, n).Select(i => new DatedFlow(grid.Date(i), payment))];
                DatedFlow[] advance = [new(start, 10_000m)];

                var europe = AnnualPercentageRate.EuropeanUnion(advance, payments, frequency);
                var states = AnnualPercentageRate.UnitedStates(advance, payments, frequency);

                int perYear = frequency.PerYear();
                Assert.Equal(Math.Pow(1.0 + Rate, perYear) - 1.0, europe.Rate!.Value, 1e-12);
                Assert.Equal(perYear * Rate, states.Rate!.Value, 1e-12);
            }
        }
    }

    // Days left over after whole weeks belong to the year that ends with them: 366 days when it holds 29 February.
    [Fact]
    public void EuropeanUnion_OddDays_AreOfTheYearBeforeThem()
    {
        Assert.Equal(Math.Pow(1.05, 366.0 / 5.0) - 1.0, Europe(new DateOnly(2024, 3, 1)), 1e-9);
        Assert.Equal(Math.Pow(1.05, 365.0 / 5.0) - 1.0, Europe(new DateOnly(2023, 3, 1)), 1e-9);
        Assert.Equal(Math.Pow(1.05, 366.0 / 5.0) - 1.0, Europe(new DateOnly(2025, 2, 20)), 1e-9);

        static double Europe(DateOnly start) => AnnualPercentageRate.EuropeanUnion(
            [new(start, 100m)], [new(start.AddDays(5), 105m)], PaymentFrequency.Weekly).Rate!.Value;
    }

    [Fact]
    public void LoansWithoutARate_SayWhy()
    {
        DatedFlow[] advance = [new(new DateOnly(2024, 1, 1), 100m)];
        DatedFlow[] tooLittle = [new(new DateOnly(2024, 2, 1), 40m), new(new DateOnly(2024, 3, 1), 50m)];
        DatedFlow[] even = [new(new DateOnly(2024, 2, 1), 50m), new(new DateOnly(2024, 3, 1), 50m)];
        DatedFlow[] atOnce = [new(new DateOnly(2024, 1, 1), 110m)];

        Assert.Equal(InternalRateStatus.NoRate, States(tooLittle).Status);
        Assert.True(Europe(tooLittle).Rate < 0.0);
        Assert.Equal(0.0, States(even).Rate);
        Assert.Equal(0.0, Europe(even).Rate!.Value, 1e-12);
        Assert.Equal(InternalRateStatus.NoRate, States(atOnce).Status);
        Assert.Equal(InternalRateStatus.NoSignChange, Europe(atOnce).Status);
        Assert.Equal(InternalRateStatus.NoSignChange, States([]).Status);
        Assert.Equal(InternalRateStatus.OutOfRange, States([.. atOnce, .. even]).Status);

        InternalRateResult States(DatedFlow[] payments) =>
            AnnualPercentageRate.UnitedStates(advance, payments, PaymentFrequency.Monthly);

        InternalRateResult Europe(DatedFlow[] payments) =>
            AnnualPercentageRate.EuropeanUnion(advance, payments, PaymentFrequency.Monthly);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        DatedFlow[] advance = [new(new DateOnly(2024, 1, 1), 100m)];
        Assert.Throws<ArgumentException>(
            () => AnnualPercentageRate.EuropeanUnion([], advance, PaymentFrequency.Monthly));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnualPercentageRate.UnitedStates(
            advance, [new(new DateOnly(2024, 2, 1), -1m)], PaymentFrequency.Monthly));
        Assert.Throws<ArgumentException>(() => AnnualPercentageRate.UnitedStates(
            advance, [new(new DateOnly(2023, 12, 1), 1m)], PaymentFrequency.Monthly));
    }
}
