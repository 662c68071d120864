using RiskPlatform.Quant.FixedIncome;
using static RiskPlatform.Quant.Tests.FixedIncome.ReferenceCases;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class YearFractionTests
{
    private static readonly Dictionary<string, DayCount> Named = new()
    {
        ["ACT/360"] = DayCount.Actual360,
        ["ACT/365F"] = DayCount.Actual365Fixed,
        ["ACT/ACT ISDA"] = DayCount.ActualActualIsda,
        ["30/360 US"] = DayCount.Thirty360Us,
        ["30/360 BondBasis"] = DayCount.Thirty360BondBasis,
        ["30E/360"] = DayCount.ThirtyE360,
        ["30E/360 ISDA"] = DayCount.ThirtyE360Isda,
    };

    [Fact]
    public void Between_ReferencePairs_MatchQuantLib()
    {
        var rows = All("daycounts.json");
        Assert.Equal(59, rows.Count);
        foreach (var row in rows)
        {
            var start = row.Date("start");
            var end = row.Date("end");
            foreach (var (name, convention) in Named)
            {
                Assert.Equal(row.Number(name), YearFraction.Between(convention, start, end), 1e-14);
            }
        }
    }

    // ISDA, "30/360 day count conventions", 22 December 2008, as in QuantLib's test-suite/daycounters.cpp.
    [Theory]
    //          start         end           bond basis  30E
    [InlineData("2006-08-20", "2007-02-20", 180, 180)]
    [InlineData("2006-08-31", "2007-02-28", 178, 178)]
    [InlineData("2007-02-28", "2007-08-31", 183, 182)]
    [InlineData("2007-08-31", "2008-02-29", 179, 179)]
    [InlineData("2008-02-29", "2008-08-31", 182, 181)]
    [InlineData("2006-01-31", "2006-02-28", 28, 28)]
    [InlineData("2006-01-30", "2006-02-28", 28, 28)]
    [InlineData("2006-02-28", "2006-03-03", 5, 5)]
    [InlineData("2006-09-30", "2006-10-31", 30, 30)]
    [InlineData("2006-10-31", "2006-11-28", 28, 28)]
    [InlineData("2008-02-28", "2008-08-31", 183, 182)]
    [InlineData("2007-02-26", "2008-02-29", 363, 363)]
    [InlineData("2008-02-29", "2009-02-28", 359, 359)]
    [InlineData("2008-02-28", "2008-03-30", 32, 32)]
    [InlineData("2008-02-28", "2008-03-31", 33, 32)]
    public void Between_Thirty360_MatchesIsdasTables(string start, string end, int bondBasis, int euro)
    {
        Assert.Equal(bondBasis, Days(DayCount.Thirty360BondBasis), 1e-12);
        Assert.Equal(euro, Days(DayCount.ThirtyE360), 1e-12);

        double Days(DayCount convention) => 360.0 * YearFraction.Between(convention, Date(start), Date(end));
    }

    [Fact]
    public void Between_LastOfFebruary_FollowsEachRule()
    {
        var february = new DateOnly(2007, 2, 28);
        var august = new DateOnly(2006, 8, 31);

        // US: both ends on the last of February are a year apart; a February start counts as the 30th.
        Assert.Equal(360.0, 360.0 * YearFraction.Between(
            DayCount.Thirty360Us, new DateOnly(2007, 2, 28), new DateOnly(2008, 2, 29)), 1e-12);
        Assert.Equal(180.0, 360.0 * YearFraction.Between(
            DayCount.Thirty360Us, february, new DateOnly(2007, 8, 31)), 1e-12);
        Assert.Equal(178.0, 360.0 * YearFraction.Between(DayCount.Thirty360Us, august, february), 1e-12);

        // ISDA: the end moves too, unless it is the contract's last day.
        Assert.Equal(180.0, 360.0 * YearFraction.Between(DayCount.ThirtyE360Isda, august, february), 1e-12);
        Assert.Equal(178.0, 360.0 * YearFraction.Between(DayCount.ThirtyE360Isda, august, february, february), 1e-12);
    }

    // ISDA, "EMU and market conventions: recent developments", 1998, as in QuantLib's test-suite/daycounters.cpp
    // with its tolerance: the twelfth decimals are not all right.
    [Theory]
    //          start         end           ISDA            grid anchor   frequency                    ICMA
    [InlineData("2003-11-01", "2004-05-01", 0.497724380567, "2004-05-01", PaymentFrequency.SemiAnnual, 0.5)]
    [InlineData("1999-02-01", "1999-07-01", 0.410958904110, "1999-07-01", PaymentFrequency.Annual, 0.410958904110)]
    [InlineData("1999-07-01", "2000-07-01", 1.001377348600, "1999-07-01", PaymentFrequency.Annual, 1.0)]
    [InlineData("2002-08-15", "2003-07-15", 0.915068493151, "2003-07-15", PaymentFrequency.SemiAnnual, 0.915760869565)]
    [InlineData("2003-07-15", "2004-01-15", 0.504004790778, "2003-07-15", PaymentFrequency.SemiAnnual, 0.5)]
    [InlineData("1999-07-30", "2000-01-30", 0.503892506924, "1999-07-30", PaymentFrequency.SemiAnnual, 0.5)]
    [InlineData("2000-01-30", "2000-06-30", 0.415300546448, "1999-07-30", PaymentFrequency.SemiAnnual, 0.417582417582)]
    public void ActualActual_PublishedStubs_MatchBothRules(
        string start, string end, double isda, string anchor, PaymentFrequency frequency, double icma)
    {
        Assert.Equal(isda, YearFraction.Between(DayCount.ActualActualIsda, Date(start), Date(end)), 1e-10);
        Assert.Equal(icma, YearFraction.Icma(Date(start), Date(end), new CouponGrid(Date(anchor), frequency)), 1e-10);
    }

    // The quarter after 29 February ends on 31 May, 92 days later, with the end-of-month rule, and on 30 May without.
    // The first figure is QuantLib's test-suite/daycounters.cpp, testActualActualIsma.
    [Fact]
    public void Icma_MonthEndRule_DecidesTheQuasiPeriod()
    {
        var anchor = new DateOnly(1999, 11, 30);
        var end = new DateOnly(2000, 4, 30);

        double monthEnds = YearFraction.Icma(anchor, end, new CouponGrid(anchor, PaymentFrequency.Quarterly, true));
        double plain = YearFraction.Icma(anchor, end, new CouponGrid(anchor, PaymentFrequency.Quarterly));

        Assert.Equal(91.0 / 364.0 + 61.0 / 368.0, monthEnds, 1e-14);
        Assert.Equal(91.0 / 364.0 + 61.0 / 364.0, plain, 1e-14);
    }

    // QuantLib's test-suite/daycounters.cpp, testBusiness252; the holidays are Brazil's, by their rules.
    [Fact]
    public void Business252_PublishedFractions_MatchWithBrazilsHolidays()
    {
        var calendar = new BusinessCalendar(
            [DayOfWeek.Saturday, DayOfWeek.Sunday], Enumerable.Range(2002, 15).SelectMany(BrazilianHolidays));
        string[] dates =
        [
            "2002-02-01", "2002-02-04", "2003-05-16", "2003-12-17", "2004-12-17", "2005-12-19", "2006-01-02",
            "2006-03-13", "2006-05-15", "2006-03-17", "2006-05-15", "2006-07-26", "2007-06-28", "2009-09-16",
            "2016-07-26",
        ];
        double[] expected =
        [
            0.0039682539683, 1.2738095238095, 0.6031746031746, 0.9960317460317, 1.0, 0.0396825396825, 0.1904761904762,
            0.1666666666667, -0.1507936507937, 0.1507936507937, 0.2023809523810, 0.912698412698, 2.214285714286,
            6.84126984127,
        ];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], YearFraction.Business252(Date(dates[i]), Date(dates[i + 1]), calendar), 1e-12);
        }
    }

    // Goal: whole and parts agree. Method: split at a random date; 30/360 rules are not additive, and left out.
    [Fact]
    public void ActualConventions_SplitAnywhere_AddUp_AndReverseTheSign()
    {
        var random = new Random(1);
        var grid = new CouponGrid(new DateOnly(2011, 8, 31), PaymentFrequency.Quarterly, EndOfMonth: true);
        for (int i = 0; i < 2000; i++)
        {
            int[] days = [.. Enumerable.Range(0, 3).Select(_ => 725_000 + random.Next(20_000)).Order()];
            var (start, middle, end) = (Day(days[0]), Day(days[1]), Day(days[2]));
            Func<DateOnly, DateOnly, double>[] counts =
            [
                (a, b) => YearFraction.Between(DayCount.Actual360, a, b),
                (a, b) => YearFraction.Between(DayCount.Actual365Fixed, a, b),
                (a, b) => YearFraction.Between(DayCount.ActualActualIsda, a, b),
                (a, b) => YearFraction.Icma(a, b, grid),
                (a, b) => YearFraction.Business252(a, b, BusinessCalendar.MondayToFriday),
            ];
            foreach (var years in counts)
            {
                Assert.Equal(years(start, end), years(start, middle) + years(middle, end), 1e-12);
                Assert.Equal(-years(start, end), years(end, start), 1e-12);
                Assert.Equal(0.0, years(start, start));
            }
        }

        static DateOnly Day(int number) => DateOnly.FromDayNumber(number);
    }

    [Fact]
    public void ActualActualIsda_EverySpanUpToTwoYears_EqualsCountingDayByDay()
    {
        var start = new DateOnly(2023, 11, 7);
        double sum = 0.0;
        for (int days = 0; days < 800; days++)
        {
            var end = start.AddDays(days);
            Assert.Equal(sum, YearFraction.Between(DayCount.ActualActualIsda, start, end), 1e-12);
            sum += DateTime.IsLeapYear(end.Year) ? 1.0 / 366.0 : 1.0 / 365.0;
        }
    }

    [Fact]
    public void Between_ConventionThatNeedsMore_IsRefused()
    {
        var day = new DateOnly(2024, 1, 1);
        Assert.Throws<ArgumentException>(() => YearFraction.Between(DayCount.ActualActualIcma, day, day));
        Assert.Throws<ArgumentException>(() => YearFraction.Between(DayCount.Business252, day, day));
        Assert.Throws<ArgumentOutOfRangeException>(() => YearFraction.Between((DayCount)99, day, day));
    }

    private static IEnumerable<DateOnly> BrazilianHolidays(int year)
    {
        var easter = Easter(year);
        return
        [
            new(year, 1, 1), new(year, 4, 21), new(year, 5, 1), new(year, 9, 7), new(year, 10, 12), new(year, 11, 2),
            new(year, 11, 15), new(year, 12, 25), easter.AddDays(-48), easter.AddDays(-47), easter.AddDays(-2),
            easter.AddDays(60),
        ];
    }

    // Gauss's rule in Oudin's integer form (US Naval Observatory).
    private static DateOnly Easter(int year)
    {
        int century = year / 100;
        int golden = year % 19;
        int k = (century - 17) / 25;
        int i = (century - century / 4 - (century - k) / 3 + 19 * golden + 15) % 30;
        i -= i / 28 * (1 - i / 28 * (29 / (i + 1)) * ((21 - golden) / 11));
        int j = (year + year / 4 + i + 2 - century + century / 4) % 7;
        int month = 3 + (i - j + 40) / 44;
        return new DateOnly(year, month, i - j + 28 - 31 * (month / 4));
    }
}
