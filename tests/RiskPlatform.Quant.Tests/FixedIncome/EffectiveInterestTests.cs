using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class EffectiveInterestTests
{
    private static readonly LoanTerms Terms = new()
    {
        PrincipalMinor = 1_000_000,
        AnnualRate = 0.24m,
        Instalments = 24,
        Frequency = PaymentFrequency.Monthly,
        Method = LoanMethod.Annuity,
        Disbursement = new DateOnly(2024, 1, 15),
    };

    // IAS 39 IG B.26, carried into IFRS 9's illustrations: bought for 1,000, pays 59 a year for five years and 1,250 at
    // the end; the rate is 10%, and amortised cost runs 1,041, 1,086, 1,136, 1,190. Years of 365 days.
    [Fact]
    public void PublishedExample_AmortisedCost_IsTheStandardsTable()
    {
        long[] payments = [59, 59, 59, 59, 1309];
        var schedule = new LoanSchedule(
            Terms with { PrincipalMinor = 1250, Disbursement = new DateOnly(2025, 1, 1) },
            [.. payments.Select((payment, i) => new Instalment(
                i + 1, new DateOnly(2025, 1, 1).AddDays(365 * (i + 1)), i == 4 ? 1250 : 0, 59, i == 4 ? 0 : 1250))]);

        var rate = EffectiveInterest.Rate(schedule, 250);
        var rows = EffectiveInterest.AmortisedCost(schedule, 250, rate.Rate!.Value);

        Assert.Equal(0.10, rate.Rate.Value, 5e-4);
        Assert.Equal([1041, 1086, 1136, 1190, 0], rows.Select(row => row.ClosingMinor));
        Assert.Equal([100, 104, 109, 113, 119], rows.Select(row => row.InterestMinor));
    }

    [Fact]
    public void Rate_EqualPeriodsWithoutFees_IsTheNominalRateCompounded()
    {
        // 73 days are a fifth of 365, so five even periods by days are compounded at 4.8% each.
        var schedule = new LoanSchedule(
            Terms,
            [.. Enumerable.Range(1, 5).Select(i => new Instalment(
                i, Terms.Disbursement.AddDays(73 * i), i == 5 ? 1_000_000 : 0, 48_000, i == 5 ? 0 : 1_000_000))]);

        Assert.Equal(Math.Pow(1.048, 5) - 1.0, EffectiveInterest.Rate(schedule, 0).Rate!.Value, 1e-12);
    }

    [Fact]
    public void RateAndCost_EveryMethodFrequencyAndFee_CloseAtZero_AndSum()
    {
        foreach (var method in Enum.GetValues<LoanMethod>())
        {
            foreach (var frequency in Enum.GetValues<PaymentFrequency>())
            {
                foreach (long fees in new[] { -15_000L, 0L, 30_000L })
                {
                    var schedule = LoanSchedule.Create(
                        Terms with { Method = method, Frequency = frequency }, BusinessCalendar.MondayToFriday);
                    double rate = EffectiveInterest.Rate(schedule, fees).Rate!.Value;

                    var rows = EffectiveInterest.AmortisedCost(schedule, fees, rate);

                    Assert.Equal(schedule.TotalInterestMinor + fees, rows.Sum(row => row.InterestMinor));
                    Assert.Equal(0, rows[^1].ClosingMinor);
                    double left = schedule.Instalments[^1].PaymentMinor * Math.Pow(1.0 + rate, -Days(schedule) / 365.0);
                    Assert.Equal(left, rows[^1].OpeningMinor, 0.51); // The last opening is the last payment discounted.
                    Assert.True(fees == 0 || fees > 0 == rate > EffectiveInterest.Rate(schedule, 0).Rate!.Value);
                }
            }
        }

        static double Days(LoanSchedule schedule) =>
            schedule.Instalments[^1].DueDate.DayNumber - schedule.Instalments[^2].DueDate.DayNumber;
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        var schedule = LoanSchedule.Create(Terms, BusinessCalendar.EveryDay);
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveInterest.Rate(schedule, 1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveInterest.AmortisedCost(schedule, 0, -1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveInterest.AmortisedCost(schedule, 0, double.NaN));
    }
}
