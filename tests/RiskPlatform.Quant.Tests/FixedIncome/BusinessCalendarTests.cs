using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class BusinessCalendarTests
{
    private static readonly DateOnly[] Holidays =
        [new(2024, 3, 29), new(2024, 4, 1), new(2024, 5, 1), new(2024, 12, 25), new(2024, 12, 26), new(2024, 6, 1)];

    private static readonly BusinessCalendar Calendar =
        new([DayOfWeek.Saturday, DayOfWeek.Sunday], [.. Holidays, Holidays[0]]);

    [Theory]
    //          Good Friday   following     modified      preceding     modified preceding
    [InlineData("2024-03-29", "2024-04-02", "2024-03-28", "2024-03-28", "2024-03-28")]
    [InlineData("2024-04-01", "2024-04-02", "2024-04-02", "2024-03-28", "2024-04-02")]
    [InlineData("2024-06-15", "2024-06-17", "2024-06-17", "2024-06-14", "2024-06-14")]
    [InlineData("2024-08-31", "2024-09-02", "2024-08-30", "2024-08-30", "2024-08-30")]
    [InlineData("2024-12-25", "2024-12-27", "2024-12-27", "2024-12-24", "2024-12-24")]
    [InlineData("2024-07-02", "2024-07-02", "2024-07-02", "2024-07-02", "2024-07-02")]
    public void Adjust_HolidaysWeekendsAndMonthEnds_FollowTheRules(
        string date, string following, string modified, string preceding, string modifiedPreceding)
    {
        var day = ReferenceCases.Date(date);
        Assert.Equal(ReferenceCases.Date(following), Calendar.Adjust(day, BusinessDayAdjustment.Following));
        Assert.Equal(ReferenceCases.Date(modified), Calendar.Adjust(day, BusinessDayAdjustment.ModifiedFollowing));
        Assert.Equal(ReferenceCases.Date(preceding), Calendar.Adjust(day, BusinessDayAdjustment.Preceding));
        Assert.Equal(
            ReferenceCases.Date(modifiedPreceding), Calendar.Adjust(day, BusinessDayAdjustment.ModifiedPreceding));
        Assert.Equal(day, Calendar.Adjust(day, BusinessDayAdjustment.Unadjusted));
    }

    [Fact]
    public void Adjust_EveryDayOfAYear_GivesABusinessDay_AndIsIdempotent()
    {
        for (var day = new DateOnly(2024, 1, 1); day.Year == 2024; day = day.AddDays(1))
        {
            foreach (var adjustment in Enum.GetValues<BusinessDayAdjustment>().Skip(1))
            {
                var moved = Calendar.Adjust(day, adjustment);
                Assert.True(Calendar.IsBusinessDay(moved));
                Assert.Equal(moved, Calendar.Adjust(moved, adjustment));
                Assert.True(Calendar.IsBusinessDay(day) == (moved == day));
            }
        }
    }

    [Fact]
    public void BusinessDaysBetween_EveryShortSpanAndLongOnes_EqualsCountingDayByDay()
    {
        var random = new Random(4);
        BusinessCalendar[] calendars = [Calendar, new([DayOfWeek.Friday], Holidays), BusinessCalendar.EveryDay];
        foreach (var calendar in calendars)
        {
            for (int i = 0; i < 1500; i++)
            {
                var start = new DateOnly(2024, 1, 1).AddDays(random.Next(400) - 20);
                int length = i < 400 ? i % 22 : random.Next(800);
                int counted = Enumerable.Range(0, length).Count(days => calendar.IsBusinessDay(start.AddDays(days)));

                Assert.Equal(counted, calendar.BusinessDaysBetween(start, start.AddDays(length)));
                Assert.Equal(-counted, calendar.BusinessDaysBetween(start.AddDays(length), start));
            }
        }
    }

    [Fact]
    public void AddBusinessDays_AnyNumber_IsUndoneByItsNegative_AndCounted()
    {
        var start = new DateOnly(2024, 3, 26);
        for (int days = 0; days <= 40; days++)
        {
            var end = Calendar.AddBusinessDays(start, days);

            Assert.Equal(start, Calendar.AddBusinessDays(end, -days));
            Assert.Equal(days, Calendar.BusinessDaysBetween(start, end));
        }

        Assert.Equal(new DateOnly(2024, 4, 2), Calendar.AddBusinessDays(new DateOnly(2024, 3, 30), 0));
    }

    [Fact]
    public void BadCalendars_AndTheEndOfTheYears_AreRefused_NotWalkedForever()
    {
        Assert.Throws<ArgumentException>(() => new BusinessCalendar(Enum.GetValues<DayOfWeek>(), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BusinessCalendar([DateOnly.MaxValue.DayOfWeek], [])
            .Adjust(DateOnly.MaxValue, BusinessDayAdjustment.Following));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Adjust(default, (BusinessDayAdjustment)99));
    }
}
