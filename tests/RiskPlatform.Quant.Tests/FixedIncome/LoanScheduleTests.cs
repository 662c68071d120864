using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class LoanScheduleTests
{
    private static readonly LoanTerms Example = new()
    {
        PrincipalMinor = 100_000,
        AnnualRate = 0.12m,
        Instalments = 12,
        Frequency = PaymentFrequency.Monthly,
        Method = LoanMethod.Annuity,
        Disbursement = new DateOnly(2024, 1, 31),
    };

    // 1,000.00 at 1% a month over a year: Octave's pmt gives 88.8487886783416, so 88.85 and a smaller last payment.
    [Fact]
    public void Create_Annuity_IsTheTextbookTable()
    {
        var schedule = Create(Example);

        Assert.All(schedule.Instalments.Take(11), instalment => Assert.Equal(8885, instalment.PaymentMinor));
        Assert.Equal([1000, 921, 842, 761, 680, 598], schedule.Instalments.Take(6).Select(row => row.InterestMinor));
        Assert.Equal(8884, schedule.Instalments[11].PaymentMinor);
        Assert.Equal(new DateOnly(2024, 2, 29), schedule.Instalments[0].DueDate);
        Assert.Equal(new DateOnly(2024, 3, 31), schedule.Instalments[1].DueDate);
    }

    [Fact]
    public void Create_EqualPrincipal_FallsByTheInterestOnOneShare()
    {
        var schedule = Create(Example with { Method = LoanMethod.EqualPrincipal, PrincipalMinor = 120_000 });

        Assert.All(schedule.Instalments, instalment => Assert.Equal(10_000, instalment.PrincipalMinor));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => 1200L - 100 * i),
            schedule.Instalments.Select(instalment => instalment.InterestMinor));
    }

    // 20% flat on 500.00 over 40 weeks of 52: 76.92 of interest, 1.92 or 1.93 a week.
    [Fact]
    public void Create_FlatWeekly_SpreadsInterestToOneUnit()
    {
        var schedule = Create(Example with
        {
            Method = LoanMethod.Flat,
            Frequency = PaymentFrequency.Weekly,
            Instalments = 40,
            PrincipalMinor = 50_000,
            AnnualRate = 0.20m,
        });

        Assert.Equal(7692, schedule.TotalInterestMinor);
        Assert.All(schedule.Instalments, instalment => Assert.InRange(instalment.InterestMinor, 192, 193));
        Assert.All(schedule.Instalments, instalment => Assert.Equal(1250, instalment.PrincipalMinor));
        Assert.Equal(57_692, schedule.TotalPaymentMinor);
    }

    // A balloon of 400.00 of 1,000.00 at 1% a month: 600.00 is an annuity, the balloon pays interest till the end.
    [Fact]
    public void Create_Balloon_IsAnAnnuityPlusInterestOnTheBalloon()
    {
        var schedule = Create(Example with { Method = LoanMethod.Balloon, BalloonMinor = 40_000 });

        decimal payment = Annuity.Payment(0.01m, 12, 60_000m) + 400m;
        Assert.All(schedule.Instalments.Take(11), row => Assert.Equal((double)payment, row.PaymentMinor, 0.51));
        Assert.Equal(40_000 + (double)payment, schedule.Instalments[11].PaymentMinor, 8.0);
        Assert.True(schedule.Instalments[10].OwedMinor > 40_000);
    }

    [Fact]
    public void Create_Grace_PaysInterestOnlyFirst()
    {
        var schedule = Create(Example with { GraceInstalments = 3 });

        Assert.All(
            schedule.Instalments.Take(3),
            row => Assert.Equal((0L, 1000L), (row.PrincipalMinor, row.InterestMinor)));
        Assert.Equal((double)Annuity.Payment(0.01m, 9, 100_000m), schedule.Instalments[3].PaymentMinor, 0.51);
    }

    // Act/365 from 31 January to 19 March, 48 days: interest is 100,000 · 12% · 48/365 = 1,578.08.
    [Fact]
    public void Create_InterestByDays_CountsTheOddFirstPeriodAndHolidays()
    {
        var terms = Example with
        {
            InterestDayCount = DayCount.Actual365Fixed,
            FirstDue = new DateOnly(2024, 3, 16),
            Adjustment = BusinessDayAdjustment.Following,
        };
        var calendar = new BusinessCalendar([DayOfWeek.Saturday, DayOfWeek.Sunday], [new DateOnly(2024, 3, 18)]);

        var schedule = LoanSchedule.Create(terms, calendar);

        Assert.Equal(new DateOnly(2024, 3, 19), schedule.Instalments[0].DueDate); // A Saturday, then a holiday.
        Assert.Equal(1578, schedule.Instalments[0].InterestMinor); // 48 days.
        Assert.Equal(new DateOnly(2024, 4, 16), schedule.Instalments[1].DueDate);
        Assert.True(Math.Abs(schedule.Instalments[^1].PaymentMinor - schedule.Instalments[0].PaymentMinor) <= 12);
    }

    // Goal: sums are exact whatever the terms. Method: 4,000 random loans of every method, frequency and rounding.
    [Fact]
    public void Create_AnyTerms_SumExactly_AndNeverOwePastTheEnd()
    {
        var random = new Random(12);
        for (int i = 0; i < 4000; i++)
        {
            var method = (LoanMethod)(i % 4);
            long principal = 1 + (long)Math.Exp(random.NextDouble() * 30.0);
            int count = 1 + random.Next(i % 10 == 0 ? 400 : 60);
            var terms = new LoanTerms
            {
                PrincipalMinor = principal,
                AnnualRate = random.Next(0, 30_000) / 10_000m,
                Instalments = count,
                Frequency = (PaymentFrequency)random.Next(7),
                Method = method,
                Disbursement = new DateOnly(2024, 1, 1).AddDays(random.Next(1000)),
                GraceInstalments = random.Next(4) == 0 ? random.Next(count) : 0,
                BalloonMinor = method == LoanMethod.Balloon ? (long)(principal * random.NextDouble()) : 0,
                InterestDayCount = random.Next(2) == 0 ? null : (DayCount)(random.Next(2) * 4),
                Adjustment = BusinessDayAdjustment.ModifiedFollowing,
                Rounding = (MidpointRounding)random.Next(2),
            };

            var schedule = LoanSchedule.Create(terms, BusinessCalendar.MondayToFriday);

            Assert.Equal(count, schedule.Instalments.Count);
            Assert.Equal(principal, schedule.Instalments.Sum(row => row.PrincipalMinor));
            Assert.Equal(principal + schedule.TotalInterestMinor, schedule.TotalPaymentMinor);
            Assert.Equal(0, schedule.Instalments[^1].OwedMinor);
            long owed = principal;
            foreach (var row in schedule.Instalments)
            {
                owed -= row.PrincipalMinor;
                Assert.Equal(owed, row.OwedMinor);
                Assert.True(row.PrincipalMinor >= 0 && row.InterestMinor >= 0 && owed >= 0);
            }

            if (method is LoanMethod.EqualPrincipal or LoanMethod.Flat)
            {
                var paying = schedule.Instalments.Skip(terms.GraceInstalments).Select(row => row.PrincipalMinor);
                Assert.True(paying.Max() - paying.Min() <= 1);
            }
        }
    }

    [Fact]
    public void Create_LargestLoan_DoesNotOverflow()
    {
        var schedule = Create(Example with
        {
            PrincipalMinor = 100_000_000_000_000,
            AnnualRate = 50m,
            Instalments = 1200,
            Frequency = PaymentFrequency.Annual,
            Method = LoanMethod.Flat,
        });

        Assert.Equal(100_000_000_000_000 * 60_000, schedule.TotalInterestMinor);
    }

    [Fact]
    public void Create_ContradictingTerms_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(Example with { PrincipalMinor = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(Example with { AnnualRate = -0.01m }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(Example with { Instalments = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(Example with { Method = (LoanMethod)9 }));
        Assert.Throws<ArgumentException>(() => Create(Example with { GraceInstalments = 12 }));
        Assert.Throws<ArgumentException>(() => Create(Example with { FirstDue = Example.Disbursement }));
        Assert.Throws<ArgumentException>(() => Create(Example with { BalloonMinor = 5 }));
        Assert.Throws<ArgumentException>(() => Create(Example with { InterestDayCount = DayCount.ActualActualIcma }));
    }

    private static LoanSchedule Create(LoanTerms terms) => LoanSchedule.Create(terms, BusinessCalendar.EveryDay);
}
