namespace RiskPlatform.Quant.FixedIncome;

/// <summary>A loan's instalments, exact in minor units.</summary>
/// <param name="Terms">What they were made from.</param>
/// <param name="Instalments">In order; their principals sum to the terms' principal.</param>
public sealed record LoanSchedule(LoanTerms Terms, IReadOnlyList<Instalment> Instalments)
{
    private const long PrincipalMax = 100_000_000_000_000;

    /// <summary>Interest of all instalments, in minor units.</summary>
    public long TotalInterestMinor => Instalments.Sum(instalment => instalment.InterestMinor);

    /// <summary>Payments of all instalments: principal and interest, in minor units.</summary>
    public long TotalPaymentMinor => Instalments.Sum(instalment => instalment.PaymentMinor);

    /// <summary>Works out when each instalment is due and how much of it is principal and interest.</summary>
    /// <param name="terms">The loan.</param>
    /// <param name="calendar">Moves due dates off holidays.</param>
    /// <exception cref="ArgumentException">The terms contradict each other: a first due date not after disbursement,
    /// grace for every instalment, a balloon without the method, or a day count that needs more than two dates.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A term is out of its range.</exception>
    /// <remarks>
    /// <para>Everything is computed in decimals and rounded once an amount. Level payments are rounded, and the last
    /// instalment takes what rounding left; level principal and flat interest are spread so that each instalment
    /// is within one minor unit of the others. No instalment pays more principal than is owed.</para>
    /// <para><b>Accuracy:</b> exact to the minor unit: principals sum to the principal, the last balance is zero.
    /// </para>
    /// <para><b>Repeatability:</b> the same on every machine.</para>
    /// <para><b>Source:</b> Kellison, The Theory of Interest, 3rd ed. 2009, ch. 5; docs/methods/loans.md.</para>
    /// <para><b>Tested by:</b> a published amortisation table, hand-worked flat and balloon loans, and sums, balances
    /// and spreads over thousands of terms of all methods and frequencies.</para>
    /// </remarks>
    public static LoanSchedule Create(LoanTerms terms, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(calendar);
        Check(terms);
        var dates = DueDates(terms, calendar);
        decimal[] rates = PeriodRates(terms, dates);
        return new LoanSchedule(terms, terms.Method switch
        {
            LoanMethod.Flat => FlatInstalments(terms, dates),
            LoanMethod.EqualPrincipal => DecliningInstalments(terms, dates, rates, LevelPrincipals(terms)),
            LoanMethod.Annuity or LoanMethod.Balloon => LevelInstalments(terms, dates, rates),
            _ => throw new ArgumentOutOfRangeException(nameof(terms), terms.Method, "Not a loan method."),
        });
    }

    private static void Check(LoanTerms terms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.PrincipalMinor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.PrincipalMinor, PrincipalMax);
        ArgumentOutOfRangeException.ThrowIfNegative(terms.AnnualRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.AnnualRate, 50m);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Instalments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.Instalments, 1200);
        ArgumentOutOfRangeException.ThrowIfNegative(terms.GraceInstalments);
        ArgumentOutOfRangeException.ThrowIfNegative(terms.BalloonMinor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.BalloonMinor, terms.PrincipalMinor);
        if (terms.GraceInstalments >= terms.Instalments)
        {
            throw new ArgumentException("One instalment at least is not in grace.");
        }

        if (terms.FirstDue <= terms.Disbursement)
        {
            throw new ArgumentException("The first instalment is due after disbursement.");
        }

        if (terms.BalloonMinor > 0 && terms.Method != LoanMethod.Balloon)
        {
            throw new ArgumentException("Only a balloon loan leaves a balloon.");
        }
    }

    private static DateOnly[] DueDates(LoanTerms terms, BusinessCalendar calendar)
    {
        // Counted from one anchor, so that a loan of the 31st returns to it after a short month.
        var grid = new CouponGrid(terms.FirstDue ?? terms.Disbursement, terms.Frequency);
        int first = terms.FirstDue is null ? 1 : 0;
        return [.. Enumerable.Range(first, terms.Instalments)
            .Select(index => calendar.Adjust(grid.Date(index), terms.Adjustment))];
    }

    private static decimal[] PeriodRates(LoanTerms terms, DateOnly[] dates)
    {
        decimal[] rates = new decimal[dates.Length];
        var from = terms.Disbursement;
        for (int i = 0; i < rates.Length; i++)
        {
            if (terms.InterestDayCount is DayCount dayCount)
            {
                var (days, basis) = YearFraction.DaysOver(dayCount, from, dates[i]);
                rates[i] = terms.AnnualRate * days / basis;
            }
            else
            {
                rates[i] = terms.AnnualRate / terms.Frequency.PerYear();
            }

            from = dates[i];
        }

        return rates;
    }

    // Level principal by rounding the running total: each is within one minor unit of the others, and they sum.
    private static long[] LevelPrincipals(LoanTerms terms)
    {
        int paying = terms.Instalments - terms.GraceInstalments;
        long[] principals = new long[terms.Instalments];
        for (int i = 0; i < paying; i++)
        {
            principals[terms.GraceInstalments + i] =
                Share(terms, terms.PrincipalMinor, i + 1, paying) - Share(terms, terms.PrincipalMinor, i, paying);
        }

        return principals;
    }

    private static Instalment[] DecliningInstalments(
        LoanTerms terms, DateOnly[] dates, decimal[] rates, long[] principals)
    {
        var instalments = new Instalment[dates.Length];
        long owed = terms.PrincipalMinor;
        for (int i = 0; i < instalments.Length; i++)
        {
            long interest = Rounded(terms, owed * rates[i]);
            owed -= principals[i];
            instalments[i] = new Instalment(i + 1, dates[i], principals[i], interest, owed);
        }

        return instalments;
    }

    private static Instalment[] FlatInstalments(LoanTerms terms, DateOnly[] dates)
    {
        long[] principals = LevelPrincipals(terms);
        decimal years = (decimal)terms.Instalments / terms.Frequency.PerYear();
        if (terms.InterestDayCount is DayCount dayCount)
        {
            var (days, basis) = YearFraction.DaysOver(dayCount, terms.Disbursement, dates[^1]);
            years = (decimal)days / basis;
        }

        long total = Rounded(terms, terms.PrincipalMinor * terms.AnnualRate * years);
        var instalments = new Instalment[dates.Length];
        long owed = terms.PrincipalMinor;
        for (int i = 0; i < instalments.Length; i++)
        {
            long interest = Share(terms, total, i + 1, dates.Length) - Share(terms, total, i, dates.Length);
            owed -= principals[i];
            instalments[i] = new Instalment(i + 1, dates[i], principals[i], interest, owed);
        }

        return instalments;
    }

    private static Instalment[] LevelInstalments(LoanTerms terms, DateOnly[] dates, decimal[] rates)
    {
        int grace = terms.GraceInstalments;
        decimal annuity = 0m; // Worth at the end of grace of one unit with each paying instalment.
        decimal last = 1m; // Worth then of one unit with the last instalment.
        for (int i = dates.Length - 1; i >= grace; i--)
        {
            annuity = (annuity + 1m) / (1m + rates[i]);
            last /= 1m + rates[i];
        }

        long payment = Rounded(terms, (terms.PrincipalMinor - terms.BalloonMinor * last) / annuity);
        var instalments = new Instalment[dates.Length];
        long owed = terms.PrincipalMinor;
        for (int i = 0; i < instalments.Length; i++)
        {
            long interest = Rounded(terms, owed * rates[i]);
            long spare = owed - terms.BalloonMinor;
            long principal = i < grace ? 0 : Math.Clamp(payment - interest, 0, spare);
            principal = i == instalments.Length - 1 ? owed : principal;
            owed -= principal;
            instalments[i] = new Instalment(i + 1, dates[i], principal, interest, owed);
        }

        return instalments;
    }

    private static long Share(LoanTerms terms, long total, int part, int parts) =>
        Rounded(terms, (decimal)total * part / parts);

    private static long Rounded(LoanTerms terms, decimal amount) => (long)decimal.Round(amount, terms.Rounding);
}

/// <summary>One instalment of a loan. Money is in minor units.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="DueDate">When it is due, moved off holidays.</param>
/// <param name="PrincipalMinor">Zero or positive.</param>
/// <param name="InterestMinor">Zero or positive.</param>
/// <param name="OwedMinor">Principal still owed after it; zero after the last.</param>
public readonly record struct Instalment(
    int Number, DateOnly DueDate, long PrincipalMinor, long InterestMinor, long OwedMinor)
{
    /// <summary>Principal and interest together.</summary>
    public long PaymentMinor => PrincipalMinor + InterestMinor;
}
