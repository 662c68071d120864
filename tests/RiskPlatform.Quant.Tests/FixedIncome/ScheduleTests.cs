using RiskPlatform.Quant.FixedIncome;
using static RiskPlatform.Quant.Tests.FixedIncome.ReferenceCases;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(StubPosition.ShortFirst, "2024-01-10 2024-02-29 2024-05-31 2024-08-31 2024-11-30")]
    [InlineData(StubPosition.LongFirst, "2024-01-10 2024-05-31 2024-08-31 2024-11-30")]
    [InlineData(StubPosition.ShortLast, "2024-01-10 2024-04-10 2024-07-10 2024-10-10 2024-11-30")]
    [InlineData(StubPosition.LongLast, "2024-01-10 2024-04-10 2024-07-10 2024-11-30")]
    public void Create_EachStub_StandsWhereItShould(StubPosition stub, string dates)
    {
        var schedule = Schedule.Create(
            new ScheduleTerms
            {
                Start = new DateOnly(2024, 1, 10),
                End = new DateOnly(2024, 11, 30),
                Frequency = PaymentFrequency.Quarterly,
                Stub = stub,
                EndOfMonth = true,
            },
            BusinessCalendar.EveryDay);

        Assert.Equal(
            dates.Split(' ').Select(Date),
            [schedule.Periods[0].Start, .. schedule.Periods.Select(period => period.End)]);
    }

    [Fact]
    public void Create_PaymentOnAWeekend_MovesThePaymentOnly()
    {
        var schedule = Schedule.Create(
            new ScheduleTerms
            {
                Start = new DateOnly(2024, 3, 31),
                End = new DateOnly(2024, 9, 30),
                Frequency = PaymentFrequency.Monthly,
                EndOfMonth = true,
                PaymentAdjustment = BusinessDayAdjustment.ModifiedFollowing,
            },
            BusinessCalendar.MondayToFriday);

        Assert.Equal(new DateOnly(2024, 6, 30), schedule.Periods[2].End);
        Assert.Equal(new DateOnly(2024, 6, 28), schedule.Periods[2].Payment);
        Assert.Equal(new DateOnly(2024, 6, 30), schedule.Periods[3].Start);
    }

    [Fact]
    public void Create_EveryFrequencyStubAndLength_TilesTheWhole()
    {
        var start = new DateOnly(2023, 12, 31);
        foreach (var frequency in Enum.GetValues<PaymentFrequency>())
        {
            foreach (var stub in Enum.GetValues<StubPosition>())
            {
                for (int days = 1; days < 800; days += 13)
                {
                    var periods = Schedule.Create(
                        new ScheduleTerms
                        {
                            Start = start,
                            End = start.AddDays(days),
                            Frequency = frequency,
                            Stub = stub,
                        },
                        BusinessCalendar.EveryDay).Periods;

                    Assert.Equal(start, periods[0].Start);
                    Assert.Equal(start.AddDays(days), periods[^1].End);
                    Assert.All(periods, period => Assert.True(period.Start < period.End));
                    Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                }
            }
        }
    }

    [Fact]
    public void CouponGrid_AnchorOnTheThirtyFirst_ReturnsToItAfterShortMonths()
    {
        var grid = new CouponGrid(new DateOnly(2024, 1, 31), PaymentFrequency.Monthly);
        Assert.Equal(new DateOnly(2024, 2, 29), grid.Date(1));
        Assert.Equal(new DateOnly(2024, 3, 31), grid.Date(2));
        Assert.Equal(new DateOnly(2023, 2, 28), grid.Date(-11));
        for (int months = -240; months <= 240; months++)
        {
            var date = grid.Date(months);
            Assert.Equal(DateTime.DaysInMonth(date.Year, date.Month), date.Day);
        }

        var ends = new CouponGrid(new DateOnly(2023, 2, 28), PaymentFrequency.SemiAnnual, EndOfMonth: true);
        Assert.Equal(new DateOnly(2023, 8, 31), ends.Date(1));
        Assert.Equal(new DateOnly(2024, 2, 29), ends.Date(2));
        Assert.Equal(new DateOnly(2023, 3, 28), new CouponGrid(ends.Anchor, PaymentFrequency.FourWeekly).Date(1));
    }

    [Fact]
    public void Create_EndNotAfterStart_IsRefused()
    {
        var terms = new ScheduleTerms { Start = default, End = default, Frequency = PaymentFrequency.Weekly };
        Assert.Throws<ArgumentException>(() => Schedule.Create(terms, BusinessCalendar.EveryDay));
    }
}
